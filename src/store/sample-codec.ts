import type { Sample } from '../../probes/probe.ts'

/** The order of a look's numbers: "c:" counter or "g:" gauge, then the series' name. */
export type Layout = string[]

export function layoutOf(samples: Sample[]): Layout {
  return samples.map(({ kind, series }) => `${kind === 'counter' ? 'c' : 'g'}:${series}`)
}

/** What one number takes at most: a counter of 70 bits, seven an octet (some agents write counters in 20 digits). */
const mostBytes = 10
/** Up to here a double is exact, and much faster. */
const mostExact = BigInt(Number.MAX_SAFE_INTEGER)

/**
 * Packs the numbers of one look in the order of its layout: a counter as an unsigned LEB128 number (1 to 10 bytes, exact
 * to 64 bits), a gauge as a little-endian double.
 */
export function encodeSamples(samples: Sample[]): Buffer {
  const bytes = Buffer.alloc(samples.length * mostBytes)
  let at = 0
  for (const { kind, value } of samples) {
    if (kind === 'gauge') {
      at = bytes.writeDoubleLE(Number(value), at)
      continue
    }
    let big = BigInt(value)
    if (big < 0n) throw new RangeError(`a counter cannot be ${value}`)
    for (; big > mostExact; big >>= 7n) at = bytes.writeUInt8(Number(big & 0x7fn) | 0x80, at)
    let rest = Number(big)
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) at = bytes.writeUInt8((rest % 0x80) | 0x80, at)
    at = bytes.writeUInt8(rest, at)
  }
  return bytes.subarray(0, at)
}

/** The numbers by series. Counters beyond 2^53 stay bigint. Throws on bytes that do not fit the layout. */
export function decodeSamples(layout: Layout, bytes: Uint8Array): Record<string, number | bigint> {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const values: Record<string, number | bigint> = {}
  let at = 0
  for (const entry of layout) {
    if (entry.startsWith('g:')) {
      values[entry.slice(2)] = view.readDoubleLE(at)
      at += 8
      continue
    }
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = view.readUInt8(at++)
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    values[entry.slice(2)] = value <= mostExact ? Number(value) : value
  }
  if (at !== view.length) throw new RangeError('the numbers do not fit their layout')
  return values
}
