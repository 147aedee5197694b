import type { Series } from '../operations/series.ts'
import {
  type Column,
  createWriter,
  hasMissing,
  passColumn,
  type Reader,
  readColumn,
  readColumnInto,
  readCount,
  readSteps,
  readText,
  writeColumn,
  writeCount,
  writeSteps,
  writeText,
} from './column-codec.ts'

/** Raised when the bytes change their meaning. */
const version = 1

/** Columns over the same moments; the columns of a name stand beside each other. */
export type Table = { at: Float64Array; names: readonly string[]; columns: readonly Column[] }

/** The table in bytes: its moments, its names, its columns. */
export function encodeTable({ at, names, columns }: Table): Buffer {
  const writer = createWriter()
  writeCount(writer, version)
  writeCount(writer, at.length)
  writeCount(writer, at[0] ?? 0)
  writeSteps(writer, stepsOf(at))
  writeCount(writer, names.length)
  for (const name of names) writeText(writer, name)
  for (const column of columns) writeColumn(writer, column)
  return writer.bytes.subarray(0, writer.at)
}

/** How far the moments lie apart: nearly the same, so that the steps from one to the next are small. */
function stepsOf(at: Float64Array): Float64Array {
  return at.subarray(1).map((moment, index) => moment - (at[index] ?? 0))
}

/** The moments of a table, without its columns. */
export function decodeMoments(bytes: Uint8Array): Float64Array {
  return readMoments(readerOf(bytes))
}

/** The columns of each `wanted` name, `perName` of them. Throws RangeError on damaged bytes. */
export function decodeTable(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
  perName: number,
): { at: Float64Array; byName: Map<string, Column[]> } {
  const reader = readerOf(bytes)
  const at = readMoments(reader)
  const names = Array.from({ length: readCount(reader) }, () => readText(reader))
  const byName = new Map<string, Column[]>()
  for (const name of names) {
    const isWanted = wanted(name)
    const columns = Array.from({ length: perName }, () => readColumn(reader, at.length, isWanted))
    if (isWanted) byName.set(name, columns as Column[])
  }
  if (reader.at !== reader.bytes.length) throw new RangeError('the bytes do not end with their columns')
  return { at, byName }
}

function readerOf(bytes: Uint8Array): Reader {
  const reader = { bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 }
  const found = readCount(reader)
  if (found !== version) throw new RangeError(`series of version ${found} are not known`)
  return reader
}

function readMoments(reader: Reader): Float64Array {
  const at = new Float64Array(readCount(reader))
  readMomentsInto(reader, at, 0, at.length)
  return at
}

function readMomentsInto(reader: Reader, at: Float64Array, from: number, count: number): void {
  const first = readCount(reader)
  if (count === 0) return
  at[from] = first
  readSteps(reader, at, from + 1, count - 1)
  for (let index = from + 1; index < from + count; index++)
    at[index] = (at[index] ?? 0) + (at[index - 1] ?? 0)
}

/** Series of one check, each with its moments, in bytes. */
export function encodeSeries(series: ReadonlyMap<string, Series>): Buffer {
  const all = [...series.values()]
  const [first] = all
  const isShared = all.every(
    ({ at }) => at.length === first?.at.length && at.every((one, i) => one === first.at[i]),
  )
  const at = isShared
    ? (first?.at ?? new Float64Array(0))
    : Float64Array.from(new Set(all.flatMap((one) => [...one.at]))).sort()
  const columns = all.map((one) => (isShared ? one : { values: placed(one, at), exact: one.exact }))
  return encodeTable({ at, names: [...series.keys()], columns })
}

function placed({ at, values }: Series, moments: Float64Array): Float64Array {
  let next = 0
  return moments.map((moment) => (at[next] === moment ? (values[next++] ?? Number.NaN) : Number.NaN))
}

/** The series again, by the name that they were given; a name begins with `c:` for a counter, `g:` for a gauge. */
export function decodeSeries(bytes: Uint8Array, wanted: (name: string) => boolean): Map<string, Series> {
  const one = createGrowingSeries({ days: 1 })
  growSeries(one, bytes, wanted)
  return grownSeries(one, grownMoments(one))
}

function seriesOf(name: string, at: Float64Array, { values, exact }: Column): Series {
  const kind = name.startsWith('c:') ? 'counter' : 'gauge'
  if (!hasMissing(values)) return { kind, at, values, exact }
  const isKnown = (_: number, index: number) => !Number.isNaN(values[index])
  return { kind, at: at.filter(isKnown), values: values.filter(isKnown), exact }
}

/** Series of one group of which a day comes after the other: decoded to where they stay, since of a month there are many. */
export type GrowingSeries = {
  at: Float64Array
  count: number
  columns: Map<string, Column>
  /** So many like the first are expected. */
  days: number
}

export function createGrowingSeries({ days }: { days: number }): GrowingSeries {
  return { at: new Float64Array(0), count: 0, columns: new Map(), days }
}

/** Adds a day, of the names that are `wanted`. Throws RangeError on damaged bytes. */
export function growSeries(
  series: GrowingSeries,
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
): void {
  const reader = readerOf(bytes)
  const { count: from } = series
  const count = readCount(reader)
  if (from + count > series.at.length) widen(series, Math.max(2 * series.at.length, series.days * count))
  readMomentsInto(reader, series.at, from, count)
  series.count += count
  const names = Array.from({ length: readCount(reader) }, () => readText(reader))
  for (const name of names) {
    if (!wanted(name)) {
      passColumn(reader, count)
      continue
    }
    const column = series.columns.get(name) ?? emptyColumn(series)
    series.columns.set(name, column)
    const exact = readColumnInto(reader, { values: column.values, from, count })
    if (exact === null && column.exact === null) continue
    column.exact ??= exactOf(column.values.subarray(0, from))
    column.exact.push(...(exact ?? exactOf(column.values.subarray(from, from + count))))
  }
  if (reader.at !== reader.bytes.length) throw new RangeError('the bytes do not end with their columns')
}

function emptyColumn({ at }: GrowingSeries): Column {
  return { values: new Float64Array(at.length).fill(Number.NaN), exact: null }
}

function widen(series: GrowingSeries, places: number): void {
  const wider = (values: Float64Array) => {
    const more = new Float64Array(places).fill(Number.NaN)
    more.set(values)
    return more
  }
  series.at = wider(series.at)
  for (const column of series.columns.values()) column.values = wider(column.values)
}

function exactOf(values: Float64Array): bigint[] {
  return Array.from(
    values.filter((value) => !Number.isNaN(value)),
    BigInt,
  )
}

export function grownMoments({ at, count }: GrowingSeries): Float64Array {
  return at.subarray(0, count)
}

/** What has come together of each name; `moments`: those that it grew by. */
export function grownSeries({ columns, count }: GrowingSeries, moments: Float64Array): Map<string, Series> {
  return new Map(
    [...columns].map(([name, { values, exact }]) => [
      name,
      seriesOf(name, moments, { values: values.subarray(0, count), exact }),
    ]),
  )
}
