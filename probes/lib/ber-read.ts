/** Where the reading of a datagram in BER (X.690) stands. Lengths of three octets and more do not occur in one. */
export type Cursor = { bytes: Buffer; at: number; end: number }

export const sequenceTag = 0x30
export const integerTag = 0x02
export const octetStringTag = 0x04

export function cursorAt(bytes: Buffer): Cursor {
  return { bytes, at: 0, end: bytes.length }
}

/** Steps into an element, which must reach to the end of the one around it or of what came. */
export function enter(cursor: Cursor, tag: number): boolean {
  const length = lengthAt(cursor, tag)
  return length !== -1 && cursor.at + length === cursor.end
}

export function skip(cursor: Cursor, tag: number): boolean {
  const length = lengthAt(cursor, tag)
  if (length === -1) return false
  cursor.at += length
  return true
}

/** The contents of an OCTET STRING, not copied. */
export function readOctets(cursor: Cursor): Buffer | undefined {
  const length = lengthAt(cursor, octetStringTag)
  if (length === -1) return undefined
  cursor.at += length
  return cursor.bytes.subarray(cursor.at - length, cursor.at)
}

/** An INTEGER of as many octets at most; more than six would not be exact. */
export function readInteger(cursor: Cursor, mostOctets = 4): number | undefined {
  const length = lengthAt(cursor, integerTag)
  if (length < 1 || length > mostOctets) return undefined
  const number = cursor.bytes.readIntBE(cursor.at, length)
  cursor.at += length
  return number
}

/** Steps over tag and length, and returns the length; -1 for another tag, or where the contents lead too far. */
export function lengthAt(cursor: Cursor, tag: number): number {
  const length = headerAt(cursor, tag)
  return cursor.at + length > cursor.end ? -1 : length
}

/** The same, wherever the contents end. */
export function headerAt(cursor: Cursor, tag: number): number {
  const { bytes, at, end } = cursor
  if (bytes[at] !== tag) return -1
  const short = bytes[at + 1] ?? 0xff
  let length = short
  let start = at + 2
  if (short > 0x80) {
    const width = short & 0x7f
    if (width > 4 || start + width > end) return -1
    length = bytes.readUIntBE(start, width)
    start += width
  } else if (short === 0x80) return -1
  cursor.at = start
  return length
}
