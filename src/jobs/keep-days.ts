import { dayAt, dayMsOf, startOfDayAt } from '../days.ts'
import type { Clock, Instant } from '../model.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { Database } from '../store/database.ts'
import { nextPaceAt } from '../store/paces.ts'

export type KeepDeps = {
  db: Database
  now: Clock
  optionsAt(asOf: Instant): Promise<Pick<EvaluateOptions, 'pace'>>
  cutoffDay?: number
}

/** A day of an asset, at the pace that it was looked at; it ends where that changes. */
export type DayToKeep = { code: string; from: Instant; to: Instant; pace: number }

/** By then the looks that follow a day are written, which tell what it was to its end: three periods, and a minute. */
const settleMs = 16 * 60_000
const leastSettleMs = 30_000

/**
 * Keeps days that are over, of those that wait for it, at most so many. `settled`: nothing of these days is on its way any
 * more. `keep` says whether it kept the day. Returns whether any was, so that the caller goes on for as long as it likes.
 */
export async function keepDays(
  { now, db, optionsAt }: KeepDeps,
  waiting: { code: string; from: Instant }[],
  { most, settled, keep }: { most: number; settled: boolean; keep(day: DayToKeep): Promise<boolean> },
): Promise<boolean> {
  const { pace } = await optionsAt(now())
  const waitMs = settled ? 0 : Math.max(leastSettleMs, settleMs / pace)
  const until = new Date(Date.parse(now()) - waitMs).toISOString()
  let left = most
  for (const { code, from } of waiting) {
    if (left === 0) break
    const then = await optionsAt(from)
    const dayMs = dayMsOf(then.pace)
    const [to = from] = [
      startOfDayAt(dayAt(from, dayMs) + 1, dayMs),
      (await nextPaceAt(db, from)) ?? '~',
    ].sort()
    if (to > until) continue
    if (await keep({ code, from, to, pace: then.pace })) left--
    await new Promise((resolve) => setImmediate(resolve))
  }
  return left < most
}
