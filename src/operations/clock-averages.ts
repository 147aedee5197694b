import { createScratch } from './scratch.ts'

/** Averages over steps of the clock, one after the other; NaN where too little of a step is known. */
export type ClockAverages = {
  /** When the first step begins, in milliseconds since 1970. */
  from: number
  stepMs: number
  values: Float64Array
}

const knownRoom = createScratch()

/** A step counts where at least this share of it is known: a time that is missing between two looks then costs its length. */
const leastKnown = 0.5

/**
 * Averages aligned to the clock of rates between looks, as p95 is reckoned from (domain rules 3.7: five minutes). A time
 * that spans several steps counts in each by what of it lies in that. The times follow one another. `from` and `to` in
 * milliseconds since 1970, rounded down to whole steps.
 */
export function clockAverages(
  { from: starts, to: ends }: { from: Float64Array; to: Float64Array },
  rates: Float64Array,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): ClockAverages {
  const first = Math.floor(from / stepMs)
  const count = Math.max(Math.floor(to / stepMs) - first, 0)
  const sums = new Float64Array(count)
  const knownMs = knownRoom(count).fill(0)
  let reached = 0
  for (let index = 0; index < rates.length; index++) {
    const rate = rates[index] ?? Number.NaN
    if (Number.isNaN(rate)) continue
    const start = starts[index] ?? 0
    const end = ends[index] ?? 0
    while (reached < count && (first + reached + 1) * stepMs <= start) reached++
    for (let place = reached; place < count; place++) {
      const stepStart = (first + place) * stepMs
      if (stepStart >= end) break
      const ms = Math.min(end, stepStart + stepMs) - Math.max(start, stepStart)
      sums[place] = (sums[place] ?? 0) + rate * ms
      knownMs[place] = (knownMs[place] ?? 0) + ms
    }
  }
  for (let place = 0; place < count; place++) {
    const ms = knownMs[place] ?? 0
    sums[place] = ms > 0 && ms >= leastKnown * stepMs ? (sums[place] ?? 0) / ms : Number.NaN
  }
  return { from: first * stepMs, stepMs, values: sums }
}

/** The averages that are known, as percentiles want them. */
export function knownOf({ values }: ClockAverages): Float64Array {
  const known = new Float64Array(values.length)
  let count = 0
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN
    if (!Number.isNaN(value)) known[count++] = value
  }
  return known.subarray(0, count)
}
