import type { Answer, PacketOpt } from 'dns-packet'
import { typeName } from './dns-types.ts'
import { type Cursor, readWireName } from './dns-wire-name.ts'

const typeOpt = 41
const classes = new Map([
  [1, 'IN'],
  [3, 'CH'],
  [255, 'ANY'],
])

/** `CLASS7` where none is known (RFC 3597 5). */
export function className(number: number): string {
  return classes.get(number) ?? `CLASS${number}`
}

/**
 * Reads one record and leaves the cursor behind it. Data of a type that we have no use for stay octets. Throws RangeError
 * when it is cut, or when its data do not have the length they must have: servers that answer AAAA with the four octets
 * of an A exist (RFC 4074 4.4).
 */
export function readRecord(cursor: Cursor): Answer {
  const { bytes } = cursor
  const name = readWireName(cursor)
  const type = bytes.readUInt16BE(cursor.at)
  const klass = bytes.readUInt16BE(cursor.at + 2)
  const ttl = bytes.readUInt32BE(cursor.at + 4)
  const start = cursor.at + 10
  const end = start + bytes.readUInt16BE(cursor.at + 8)
  if (end > bytes.length) throw new RangeError('a record is cut')
  cursor.at = start
  const record =
    type === typeOpt
      ? {
          type: 'OPT',
          name,
          udpPayloadSize: klass,
          extendedRcode: ttl >>> 24,
          ednsVersion: (ttl >>> 16) & 0xff,
          flags: ttl & 0xffff,
          flag_do: (ttl & 0x8000) !== 0,
          options: readOptions(cursor, end),
        }
      : { type: typeName(type), name, ttl, class: className(klass), data: readData(cursor, type, end) }
  if (cursor.at !== end) throw new RangeError('the data of a record do not end where it ends')
  return record as Answer
}

/** Data by the number of their type (RFC 1035 3.3, 3.4, RFC 3596 2.2, RFC 4034). */
function readData(cursor: Cursor, type: number, end: number): unknown {
  switch (type) {
    case 1:
      return ipv4In(rest(cursor, end))
    case 28:
      return ipv6In(rest(cursor, end))
    case 2: // NS
    case 5: // CNAME
    case 12: // PTR
    case 39: // DNAME
      return readWireName(cursor)
    case 15: {
      const preference = numberOf(cursor, 2)
      return { preference, exchange: readWireName(cursor) }
    }
    case 6: {
      const [mname, rname] = [readWireName(cursor), readWireName(cursor)]
      const [serial, refresh, retry, expire, minimum] = [4, 4, 4, 4, 4].map((size) => numberOf(cursor, size))
      return { mname, rname, serial, refresh, retry, expire, minimum }
    }
    case 16:
      return readTexts(cursor, end)
    case 43: {
      const [keyTag, algorithm, digestType] = [2, 1, 1].map((size) => numberOf(cursor, size))
      return { keyTag, algorithm, digestType, digest: rest(cursor, end) }
    }
    case 48: {
      const [flags, protocol, algorithm] = [2, 1, 1].map((size) => numberOf(cursor, size))
      if (protocol !== 3) throw new RangeError('the protocol of a DNSKEY is not 3 (RFC 4034 2.1.2)')
      return { flags, algorithm, key: rest(cursor, end) }
    }
    case 46: {
      const [covered, algorithm, labels, originalTTL, expiration, inception, keyTag] = [
        ...[2, 1, 1, 4, 4, 4, 2],
      ].map((size) => numberOf(cursor, size))
      const signersName = readWireName(cursor)
      const signature = rest(cursor, end)
      const typeCovered = typeName(covered ?? 0)
      return {
        ...{ typeCovered, algorithm, labels, originalTTL, expiration, inception, keyTag },
        ...{ signersName, signature },
      }
    }
    case 47:
      return { nextDomain: readWireName(cursor), rrtypes: readTypeBitmap(cursor, end) }
    default:
      return rest(cursor, end)
  }
}

function numberOf(cursor: Cursor, octets: number): number {
  cursor.at += octets
  return cursor.bytes.readUIntBE(cursor.at - octets, octets)
}

function rest(cursor: Cursor, end: number): Buffer {
  const { bytes, at } = cursor
  cursor.at = end
  return bytes.subarray(at, end)
}

function readOptions(cursor: Cursor, end: number): PacketOpt[] {
  const options = []
  while (cursor.at < end) {
    const [code, length] = [numberOf(cursor, 2), numberOf(cursor, 2)]
    options.push({ code, data: cursor.bytes.subarray(cursor.at, cursor.at + length) })
    cursor.at += length
  }
  return options as PacketOpt[]
}

function readTexts(cursor: Cursor, end: number): Buffer[] {
  const texts = []
  while (cursor.at < end) {
    const length = numberOf(cursor, 1)
    texts.push(cursor.bytes.subarray(cursor.at, cursor.at + length))
    cursor.at += length
  }
  return texts
}

/** RFC 4034 4.1.2: windows of 256 types, a bit for each. */
function readTypeBitmap(cursor: Cursor, end: number): string[] {
  const types = []
  while (cursor.at < end) {
    const [window, length] = [numberOf(cursor, 1), numberOf(cursor, 1)]
    const bits = cursor.bytes.subarray(cursor.at, Math.min(end, cursor.at + length))
    for (const [place, octet] of bits.entries())
      for (let bit = 0; bit < 8; bit++)
        if (octet & (0x80 >> bit)) types.push(typeName(window * 256 + place * 8 + bit))
    cursor.at += length
  }
  return types
}

function ipv4In(octets: Buffer): string {
  if (octets.length !== 4) throw new RangeError('an A record is not of 4 octets')
  return `${octets[0]}.${octets[1]}.${octets[2]}.${octets[3]}`
}

/** As RFC 5952 4 has it: the longest zeros, of several the first, are left out. */
function ipv6In(octets: Buffer): string {
  if (octets.length !== 16) throw new RangeError('an AAAA record is not of 16 octets')
  let [zeros, longest, first] = [0, 1, -1]
  for (let word = 0; word < 8; word++) {
    zeros = octets[2 * word] === 0 && octets[2 * word + 1] === 0 ? zeros + 1 : 0
    if (zeros > longest) [longest, first] = [zeros, word - zeros + 1]
  }
  let text = ''
  for (let word = 0; word < 8; word++) {
    if (word === first) {
      text += '::'
      word += longest - 1
      continue
    }
    const digits = octets.readUInt16BE(2 * word).toString(16)
    text += text === '' || text.endsWith('::') ? digits : `:${digits}`
  }
  return text
}
