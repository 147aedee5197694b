import type { Instant } from '../model.ts'

/** What happens often may fail some times; a busy machine makes it late. */
const oftenPeriods = 3
const leastMs = 120_000
/** What happens hourly or less often is missed this long after it should have, in milliseconds. */
const seldomMs = 6 * 3_600_000

/**
 * Whether a thing that happens every so many seconds has not succeeded in its time: in three periods, or six hours after its
 * time for what happens once a day.
 */
export function isOverdue(
  { everySeconds, since, okAt }: { everySeconds: number; since: Instant; okAt: Instant | null },
  now: Instant,
): boolean {
  const periodMs = everySeconds * 1000
  const allowedMs = everySeconds >= 3600 ? periodMs + seldomMs : Math.max(leastMs, oftenPeriods * periodMs)
  return Date.parse(now) - Date.parse(okAt ?? since) > allowedMs
}
