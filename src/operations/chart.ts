import type { Instant } from '../model.ts'

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
export type Points = { name: string; at: ArrayLike<number>; values: ArrayLike<number> }

/** As many points as a screen can tell apart and a person can read as a table. */
export const mostPoints = 400
/** A look that comes later than this many periods after the one before it leaves a gap. */
const gapPeriods = 1.5
const minute = 60
const hour = 60 * minute
const day = 24 * hour
/** Times that points stand for, in seconds: they divide a day, or are whole days. */
const steps = [
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
export function chartOf(input: ChartInput): Chart {
  const { quantity, from, to, everySeconds, limits = [] } = input
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
  const spanSeconds = (toMs - fromMs) / 1000
  const series = input.series.map(({ name, at, values }) => ({
    name,
    points: within(at, values, fromMs, toMs),
  }))
  const looks = looksOf(series, everySeconds)
  const stepSeconds = looks.length <= mostPoints ? null : stepOf(spanSeconds, everySeconds)
  const axis = stepSeconds === null ? looks : gridOf(fromMs, toMs, stepSeconds)
  const curves = series.map(({ name, points }) => ({
    name,
    ...(stepSeconds === null ? single(points, axis) : folded(points, axis, stepSeconds)),
  }))
  return { quantity, from, to, stepSeconds, at: axis.map((ms) => new Date(ms).toISOString()), curves, limits }
}

type Found = { name: string; points: Map<number, number> }

/** The known values from `fromMs` (included) to `toMs` (not), by their moments. */
function within(
  at: ArrayLike<number>,
  values: ArrayLike<number>,
  fromMs: number,
  toMs: number,
): Map<number, number> {
  const found = new Map<number, number>()
  for (let index = 0; index < at.length; index++) {
    const [ms, value] = [at[index] ?? Number.NaN, values[index] ?? Number.NaN]
    if (ms >= fromMs && ms < toMs && Number.isFinite(value)) found.set(ms, value)
  }
  return found
}

/** The shortest of the steps that give few enough points; no shorter than two looks, so that each has its value. */
function stepOf(spanSeconds: number, everySeconds: number): number {
  const least = Math.max(spanSeconds / (mostPoints - 1), 2 * everySeconds)
  return steps.find((step) => step >= least) ?? Math.ceil(least / day) * day
}

/** Every moment of a look, and one of nothing inside each gap, so that no line is drawn across it. */
function looksOf(series: Found[], everySeconds: number): number[] {
  const moments = [...new Set(series.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b)
  const stepMs = everySeconds * 1000
  return moments.flatMap((ms, index) => {
    const before = moments[index - 1]
    return before !== undefined && ms - before > gapPeriods * stepMs ? [before + stepMs, ms] : [ms]
  })
}

function gridOf(fromMs: number, toMs: number, stepSeconds: number): number[] {
  const first = startOfStep(fromMs, stepSeconds)
  const count = Math.ceil((toMs - first) / (stepSeconds * 1000))
  return Array.from({ length: count }, (_, index) => first + index * stepSeconds * 1000)
}

function startOfStep(ms: number, stepSeconds: number): number {
  const stepMs = stepSeconds * 1000
  return Math.floor((ms - mondayMs) / stepMs) * stepMs + mondayMs
}

function single(points: Map<number, number>, axis: number[]): Omit<Curve, 'name'> {
  return { mean: axis.map((ms) => points.get(ms) ?? null), range: null }
}

function folded(points: Map<number, number>, axis: number[], stepSeconds: number): Omit<Curve, 'name'> {
  const times = new Map<number, { sum: number; count: number; least: number; most: number }>()
  for (const [ms, value] of points) {
    const start = startOfStep(ms, stepSeconds)
    const time = times.get(start)
    if (time === undefined) times.set(start, { sum: value, count: 1, least: value, most: value })
    else {
      time.sum += value
      time.count++
      time.least = Math.min(time.least, value)
      time.most = Math.max(time.most, value)
    }
  }
  const found = axis.map((ms) => times.get(ms))
  return {
    mean: found.map((time) => (time === undefined ? null : time.sum / time.count)),
    range: {
      least: found.map((time) => time?.least ?? null),
      most: found.map((time) => time?.most ?? null),
    },
  }
}
