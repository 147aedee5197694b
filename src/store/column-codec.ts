/** Bytes being written; grown as needed. */
export type Writer = { bytes: Buffer; at: number }

/** Bytes being read. Reading beyond their end throws RangeError. */
export type Reader = { bytes: Buffer; at: number }

/** What one number takes at most: 2^53, seven bits an octet. */
const mostBytes = 8
/** Steps up to here can be doubled, to make room for their sign. */
const mostStep = 2 ** 52

export function createWriter(): Writer {
  return { bytes: Buffer.allocUnsafe(4096), at: 0 }
}

function makeRoom(writer: Writer, more: number): void {
  if (writer.at + more <= writer.bytes.length) return
  const grown = Buffer.allocUnsafe(2 * (writer.at + more))
  writer.bytes.copy(grown, 0, 0, writer.at)
  writer.bytes = grown
}

/** A whole number from 0 to 2^53, as LEB128. */
export function writeCount(writer: Writer, value: number): void {
  makeRoom(writer, mostBytes)
  let { at } = writer
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) writer.bytes[at++] = (rest % 0x80) | 0x80
  writer.bytes[at++] = rest
  writer.at = at
}

export function readCount(reader: Reader): number {
  let value = 0
  for (let scale = 1; ; scale *= 0x80) {
    const byte = reader.bytes.readUInt8(reader.at++)
    value += (byte & 0x7f) * scale
    if (byte < 0x80) return value
  }
}

function writeBytes(writer: Writer, bytes: Uint8Array): void {
  makeRoom(writer, bytes.length)
  writer.bytes.set(bytes, writer.at)
  writer.at += bytes.length
}

export function writeText(writer: Writer, text: string): void {
  const bytes = Buffer.from(text)
  writeCount(writer, bytes.length)
  writeBytes(writer, bytes)
}

export function readText(reader: Reader): string {
  const length = readCount(reader)
  reader.at += length
  return reader.bytes.toString('utf8', reader.at - length, reader.at)
}

/** Whole numbers up to 2^51 either way, as their steps; equal ones in a row take a few bytes together. */
export function writeSteps(writer: Writer, values: Float64Array): void {
  let before = 0
  let still = 0
  for (let index = 0; index <= values.length; index++) {
    const value = values[index]
    if (value === before && value !== undefined) {
      still++
      continue
    }
    if (still > 0) {
      writeCount(writer, 0)
      writeCount(writer, still - 1)
      still = 0
    }
    if (value === undefined) return
    const step = value - before
    writeCount(writer, step < 0 ? -2 * step - 1 : 2 * step)
    before = value
  }
}

export function readSteps(reader: Reader, values: Float64Array, from: number, count: number): void {
  const { bytes } = reader
  let { at } = reader
  let before = 0
  const until = from + count
  for (let index = from; index < until; ) {
    // as readCount does, but without a call for each value, and in whole numbers as long as these are of 28 bits
    let byte = bytes[at++] ?? beyond()
    let code = byte & 0x7f
    for (let shift = 7; byte >= 0x80 && shift < 28; shift += 7) {
      byte = bytes[at++] ?? beyond()
      code |= (byte & 0x7f) << shift
    }
    if (byte >= 0x80) {
      let wide = code
      for (let scale = 2 ** 28; byte >= 0x80; scale *= 0x80) {
        byte = bytes[at++] ?? beyond()
        wide += (byte & 0x7f) * scale
      }
      before += (code & 1) === 0 ? wide / 2 : -(wide + 1) / 2
    } else if (code === 0) {
      reader.at = at
      const end = index + readCount(reader) + 1
      at = reader.at
      if (end > until) throw new RangeError('there are more values than looks')
      values.fill(before, index, end)
      index = end
      continue
    } else before += (code >>> 1) ^ -(code & 1)
    values[index++] = before
  }
  reader.at = at
}

function beyond(): never {
  throw new RangeError('the bytes end within a number')
}

/** How a column is written: 0 to 6 decimals, as doubles, or as whole numbers beyond 2^51. */
const mostDecimals = 6
const asDoubles = 7
const asBig = 8

/** The values of one column; a value that is NaN is missing. `exact`: those that are not, where doubles do not hold them. */
export type Column = { values: Float64Array; exact: bigint[] | null }

const scales = Array.from({ length: mostDecimals + 1 }, (_, decimals) => 10 ** decimals)
/** Where the values of a column are written before their length is known. */
const scratch: Writer = { bytes: Buffer.allocUnsafe(4096), at: 0 }

export function hasMissing(values: Float64Array): boolean {
  for (let index = 0; index < values.length; index++) if (Number.isNaN(values[index])) return true
  return false
}

/**
 * A column, as short as it can be had exactly: first whether values are missing and which, then how it is written and its
 * length, by which those who do not want it pass over it.
 */
export function writeColumn(writer: Writer, { values, exact }: Column): void {
  const known = hasMissing(values) ? values.filter((value) => !Number.isNaN(value)) : values
  writeCount(writer, values.length - known.length)
  if (known.length < values.length) {
    const missing = Buffer.alloc(Math.ceil(values.length / 8))
    for (const [index, value] of values.entries())
      if (Number.isNaN(value)) missing[index >> 3] = (missing[index >> 3] ?? 0) | (1 << (index & 7))
    writeBytes(writer, missing)
  }
  scratch.at = 0
  writeCount(writer, writeValues(scratch, known, exact))
  writeCount(writer, scratch.at)
  writeBytes(writer, scratch.bytes.subarray(0, scratch.at))
}

function writeValues(body: Writer, known: Float64Array, exact: bigint[] | null): number {
  if (exact !== null) {
    writeBig(body, exact)
    return asBig
  }
  const scaled = scaledOf(known)
  if (scaled !== null) {
    writeSteps(body, scaled.values)
    return scaled.decimals
  }
  if (known.every((value) => Number.isSafeInteger(value) && !Object.is(value, -0))) {
    writeBig(body, Array.from(known, BigInt))
    return asBig
  }
  const bytes = Buffer.alloc(8 * known.length)
  for (const [index, value] of known.entries()) bytes.writeDoubleLE(value, 8 * index)
  writeBytes(body, bytes)
  return asDoubles
}

/** The column; undefined, and passed over, where it is not `wanted`. */
export function readColumn(reader: Reader, count: number, wanted: boolean): Column | undefined {
  if (!wanted) {
    passColumn(reader, count)
    return undefined
  }
  const values = new Float64Array(count)
  return { values, exact: readColumnInto(reader, { values, from: 0, count }) }
}

export function passColumn(reader: Reader, count: number): void {
  if (readCount(reader) > 0) reader.at += Math.ceil(count / 8)
  readCount(reader)
  const length = readCount(reader)
  reader.at += length
}

/** Where values are read to. */
type Places = { values: Float64Array; from: number; count: number }

/** The column, to the places from `from` on. Returns the known values exactly, where doubles do not hold some of them. */
export function readColumnInto(reader: Reader, { values, from, count }: Places): bigint[] | null {
  const missing = readCount(reader)
  const map = reader.bytes.subarray(reader.at, reader.at + Math.ceil(count / 8))
  if (missing > 0) reader.at += map.length
  const how = readCount(reader)
  const length = readCount(reader)
  const end = reader.at + length
  const known = count - missing
  const exact = readValues(reader, { values, from, count: known }, how)
  if (reader.at !== end) throw new RangeError('the values do not fit their column')
  if (missing === 0) return exact
  // from the end, so that none is written over before it has moved
  let next = from + known
  for (let index = count - 1; index >= 0; index--) {
    const isMissing = ((map[index >> 3] ?? 0) & (1 << (index & 7))) !== 0
    values[from + index] = isMissing ? Number.NaN : (values[--next] ?? Number.NaN)
  }
  if (next !== from) throw new RangeError('the values do not fit what is missing')
  return exact
}

function readValues(reader: Reader, { values, from, count }: Places, how: number): bigint[] | null {
  if (how === asBig) {
    const exact = readBig(reader, count)
    for (const [index, value] of exact.entries()) values[from + index] = Number(value)
    return exact.every((value) => Number.isSafeInteger(Number(value))) ? null : exact
  }
  if (how === asDoubles) {
    for (let index = 0; index < count; index++)
      values[from + index] = reader.bytes.readDoubleLE(reader.at + 8 * index)
    reader.at += 8 * count
    return null
  }
  readSteps(reader, values, from, count)
  const scale = 10 ** how
  if (how > 0)
    for (let index = from; index < from + count; index++) values[index] = (values[index] ?? 0) / scale
  return null
}

/** The values as whole numbers of the fewest decimals that give them back exactly; null where none do. */
function scaledOf(values: Float64Array): { values: Float64Array; decimals: number } | null {
  let decimals = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? 0
    for (let scale = scales[decimals] ?? 1; Math.round(value * scale) / scale !== value; ) {
      if (++decimals > mostDecimals) return null
      scale = scales[decimals] ?? 1
    }
  }
  const scale = scales[decimals] ?? 1
  const scaled = decimals === 0 ? values : values.map((value) => Math.round(value * scale))
  for (let index = 0; index < values.length; index++) {
    const value = scaled[index] ?? 0
    const isExact = value / scale === values[index] && !Object.is(value, -0)
    if (!isExact || Math.abs(value) > mostStep / 2) return null
  }
  return { values: scaled, decimals }
}

function writeBig(writer: Writer, values: bigint[]): void {
  let before = 0n
  for (const value of values) {
    const step = value - before
    before = value
    let rest = step < 0n ? -2n * step - 1n : 2n * step
    makeRoom(writer, 2 * mostBytes)
    for (; rest >= 0x80n; rest >>= 7n) writer.bytes[writer.at++] = Number(rest & 0x7fn) | 0x80
    writer.bytes[writer.at++] = Number(rest)
  }
}

function readBig(reader: Reader, count: number): bigint[] {
  let before = 0n
  return Array.from({ length: count }, () => {
    let code = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = reader.bytes.readUInt8(reader.at++)
      code |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    before += code % 2n === 0n ? code / 2n : -(code + 1n) / 2n
    return before
  })
}
