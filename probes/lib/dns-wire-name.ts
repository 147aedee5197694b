import { remembered } from './remembered.ts'

/** Octets of a name, the last label's zero included (RFC 1035 3.1), and of a label. */
const [maxName, maxLabel] = [255, 63]
/** Labels of one octet, each behind a pointer of its own: more pointers than any name has use for. */
const maxPointers = 128

/** Names are asked for again at every look. */
const mostRemembered = 10_000

/** Where reading stands in a message. */
export type Cursor = { bytes: Buffer; at: number }

/**
 * Reads a name in the notation of zone files, as dig prints it (RFC 1035 5.1): what parts labels is a dot, and one
 * inside a label is `\.`; octets that are not printable are `\DDD`. The root is ".". So two names that differ never read
 * the same. Throws RangeError when it is none, is cut, or points anywhere but back.
 */
export function readWireName(cursor: Cursor): string {
  const { bytes } = cursor
  let [at, before, pointers, length] = [cursor.at, cursor.at, 0, 1]
  let name = ''
  for (;;) {
    const size = octetAt(bytes, at)
    if (size >= 0xc0) {
      const to = ((size & 0x3f) << 8) | octetAt(bytes, at + 1)
      if (pointers === 0) cursor.at = at + 2
      if (to >= before || ++pointers > maxPointers) throw new RangeError('a name points not back')
      at = before = to
      continue
    }
    const next = at + 1 + size
    if (size === 0) {
      if (pointers === 0) cursor.at = next
      return name === '' ? '.' : name
    }
    length += 1 + size
    if (size > maxLabel || length > maxName || next > bytes.length)
      throw new RangeError('a label is too long')
    const label = labelText(bytes, at + 1, next)
    name = name === '' ? label : `${name}.${label}`
    at = next
  }
}

function octetAt(bytes: Buffer, at: number): number {
  const octet = bytes[at]
  if (octet === undefined) throw new RangeError('the message is cut')
  return octet
}

function labelText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('latin1', start, end)
  return isPlainLabel.test(text) ? text : text.replace(/[^!-~]|["$().;@\\]/g, escapeOctet)
}

const isPlainLabel = /^[\w-]+$/

function escapeOctet(octet: string): string {
  return /[!-~]/.test(octet) ? `\\${octet}` : `\\${String(octet.charCodeAt(0)).padStart(3, '0')}`
}

/** The octets of a name in that notation, not to be changed; null when no message can hold it. What is not ASCII counts as UTF-8. */
export const wireNameOf = remembered((name): Buffer | null => {
  if (name === '.') return Buffer.alloc(1)
  const text = Buffer.from(name)
  const wire = Buffer.alloc(text.length + 2)
  let [start, end] = [0, 1] // of the label, with its length before it
  for (let at = 0; at < text.length; at++) {
    let octet = text[at] ?? 0
    if (octet === dot) {
      if (!endLabel(wire, start, end)) return null
      start = end++
      continue
    }
    if (octet === backslash) {
      const [digits] = /^\d{3}/.exec(text.toString('latin1', at + 1, at + 4)) ?? []
      octet = digits === undefined ? (text[at + 1] ?? 256) : Number(digits)
      if (octet > 255) return null
      at += digits?.length ?? 1
    }
    wire[end++] = octet
  }
  return endLabel(wire, start, end) && end < maxName ? wire.subarray(0, end + 1) : null
}, mostRemembered)

const [dot, backslash] = [0x2e, 0x5c]

function endLabel(wire: Buffer, start: number, end: number): boolean {
  const length = end - start - 1
  wire[start] = length
  return length >= 1 && length <= maxLabel
}
