import type { Instant } from '../model.ts'
import type { Rollups } from './rollup.ts'

/** What the numbers of a chart are, which says how they are written: `rate` is of events, `bitRate` of bits, a second. */
export type Quantity = 'bitRate' | 'rate' | 'ms' | 'share' | 'number'

/** One curve. A point that nobody measured is null: it is a gap, never zero. */
export type Curve = {
  /** Of the series that it is made from. */
  name: string
  mean: (number | null)[]
  /** Ends of the range that the values of each point's time lie in; null where each point is a single value. */
  range: { least: (number | null)[]; most: (number | null)[] } | null
}

/** Curves over one axis of time: exactly the numbers that picture, table and file show. */
export type Chart = {
  quantity: Quantity
  from: Instant
  /** First moment after it. */
  to: Instant
  /** Length of the time that each point stands for; null where each is one look. */
  stepSeconds: number | null
  /** The moment of each point, or the beginning of its time, ascending. */
  at: Instant[]
  curves: Curve[]
  /** Values that the curves are held against. */
  limits: Limit[]
}

type Limit = { name: string; value: number }

/** Values of a series in the order of time; moments in milliseconds since 1970. NaN is not known, which is missing. */
export type Points = {
  name: string
  at: ArrayLike<number>
  values: ArrayLike<number>
  /** Of older times, of which only what values came to in steps is at hand; before `at`. */
  older?: Pick<Rollups, 'at' | 'count' | 'sum' | 'min' | 'max'> | undefined
}

/** The same values in a unit of which there are `factor` as many. */
export function inUnit({ older, values, ...rest }: Points, factor: number): Points {
  const times = (list: Float64Array) => list.map((value) => value * factor)
  return {
    ...rest,
    values: Float64Array.from(values, (value) => value * factor),
    older: older && { ...older, sum: times(older.sum), min: times(older.min), max: times(older.max) },
  }
}

/** As many points as a screen can tell apart and a person can read as a table. */
export const mostPoints = 400
/** A look that comes later than this many periods after the one before it leaves a gap. */
const gapPeriods = 1.5
const minute = 60
const hour = 60 * minute
const day = 24 * hour
/** Times that points stand for, in seconds: they divide a day, or are whole days. */
const steps = [
  ...[1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minute),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hour),
  ...[1, 2, 7, 14, 28].map((days) => days * day),
]
/** A Monday's midnight at +07:00, from which steps are counted. */
const mondayMs = Date.parse('1970-01-05T00:00:00+07:00')

export type ChartInput = {
  quantity: Quantity
  from: Instant
  to: Instant
  /** One for each curve; what lies outside the time is left out. */
  series: Points[]
  /** Seconds between two looks. */
  everySeconds: number
  limits?: Limit[]
}

/**
 * A chart of at most `mostPoints` points: the values themselves where they are so few, else the mean, the least and the
 * greatest of equal times.
 */
export function chartOf({ quantity, from, to, series, everySeconds, limits = [] }: ChartInput): Chart {
  const time = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  const looks = looksOf(series, everySeconds, time)
  const stepSeconds = looks === null ? stepOf((time.toMs - time.fromMs) / 1000, everySeconds) : null
  const axis = looks ?? gridOf(time, stepSeconds ?? day)
  const curves = series.map((one) => ({
    name: one.name,
    ...(stepSeconds === null ? single(one, axis) : folded(one, axis, stepSeconds * 1000, time)),
  }))
  return { quantity, from, to, stepSeconds, at: axis.map((ms) => new Date(ms).toISOString()), curves, limits }
}

type Time = { fromMs: number; toMs: number }

/** What is known between the two moments (the second not included), in turn. */
function* knownIn({ at, values }: Points, { fromMs, toMs }: Time): Generator<[ms: number, value: number]> {
  for (let index = 0; index < at.length; index++) {
    const [ms, value] = [at[index] ?? Number.NaN, values[index] ?? Number.NaN]
    if (ms >= fromMs && ms < toMs && Number.isFinite(value)) yield [ms, value]
  }
}

/** Every moment of a look, and one of nothing inside each gap, so that no line is drawn across it; null for too many. */
function looksOf(series: Points[], everySeconds: number, time: Time): number[] | null {
  if (series.some(({ older }) => older?.at.length)) return null
  const moments = new Set<number>()
  for (const one of series)
    for (const [ms] of knownIn(one, time)) if (moments.add(ms).size > mostPoints) return null
  const sorted = [...moments].sort((a, b) => a - b)
  const stepMs = everySeconds * 1000
  const axis = sorted.flatMap((ms, index) => {
    const before = sorted[index - 1]
    return before !== undefined && ms - before > gapPeriods * stepMs ? [before + stepMs, ms] : [ms]
  })
  return axis.length > mostPoints ? null : axis
}

/** The shortest of the steps that give few enough points; no shorter than two looks, so that each has its value. */
function stepOf(spanSeconds: number, everySeconds: number): number {
  const least = Math.max(spanSeconds / (mostPoints - 1), 2 * everySeconds)
  return steps.find((step) => step >= least) ?? Math.ceil(least / day) * day
}

function gridOf({ fromMs, toMs }: Time, stepSeconds: number): number[] {
  const stepMs = stepSeconds * 1000
  const first = Math.floor((fromMs - mondayMs) / stepMs) * stepMs + mondayMs
  return Array.from({ length: Math.ceil((toMs - first) / stepMs) }, (_, index) => first + index * stepMs)
}

function single(points: Points, axis: number[]): Omit<Curve, 'name'> {
  const all = { fromMs: Number.NEGATIVE_INFINITY, toMs: Number.POSITIVE_INFINITY }
  const values = new Map(knownIn(points, all))
  return { mean: axis.map((ms) => values.get(ms) ?? null), range: null }
}

/** Over a month of looks a minute this is asked for a hundred thousand times. */
function folded(points: Points, axis: number[], stepMs: number, time: Time): Omit<Curve, 'name'> {
  const [first = 0] = axis
  const count = new Float64Array(axis.length)
  const sum = new Float64Array(axis.length)
  const least = new Float64Array(axis.length).fill(Number.POSITIVE_INFINITY)
  const most = new Float64Array(axis.length).fill(Number.NEGATIVE_INFINITY)
  const add = (ms: number, looks: number, total: number, lowest: number, highest: number) => {
    const step = Math.floor((ms - first) / stepMs)
    count[step] = (count[step] ?? 0) + looks
    sum[step] = (sum[step] ?? 0) + total
    least[step] = Math.min(least[step] ?? 0, lowest)
    most[step] = Math.max(most[step] ?? 0, highest)
  }
  const { at, values, older } = points
  for (let index = 0; index < (older?.at.length ?? 0); index++) {
    const ms = older?.at[index] ?? Number.NaN
    const looks = older?.count[index] ?? 0
    if (looks > 0 && ms >= time.fromMs && ms < time.toMs)
      add(ms, looks, older?.sum[index] ?? 0, older?.min[index] ?? 0, older?.max[index] ?? 0)
  }
  for (let index = 0; index < at.length; index++) {
    const ms = at[index] ?? Number.NaN
    const value = values[index] ?? Number.NaN
    if (ms >= time.fromMs && ms < time.toMs && Number.isFinite(value)) add(ms, 1, value, value, value)
  }
  const known = (values: Float64Array) =>
    Array.from(values, (value, step) => ((count[step] ?? 0) > 0 ? value : null))
  return {
    mean: known(sum.map((total, step) => total / (count[step] ?? 1))),
    range: { least: known(least), most: known(most) },
  }
}
