import type { LinkGrowth } from '../model.ts'
import type { DayNumbers } from '../operations/fold-day.ts'

type Head = {
  /** The series in their order, with how many values each has. */
  values: [series: string, count: number][]
  growth: Record<
    string,
    Omit<LinkGrowth, 'counters'> & { counters: Record<string, [growth: string, intervals: number]> }
  >
}

/** The numbers of a day in bytes: the length of a JSON head, the head, and all values as little-endian doubles. */
export function encodeDay({ values, growth }: DayNumbers): Buffer {
  const head: Head = {
    values: Object.entries(values).map(([series, list]) => [series, list.length]),
    growth: mapValues(growth, ({ counters, ...link }) => ({
      ...link,
      counters: mapValues(counters, ({ growth: grown, intervals }) => [String(grown), intervals]),
    })),
  }
  const text = Buffer.from(JSON.stringify(head))
  const numbers = Object.values(values).flatMap((list) => Array.from(list))
  const bytes = Buffer.alloc(4 + text.length + 8 * numbers.length)
  bytes.writeUInt32LE(text.length)
  text.copy(bytes, 4)
  for (const [index, value] of numbers.entries()) bytes.writeDoubleLE(value, 4 + text.length + 8 * index)
  return bytes
}

/** The numbers again. Throws on damaged bytes. */
export function decodeDay(bytes: Uint8Array): DayNumbers {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const start = 4 + view.readUInt32LE()
  const head: Head = JSON.parse(view.toString('utf8', 4, start))
  const values: DayNumbers['values'] = {}
  let at = start
  for (const [series, count] of head.values) {
    values[series] = Float64Array.from({ length: count }, (_, index) => view.readDoubleLE(at + 8 * index))
    at += 8 * count
  }
  return {
    values,
    growth: mapValues(head.growth, ({ counters, ...link }) => ({
      ...link,
      counters: mapValues(counters, ([grown, intervals]) => ({ growth: BigInt(grown), intervals })),
    })),
  }
}

function mapValues<In, Out>(record: Record<string, In>, map: (value: In) => Out): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
