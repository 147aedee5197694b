/**
 * The value at rank ceil(share × N) of N values in ascending order, as p95 is reckoned (domain rules 3.7). null for no
 * values.
 */
export function percentile(values: ArrayLike<number>, share: number): number | null {
  const sorted = Float64Array.from(values).sort()
  // a product may come out a hair above the whole number that it is
  const rank = Math.ceil(share * sorted.length - 1e-9)
  return sorted[Math.max(rank, 1) - 1] ?? null
}

/** The middle value, or the mean of the two in the middle; Infinity may stand for "never came". null for no values. */
export function median(values: ArrayLike<number>): number | null {
  const sorted = Float64Array.from(values).sort()
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}
