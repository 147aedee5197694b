import type { Series } from '../operations/series.ts'
import {
  type Column,
  createWriter,
  hasMissing,
  type Reader,
  readColumn,
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
  perName = 1,
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
  const first = readCount(reader)
  const steps = readSteps(reader, Math.max(at.length - 1, 0))
  let moment = first
  for (let index = 0; index < at.length; index++) {
    at[index] = moment
    moment += steps[index] ?? 0
  }
  return at
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
  const { at, byName } = decodeTable(bytes, wanted)
  return new Map(
    [...byName].flatMap(([name, [column]]) => (column ? [[name, seriesOf(name, at, column)]] : [])),
  )
}

function seriesOf(name: string, at: Float64Array, { values, exact }: Column): Series {
  const kind = name.startsWith('c:') ? 'counter' : 'gauge'
  if (!hasMissing(values)) return { kind, at, values, exact }
  const isKnown = (_: number, index: number) => !Number.isNaN(values[index])
  return { kind, at: at.filter(isKnown), values: values.filter(isKnown), exact }
}
