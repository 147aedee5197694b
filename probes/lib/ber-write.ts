/** An element of BER (X.690) with these contents. */
export function tlv(tag: number, ...contents: Buffer[]): Buffer {
  let length = 0
  for (const part of contents) length += part.length
  const header = Buffer.allocUnsafe(1 + widthOf(length))
  writeHeader(header, 0, tag, length)
  return Buffer.concat([header, ...contents])
}

/** Octets that a length takes. */
export function widthOf(length: number): number {
  return length < 0x80 ? 1 : length < 0x100 ? 2 : 3
}

/** Returns where the contents begin. */
export function writeHeader(bytes: Buffer, at: number, tag: number, length: number): number {
  const next = bytes.writeUInt8(tag, at)
  if (length < 0x80) return bytes.writeUInt8(length, next)
  if (length < 0x100) return bytes.writeUInt16BE(0x8100 | length, next)
  return bytes.writeUInt16BE(length, bytes.writeUInt8(0x82, next))
}
