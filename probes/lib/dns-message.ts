import { randomInt } from 'node:crypto'
import {
  type Answer,
  CHECKING_DISABLED,
  type DecodedPacket,
  DNSSEC_OK,
  decode,
  encode,
  type OptAnswer,
  RECURSION_DESIRED,
} from 'dns-packet'
import { hasSoundLengths } from './dns-lengths.ts'
import { readPlainMessage, writePlainQuery } from './dns-plain-message.ts'

export type QueryType = 'A' | 'AAAA' | 'CNAME' | 'DNSKEY' | 'DS' | 'LOC' | 'MX' | 'NS' | 'PTR' | 'SOA' | 'TXT'

export type DnsQuestion = {
  name: string
  type: QueryType
  /** RD: ask a resolver to find out; false for the servers of the zone themselves. */
  recursion: boolean
  /** CD: do not validate (RFC 4035 3.2.2). */
  checkingDisabled?: boolean
  /** false: without EDNS, for servers that answer FORMERR to it. */
  edns?: boolean
  /** Largest UDP answer to ask for, in octets, instead of the one that is never fragmented. */
  udpPayloadSize?: number
}

/** Header, sections and records of a message; names as the server wrote them. */
export type DnsMessage = Omit<DecodedPacket, 'answers' | 'authorities' | 'additionals' | 'questions'> & {
  rcode: string
  opcode: string
  questions: { name: string; type: string; class?: string | undefined }[]
  answers: Answer[]
  authorities: Answer[]
  additionals: Answer[]
}

/** Largest UDP answer we take: fits a packet of 1280 octets, so that it is never fragmented (DNS flag day 2020). */
const unfragmented = 1232

/** A query with EDNS and DO. Its id is not a parameter: an off-path attacker must not know it (RFC 5452). */
export function encodeQuery(question: DnsQuestion): Buffer {
  const { name, type, recursion, checkingDisabled = false, edns = true } = question
  const { udpPayloadSize = unfragmented } = question
  const id = randomInt(0x10000)
  const flags = (recursion ? RECURSION_DESIRED : 0) | (checkingDisabled ? CHECKING_DISABLED : 0)
  const plain = writePlainQuery({ name, type, udpPayloadSize: edns ? udpPayloadSize : null })
  if (plain) {
    plain.writeUInt16BE(id, 0)
    plain.writeUInt16BE(flags, 2)
    return plain
  }
  return encode({
    type: 'query',
    id,
    flags,
    questions: [{ name, type }],
    additionals: edns ? [{ ...optRecord, udpPayloadSize }] : [],
  })
}

const optRecord: OptAnswer = {
  type: 'OPT',
  name: '.',
  udpPayloadSize: unfragmented,
  extendedRcode: 0,
  ednsVersion: 0,
  flags: DNSSEC_OK,
  flag_do: true,
  options: [],
}

/** Reads a message; undefined when it is none. RCODE includes the upper bits of EDNS (RFC 6891 6.1.3). */
export function decodeMessage(bytes: Buffer): DnsMessage | undefined {
  try {
    const plain = readPlainMessage(bytes)
    if (plain) return plain
    if (!hasSoundLengths(bytes)) return undefined
    const message = decode(bytes) as unknown as DnsMessage
    const extended = message.additionals.find((record) => record.type === 'OPT')?.extendedRcode ?? 0
    if (extended === 0) return message
    const rcode = (extended << 4) | ((message.flags ?? 0) & 0xf)
    return { ...message, rcode: rcode === 16 ? 'BADVERS' : `RCODE_${rcode}` }
  } catch {
    return undefined
  }
}

/**
 * Whether a message (as it came and as it reads) answers this very query: response bit, id and question (RFC 5452 9.1).
 * Names compare without regard to case (RFC 4343).
 */
export function isAnswerTo(message: DnsMessage, bytes: Buffer, query: Buffer): boolean {
  if (!message.flag_qr || message.id !== query.readUInt16BE(0)) return false
  // FORMERR and the like may come without the question (RFC 1035 4.1.1 names no section that must be there)
  if (message.questions.length === 0) return !['NOERROR', 'NXDOMAIN'].includes(message.rcode)
  return message.questions.length === 1 && repeatsQuestion(bytes, query)
}

const headerLength = 12

function repeatsQuestion(bytes: Buffer, query: Buffer): boolean {
  for (let at = headerLength; at < query.length; ) {
    const length = query[at] ?? 0
    for (let end = at + length + (length === 0 ? 4 : 0); at <= end; at++)
      if (lowerCase(bytes[at]) !== lowerCase(query[at])) return false
    if (length === 0) return true
  }
  return false
}

function lowerCase(octet: number | undefined): number | undefined {
  return octet !== undefined && octet >= 0x41 && octet <= 0x5a ? octet | 0x20 : octet
}
