import type { SnmpCredential } from '../probe.ts'
import { tlv, widthOf, writeHeader } from './ber-write.ts'
import { remembered } from './remembered.ts'
import type { SnmpRequest } from './snmp-session.ts'

/** Tags of the PDUs (RFC 3416 section 3). */
const pduTags = { GET: 0xa0, GETNEXT: 0xa1, GETBULK: 0xa5 } as const
/** The number by which a message tells its version (RFC 1157, RFC 1901). */
const versionNumbers = { '1': 0, '2c': 1 } as const

/** What every message to an agent begins with inside its outer SEQUENCE: version and community. */
export function headOf({ version, community }: Exclude<SnmpCredential, { version: '3' }>): Buffer {
  return Buffer.concat([Buffer.of(0x02, 1, versionNumbers[version]), tlv(0x04, Buffer.from(community))])
}

/**
 * A request as it leaves (BER, X.690): `head` is what comes before the PDU in the SEQUENCE around it. `id` has four octets: 0x01000000 to 0x7fffffff. `nonRepeaters` and
 * `maxRepetitions` are at most 127.
 */
export function encodeRequest(head: Buffer, id: number, request: SnmpRequest): Buffer {
  const names = request.oids.map(nullVarbind)
  let namesLength = 0
  for (const { length } of names) namesLength += length
  const [first, second] = request.kind === 'GETBULK' ? [request.nonRepeaters, request.maxRepetitions] : [0, 0]
  const pduLength = 6 + 3 + 3 + 1 + widthOf(namesLength) + namesLength
  const length = head.length + 1 + widthOf(pduLength) + pduLength
  const bytes = Buffer.allocUnsafe(1 + widthOf(length) + length)
  let at = writeHeader(bytes, 0, 0x30, length)
  at += head.copy(bytes, at)
  at = writeHeader(bytes, at, pduTags[request.kind], pduLength)
  at = bytes.writeUInt16BE(0x0204, at)
  at = bytes.writeInt32BE(id, at)
  for (const number of [first, second]) {
    at = bytes.writeUInt16BE(0x0201, at)
    at = bytes.writeUInt8(number, at)
  }
  at = writeHeader(bytes, at, 0x30, namesLength)
  for (const name of names) at += name.copy(bytes, at)
  return bytes
}

/** A varbind without value by the dotted form of its OID; polls ask for the same few thousand again and again. */
const nullVarbind = remembered(
  (text) => {
    const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
    const octets = [first * 40 + second, ...rest].flatMap(subIdentifier)
    return tlv(0x30, tlv(0x06, Buffer.from(octets)), tlv(0x05))
  },
  50_000,
  300,
)

/** Seven bits an octet, all but the last with the first bit set. */
function subIdentifier(number: number): number[] {
  const octets = [number % 128]
  for (let rest = Math.floor(number / 128); rest > 0; rest = Math.floor(rest / 128))
    octets.unshift(0x80 | (rest % 128))
  return octets
}
