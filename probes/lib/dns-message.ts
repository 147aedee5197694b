import { randomInt } from 'node:crypto'
import type { Answer, DecodedPacket } from 'dns-packet'
import { className, readRecord } from './dns-record.ts'
import { typeName, typeNumber } from './dns-types.ts'
import { type Cursor, readWireName, wireNameOf } from './dns-wire-name.ts'

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

/** Header, sections and records of a message; names in the notation of zone files, in the case the server wrote. */
export type DnsMessage = Omit<DecodedPacket, 'answers' | 'authorities' | 'additionals' | 'questions'> & {
  rcode: string
  opcode: string
  questions: { name: string; type: string; class: string }[]
  answers: Answer[]
  authorities: Answer[]
  additionals: Answer[]
}

/** Largest UDP answer we take: fits a packet of 1280 octets, so that it is never fragmented (DNS flag day 2020). */
const unfragmented = 1232

const headerLength = 12
const [recursionDesired, checkingDisabledFlag, dnssecOk] = [0x100, 0x10, 0x8000]
const [typeOpt, classIn] = [41, 1]

/**
 * A query with EDNS and DO. Its id is not a parameter: an off-path attacker must not know it (RFC 5452). Throws
 * RangeError for what cannot be a name.
 */
export function encodeQuery(question: DnsQuestion): Buffer {
  const { name, type, recursion, checkingDisabled, edns = true, udpPayloadSize = unfragmented } = question
  const wireName = wireNameOf(name)
  if (wireName === null) throw new RangeError(`"${name}" is not a domain name`)
  const end = headerLength + wireName.length
  const query = Buffer.allocUnsafe(end + (edns ? 15 : 4)).fill(0)
  query.writeUInt16BE(randomInt(0x10000), 0)
  query.writeUInt16BE((recursion ? recursionDesired : 0) | (checkingDisabled ? checkingDisabledFlag : 0), 2)
  query[5] = 1 // one question
  query.set(wireName, headerLength)
  query.writeUInt16BE(typeNumber(type), end)
  query[end + 3] = classIn
  if (!edns) return query
  query[11] = 1 // one additional record
  query[end + 6] = typeOpt
  query.writeUInt16BE(udpPayloadSize, end + 7)
  query.writeUInt16BE(dnssecOk, end + 11) // RFC 3225
  return query
}

const opcodes = ['QUERY', 'IQUERY', 'STATUS', 'OPCODE_3', 'NOTIFY', 'UPDATE']
const rcodes = [
  ...['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'],
  ...['YXDOMAIN', 'YXRRSET', 'NXRRSET', 'NOTAUTH', 'NOTZONE'],
]

/** Reads a message; undefined when it is none. RCODE includes the upper bits of EDNS (RFC 6891 6.1.3). */
export function decodeMessage(bytes: Buffer): DnsMessage | undefined {
  try {
    return readMessage(bytes)
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function readMessage(bytes: Buffer): DnsMessage {
  const cursor: Cursor = { bytes, at: headerLength }
  const flags = bytes.readUInt16BE(2)
  const [opcode, lowRcode] = [(flags >> 11) & 0xf, flags & 0xf]
  const questions: DnsMessage['questions'] = []
  for (let left = bytes.readUInt16BE(4); left > 0; left--) questions.push(readQuestion(cursor))
  const answers = readRecords(cursor, bytes.readUInt16BE(6))
  const authorities = readRecords(cursor, bytes.readUInt16BE(8))
  const additionals = readRecords(cursor, bytes.readUInt16BE(10))
  const rcode = (highRcode(additionals) << 4) | lowRcode
  return {
    id: bytes.readUInt16BE(0),
    type: flags & 0x8000 ? 'response' : 'query',
    flags: flags & 0x7fff,
    flag_qr: (flags & 0x8000) !== 0,
    opcode: opcodes[opcode] ?? `OPCODE_${opcode}`,
    flag_aa: (flags & 0x400) !== 0,
    flag_tc: (flags & 0x200) !== 0,
    flag_rd: (flags & 0x100) !== 0,
    flag_ra: (flags & 0x80) !== 0,
    flag_z: (flags & 0x40) !== 0,
    flag_ad: (flags & 0x20) !== 0,
    flag_cd: (flags & 0x10) !== 0,
    rcode: rcodes[rcode] ?? (rcode === 16 ? 'BADVERS' : `RCODE_${rcode}`),
    questions,
    answers,
    authorities,
    additionals,
  }
}

function readQuestion(cursor: Cursor): DnsMessage['questions'][number] {
  const name = readWireName(cursor)
  const { bytes, at } = cursor
  cursor.at = at + 4
  return { name, type: typeName(bytes.readUInt16BE(at)), class: className(bytes.readUInt16BE(at + 2)) }
}

function readRecords(cursor: Cursor, count: number): Answer[] {
  const records: Answer[] = []
  for (let left = count; left > 0; left--) records.push(readRecord(cursor))
  return records
}

function highRcode(additionals: Answer[]): number {
  for (const record of additionals) if (record.type === 'OPT') return record.extendedRcode
  return 0
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
