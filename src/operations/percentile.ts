import { createScratch } from './scratch.ts'

const scratch = createScratch()

/**
 * The value at rank ceil(share × N) of N values in ascending order, as p95 is reckoned (domain rules 3.7). null for no
 * values.
 */
export function percentile(values: ArrayLike<number>, share: number): number | null {
  // a product may come out a hair above the whole number that it is
  const rank = Math.ceil(share * values.length - 1e-9)
  if (values.length === 0) return null
  const copy = scratch(values.length)
  copy.set(values)
  return select(copy, Math.max(rank, 1) - 1)
}

/** The value that sorting would bring to a place, without sorting the rest (Hoare's selection). Reorders the values. */
function select(values: Float64Array, place: number): number {
  let [first, last] = [0, values.length - 1]
  while (first < last) {
    const pivot = values[(first + last) >> 1] as number
    let [left, right] = [first, last]
    while (left <= right) {
      while ((values[left] as number) < pivot) left++
      while ((values[right] as number) > pivot) right--
      if (left > right) break
      const other = values[left] as number
      values[left++] = values[right] as number
      values[right--] = other
    }
    if (place <= right) last = right
    else if (place >= left) first = left
    else break
  }
  return values[place] as number
}

/** The middle value, or the mean of the two in the middle; Infinity may stand for "never came". null for no values. */
export function median(values: ArrayLike<number>): number | null {
  const sorted = new Float64Array(values).sort()
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}
