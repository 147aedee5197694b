import type { Answer } from 'dns-packet'
import { canonicalAddress } from './address-class.ts'
import type { DnsMessage } from './dns-message.ts'

/** Longest text kept of one message; the bytes tell the rest. */
const maxLines = 200

/**
 * A message in lines as dig prints it; what is not printable ASCII as `\\<code point>`, so that no name and no text can
 * disturb a line.
 */
export function describeMessage(message: DnsMessage): string[] {
  const { questions, answers, authorities, additionals } = message
  const flags = (['qr', 'aa', 'tc', 'rd', 'ra', 'ad', 'cd'] as const).filter(
    (flag) => message[`flag_${flag}`],
  )
  const counts = `QUERY: ${questions.length}, ANSWER: ${answers.length}, AUTHORITY: ${authorities.length}, ADDITIONAL: ${additionals.length}`
  const opt = additionals.find((record) => record.type === 'OPT')
  const lines = [
    `;; ->>HEADER<<- opcode: ${message.opcode}, status: ${message.rcode}, id: ${message.id}`,
    `;; flags: ${flags.join(' ')}; ${counts}`,
    ...(opt
      ? [`; EDNS: version: ${opt.ednsVersion}, flags:${opt.flag_do ? ' do' : ''}; udp: ${opt.udpPayloadSize}`]
      : []),
    ...questions.map(({ name, type, class: klass }) => `;${absolute(name)} ${klass ?? 'IN'} ${type}`),
    ...section('ANSWER', answers),
    ...section('AUTHORITY', authorities),
    ...section(
      'ADDITIONAL',
      additionals.filter((record) => record !== opt),
    ),
  ]
  const kept = lines.slice(0, maxLines)
  if (lines.length > maxLines) kept.push(`;; ${lines.length - maxLines} more lines`)
  return kept.map((line) => line.replace(/[^ -~]/gu, (character) => `\\${character.codePointAt(0)}`))
}

function section(title: string, records: Answer[]): string[] {
  return records.length === 0 ? [] : [`;; ${title} SECTION:`, ...records.map(describeRecord)]
}

function describeRecord(record: Answer): string {
  if (record.type === 'OPT') return '; OPT'
  return [
    absolute(record.name),
    record.ttl ?? 0,
    record.class ?? 'IN',
    record.type,
    describeData(record),
  ].join(' ')
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
