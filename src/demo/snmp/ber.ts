/** BER as SNMP uses it (RFC 3417 section 8): definite lengths only. */

export const tags = {
  integer: 0x02,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  ipAddress: 0x40,
  counter32: 0x41,
  gauge32: 0x42,
  timeTicks: 0x43,
  counter64: 0x46,
  noSuchObject: 0x80,
  noSuchInstance: 0x81,
  endOfMibView: 0x82,
  getRequest: 0xa0,
  getNextRequest: 0xa1,
  response: 0xa2,
  setRequest: 0xa3,
  getBulkRequest: 0xa5,
  report: 0xa8,
} as const

/** A tag, the length and the content. */
export function tlv(tag: number, ...content: Buffer[]): Buffer {
  let length = 0
  for (const part of content) length += part.length
  const head =
    length < 0x80
      ? [tag, length]
      : length < 0x100
        ? [tag, 0x81, length]
        : [tag, 0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from(head), ...content])
}

/** A signed number of up to 64 bits, or an unsigned one (Counter64), in the fewest octets. */
export function integer(value: number | bigint, tag: number = tags.integer): Buffer {
  let hex = BigInt.asUintN(72, BigInt(value)).toString(16).padStart(18, '0')
  // Leading octets that only repeat the sign are left out (X.690 8.3.2).
  while (hex.length > 2 && /^(00[0-7]|ff[89a-f])/.test(hex)) hex = hex.slice(2)
  return tlv(tag, Buffer.from(hex, 'hex'))
}

export function octets(value: string | Buffer, tag: number = tags.octetString): Buffer {
  return tlv(tag, Buffer.from(value as string))
}

export function oid(arcs: readonly number[]): Buffer {
  const [first = 0, second = 0, ...rest] = arcs
  const bytes: number[] = []
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc % 128]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift(0x80 | (left % 128))
    }
    bytes.push(...groups)
  }
  return tlv(tags.oid, Buffer.from(bytes))
}

/** One element: its tag, where it begins, and where its content begins and ends in the buffer. */
export type Element = { tag: number; from: number; start: number; end: number }

/** Reads the element at a place. Throws RangeError when it does not fit. */
export function elementAt(bytes: Buffer, at: number): Element {
  const tag = bytes.readUInt8(at)
  const first = bytes.readUInt8(at + 1)
  const more = first < 0x80 ? 0 : first & 0x7f
  const length = more === 0 ? first : bytes.readUIntBE(at + 2, more)
  const start = at + 2 + more
  if (start + length > bytes.length) throw new RangeError('an element is longer than the message')
  return { tag, from: at, start, end: start + length }
}

/** The elements inside a constructed one, in order. */
export function elementsIn(bytes: Buffer, { start, end }: Pick<Element, 'start' | 'end'>): Element[] {
  const found: Element[] = []
  for (let at = start; at < end; ) {
    const element = elementAt(bytes, at)
    found.push(element)
    at = element.end
  }
  return found
}

export function readInteger(bytes: Buffer, { start, end }: Element): number {
  return end - start > 6 || end === start ? Number.NaN : bytes.readIntBE(start, end - start)
}

export function readOid(bytes: Buffer, { start, end }: Element): number[] {
  const arcs: number[] = []
  let arc = 0
  for (let at = start; at < end; at++) {
    const octet = bytes.readUInt8(at)
    arc = arc * 128 + (octet & 0x7f)
    if (octet >= 0x80) continue
    arcs.push(arc)
    arc = 0
  }
  const [first = 0, ...rest] = arcs
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...rest]
}
