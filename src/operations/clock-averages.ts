/** Averages over steps of the clock, one after the other; NaN where too little of a step is known. */
export type ClockAverages = {
  /** When the first step begins, in milliseconds since 1970. */
  from: number
  stepMs: number
  values: Float64Array
}

/** A step counts where at least this share of it is known: a time that is missing between two looks then costs its length. */
const leastKnown = 0.5

/**
 * Averages aligned to the clock of rates between looks, as p95 is reckoned from (domain rules 3.7: five minutes). A time
 * that spans several steps counts in each by what of it lies in that. `from` and `to` in milliseconds since 1970, rounded
 * down to whole steps.
 */
export function clockAverages(
  { from: starts, to: ends }: { from: Float64Array; to: Float64Array },
  rates: Float64Array,
  { from, to, stepMs }: { from: number; to: number; stepMs: number },
): ClockAverages {
  const first = Math.floor(from / stepMs)
  const count = Math.max(Math.floor(to / stepMs) - first, 0)
  const sums = new Float64Array(count)
  const knownMs = new Float64Array(count)
  for (const [index, rate] of rates.entries()) {
    if (Number.isNaN(rate)) continue
    const [start = 0, end = 0] = [starts[index], ends[index]]
    for (let step = Math.max(Math.floor(start / stepMs), first); step * stepMs < end; step++) {
      const place = step - first
      if (place >= count) break
      const ms = Math.min(end, (step + 1) * stepMs) - Math.max(start, step * stepMs)
      sums[place] = (sums[place] ?? 0) + rate * ms
      knownMs[place] = (knownMs[place] ?? 0) + ms
    }
  }
  const values = sums.map((sum, place) => {
    const ms = knownMs[place] ?? 0
    return ms > 0 && ms >= leastKnown * stepMs ? sum / ms : Number.NaN
  })
  return { from: first * stepMs, stepMs, values }
}

/** The averages that are known, as percentiles want them. */
export function knownOf({ values }: ClockAverages): Float64Array {
  return values.filter((value) => !Number.isNaN(value))
}
