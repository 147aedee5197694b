/**
 * How often each value was met, values rounded to three digits. Of two times together it is the sum of both, so that a
 * percentile of a month is that of its days' values, within half a percent, whichever way they are added up.
 */
export type ValueCounts = Map<number, number>

export function countValue(counts: ValueCounts, value: number): void {
  const rounded = threeDigits(value)
  counts.set(rounded, (counts.get(rounded) ?? 0) + 1)
}

/** Of a day there are ten thousands, so this makes no text of them. */
function threeDigits(value: number): number {
  if (value <= 0) return 0
  const scale = 10 ** (2 - Math.floor(Math.log10(value)))
  return Math.round(value * scale) / scale
}

export function addCounts(sum: ValueCounts, other: ReadonlyMap<number, number>): void {
  for (const [value, count] of other) sum.set(value, (sum.get(value) ?? 0) + count)
}

/** The value at rank ceil(share × N) in ascending order (domain rules 3.7); null for none. */
export function percentileOfCounts(counts: ReadonlyMap<number, number>, share: number): number | null {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  // a product may come out a hair above the whole number that it is
  const rank = Math.max(1, Math.ceil(share * total - 1e-9))
  let passed = 0
  for (const [value, count] of [...counts].sort(([one], [other]) => one - other)) {
    passed += count
    if (passed >= rank) return value
  }
  return null
}

export function meanOfCounts(counts: ReadonlyMap<number, number>): number | null {
  let total = 0
  let sum = 0
  for (const [value, count] of counts) {
    total += count
    sum += value * count
  }
  return total === 0 ? null : sum / total
}
