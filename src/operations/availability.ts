import type { AccountingMethod } from './accounting-method.ts'
import type { LineFigures, LineMinutes } from './line-figures.ts'

/**
 * Availability by a method, 0 to 1, and the share of the minutes, without maintenance, that it was seen in. Availability
 * is null when less was seen than the method wants, or nothing but maintenance.
 */
export function availabilityOf(
  minutes: LineMinutes,
  { unseen, leastSeen }: Pick<AccountingMethod, 'unseen' | 'leastSeen'>,
): { availability: number | null; coverage: number } {
  const blank = minutes.void + minutes.unmeasured
  const up = minutes.up + minutes.degraded_v6
  const seen = up + minutes.down
  const coverage = seen + blank === 0 ? 0 : seen / (seen + blank)
  const upMinutes = unseen === 'up' ? up + blank : up
  const all = upMinutes + minutes.down
  return { availability: all === 0 || coverage < leastSeen ? null : upMinutes / all, coverage }
}

/** Domain rules 3.7: of more than 5 % that nobody saw nothing follows. */
const leastProven = 0.95

/** The availability that a verdict may rest on: what a method takes for granted is printed, and proves nothing. */
export function provenAvailability({
  availability,
  coverage,
}: Pick<LineFigures, 'availability' | 'coverage'>): number | null {
  return coverage < leastProven ? null : availability
}

/** A share as the percentage that a method prints, as 99.53. */
export function roundedPercent(share: number, { decimals, way }: AccountingMethod['rounding']): number {
  const scale = 10 ** decimals
  // a product may come out a hair beside the whole number that it is
  const scaled = Number((share * 100 * scale).toFixed(6))
  return (way === 'down' ? Math.floor(scaled) : Math.round(scaled)) / scale
}
