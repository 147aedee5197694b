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

/** Up to here the low seven bits of the next byte still fit a double. */
const mostShift = 2 ** 42

/** The numbers in the order of their layout. Counters beyond 2^53 are bigint. Throws on bytes that do not fit the layout. */
export function decodeNumbers(layout: Layout, bytes: Uint8Array): (number | bigint)[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const numbers = layout.map((entry) => {
    if (entry.startsWith('g:')) {
      at += 8
      return view.readDoubleLE(at - 8)
    }
    let value = 0
    let byte = view.readUInt8(at++)
    for (let scale = 1; ; scale *= 0x80) {
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      byte = view.readUInt8(at++)
      if (scale === mostShift) break
    }
    let big = BigInt(value)
    for (let shift = 49n; ; shift += 7n) {
      big |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return big <= mostExact ? Number(big) : big
      byte = view.readUInt8(at++)
    }
  })
  if (at !== view.length) throw new RangeError('the numbers do not fit their layout')
  return numbers
}
