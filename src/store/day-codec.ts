import type { LinkGrowth } from '../model.ts'
import type { DayNumbers } from '../operations/fold-day.ts'

type Head = {
  /** The series in their order, with how many values each has. */
  values: [series: string, count: number][]
  growth: [link: string, Omit<LinkGrowth, 'counters'>, CounterGrowth[]][]
}
type CounterGrowth = [counter: string, growth: string, intervals: number]

/** The numbers of a day in bytes: the length of a JSON head, the head, and all values as doubles (little-endian, as Node runs). */
export function encodeDay({ values, growth }: DayNumbers): Buffer {
  const head: Head = {
    values: Object.entries(values).map(([series, list]) => [series, list.length]),
    growth: Object.entries(growth).map(([link, { counters, ...rest }]) => [
      link,
      rest,
      Object.entries(counters).map(([name, one]) => [name, String(one.growth), one.intervals]),
    ]),
  }
  const text = Buffer.from(JSON.stringify(head))
  const size = Buffer.alloc(4)
  size.writeUInt32LE(text.length)
  const numbers = Object.values(values).map((list) => Buffer.from(Float64Array.from(list).buffer))
  return Buffer.concat([size, text, ...numbers])
}

/** The numbers again. Throws on damaged bytes. A page decodes ten thousand days, so this is written to be fast. */
export function decodeDay(bytes: Uint8Array): DayNumbers {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 4 + view.readUInt32LE()
  const head: Head = JSON.parse(view.toString('utf8', 4, at))
  const values: DayNumbers['values'] = {}
  for (const [series, count] of head.values) {
    const start = bytes.byteOffset + at
    values[series] = new Float64Array(bytes.buffer.slice(start, start + 8 * count)) // a copy, so that it is aligned
    at += 8 * count
  }
  const growth: DayNumbers['growth'] = {}
  for (const [link, rest, list] of head.growth) {
    const counters: LinkGrowth['counters'] = {}
    for (const [name, grown, intervals] of list) counters[name] = { growth: BigInt(grown), intervals }
    growth[link] = { ...rest, counters }
  }
  return { values, growth }
}
