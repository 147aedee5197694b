/** Octets that records of fixed size have (RFC 1035 3.4.1, RFC 3596 2.2), by the number of their type. */
const fixed = new Map([
  [1, 4], // A
  [28, 16], // AAAA
])

/**
 * Whether every A and AAAA record of a message has the length that it must have. Servers that answer AAAA with the four
 * octets of an A exist (RFC 4074 4.4), and dns-packet reads on beyond them. Throws RangeError when the message is cut.
 */
export function hasSoundLengths(message: Buffer): boolean {
  let offset = 12
  for (let left = message.readUInt16BE(4); left > 0; left--) offset = afterName(message, offset) + 4
  const records = message.readUInt16BE(6) + message.readUInt16BE(8) + message.readUInt16BE(10)
  for (let left = records; left > 0; left--) {
    offset = afterName(message, offset)
    const [type, length] = [message.readUInt16BE(offset), message.readUInt16BE(offset + 8)]
    if ((fixed.get(type) ?? length) !== length) return false
    offset += 10 + length
  }
  return offset <= message.length
}

/** A name ends with a label of length zero or with a pointer to another (RFC 1035 4.1.4). */
function afterName(message: Buffer, start: number): number {
  for (let offset = start; ; ) {
    const length = message.readUInt8(offset)
    if (length === 0) return offset + 1
    if (length >= 0xc0) return offset + 2
    offset += length + 1
  }
}
