import type { Answer } from 'dns-packet'
import { canonicalAddress } from './address-class.ts'
import { extendedErrorsIn, extendedErrorText } from './dns-extended-error.ts'
import type { DnsMessage } from './dns-message.ts'

/** Longest text kept of one message; the bytes tell the rest. */
const maxLines = 200

/**
 * A message in lines as dig prints it; what is not printable ASCII as `\\<code point>`, so that no name and no text can
 * disturb a line.
 */
export function describeMessage(message: DnsMessage): string[] {
  const { questions, answers, authorities, additionals } = message
  let flags = ''
  for (const flag of flagNames) if (message[`flag_${flag}`]) flags += ` ${flag}`
  const counts = `QUERY: ${questions.length}, ANSWER: ${answers.length}, AUTHORITY: ${authorities.length}, ADDITIONAL: ${additionals.length}`
  const opt = additionals.find((record) => record.type === 'OPT')
  const lines: string[] = []
  const say = (line: string) => {
    lines.push(isPlain.test(line) ? line : line.replace(/[^ -~]/gu, escaped))
  }
  say(`;; ->>HEADER<<- opcode: ${message.opcode}, status: ${message.rcode}, id: ${message.id}`)
  say(`;; flags:${flags || ' '}; ${counts}`)
  if (opt)
    say(`; EDNS: version: ${opt.ednsVersion}, flags:${opt.flag_do ? ' do' : ''}; udp: ${opt.udpPayloadSize}`)
  for (const error of extendedErrorsIn(message)) say(`; EDE: ${extendedErrorText(error)}`)
  for (const { name, type, class: klass } of questions) say(`;${absolute(name)} ${klass} ${type}`)
  const section = (title: string, records: Answer[]) => {
    let shown = 0
    for (const record of records) {
      if (record === opt) continue
      if (shown++ === 0) say(`;; ${title} SECTION:`)
      say(describeRecord(record))
    }
  }
  section('ANSWER', answers)
  section('AUTHORITY', authorities)
  section('ADDITIONAL', additionals)
  if (lines.length > maxLines)
    lines.splice(maxLines, lines.length, `;; ${lines.length - maxLines} more lines`)
  return lines
}

const flagNames = ['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const
const isPlain = /^[ -~]*$/

function escaped(character: string): string {
  return `\\${character.codePointAt(0)}`
}

function describeRecord(record: Answer): string {
  if (record.type === 'OPT') return '; OPT'
  const { name, ttl = 0, class: klass = 'IN', type } = record
  return `${absolute(name)} ${ttl} ${klass} ${type} ${describeData(record)}`
}

function describeData(record: Exclude<Answer, { type: 'OPT' }>): string {
  switch (record.type) {
    case 'A':
      return record.data
    case 'AAAA':
      return canonicalAddress(record.data)
    case 'CNAME':
    case 'DNAME':
    case 'NS':
    case 'PTR':
      return absolute(record.data)
    case 'MX':
      return `${record.data.preference ?? 0} ${absolute(record.data.exchange)}`
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = record.data
      return [absolute(mname), absolute(rname), serial, refresh, retry, expire, minimum].join(' ')
    }
    case 'RRSIG': {
      const { typeCovered, algorithm, labels, originalTTL, expiration, inception, keyTag, signersName } =
        record.data
      const signature = record.data.signature.toString('base64')
      return [
        ...[typeCovered, algorithm, labels, originalTTL, timestamp(expiration), timestamp(inception), keyTag],
        absolute(signersName),
        signature,
      ].join(' ')
    }
    case 'DNSKEY':
      return [record.data.flags, 3, record.data.algorithm, record.data.key.toString('base64')].join(' ')
    case 'DS': {
      const { keyTag, algorithm, digestType, digest } = record.data
      return [keyTag, algorithm, digestType, digest.toString('hex')].join(' ')
    }
    case 'TXT':
      return [record.data]
        .flat()
        .map((text) => `"${text.toString()}"`)
        .join(' ')
    case 'NSEC':
      return [absolute(record.data.nextDomain), ...record.data.rrtypes].join(' ')
    default:
      return Buffer.isBuffer(record.data) // RFC 3597
        ? `\\# ${record.data.length} ${record.data.toString('hex')}`
        : JSON.stringify(record.data)
  }
}

function absolute(name: string): string {
  return name === '.' ? name : `${name}.`
}

/** RRSIG times as YYYYMMDDHHmmSS (RFC 4034 3.2). */
function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z|\D/g, '')
}
