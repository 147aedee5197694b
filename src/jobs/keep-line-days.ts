import { dayAt, dayMsOf, startOfDayAt } from '../days.ts'
import type { Clock, Instant } from '../model.ts'
import { calendarMonth, contractDays } from '../operations/line-months.ts'
import { lineFiguresOf } from '../operations/line-sum.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import { dayOf, defaultCutoffDay, periodAt } from '../report/period.ts'
import type { Database } from '../store/database.ts'
import { findAsset } from '../store/inventory.ts'
import { loadLineDay, methodOf } from '../store/line-day.ts'
import { addLineDay, listLineDays } from '../store/line-days.ts'
import { listLinesToKeep } from '../store/line-looks.ts'
import { nextPaceAt } from '../store/paces.ts'

export type LineDayDeps = {
  db: Database
  now: Clock
  optionsAt(asOf: Instant): Promise<Pick<EvaluateOptions, 'pace'>>
  cutoffDay?: number
}

/** By then the looks that follow a day are written, which tell what it was to its end: three periods, and a minute. */
const settleMs = 16 * 60_000
const leastSettleMs = 30_000

/**
 * Keeps what lines came to on days that are over, oldest first, and the figures of the months that those lie in, of at
 * most so many lines. `settled`: nothing of these days is on its way any more. Returns whether it did anything, so that
 * the caller goes on for as long as it likes. Derived from looks: as long as those are there, losing it costs only the
 * work.
 */
export async function keepLineDays(
  deps: LineDayDeps,
  { lines, settled = false }: { lines: number; settled?: boolean },
): Promise<boolean> {
  const { db, now } = deps
  const { pace } = await deps.optionsAt(now())
  const waitMs = settled ? 0 : Math.max(leastSettleMs, settleMs / pace)
  const until = new Date(Date.parse(now()) - waitMs).toISOString()
  let left = lines
  for (const { line, from } of await listLinesToKeep(db)) {
    if (left === 0) break
    const then = await deps.optionsAt(from)
    const dayMs = dayMsOf(then.pace)
    const [to = from] = [
      startOfDayAt(dayAt(from, dayMs) + 1, dayMs),
      (await nextPaceAt(db, from)) ?? '~',
    ].sort()
    if (to > until) continue
    if (await keepDay(deps, line, { from, to, pace: then.pace })) left--
    await new Promise((resolve) => setImmediate(resolve))
  }
  return left < lines
}

async function keepDay(
  { db, cutoffDay = defaultCutoffDay }: LineDayDeps,
  code: string,
  { from, to, pace }: { from: Instant; to: Instant; pace: number },
): Promise<boolean> {
  const lastMoment = new Date(Date.parse(to) - 1).toISOString()
  const line = await findAsset(db, 'line', code, { asOf: lastMoment })
  if (line === undefined || (line.validTo != null && line.validTo <= dayOf(from))) return false // it is no more
  const day = await loadLineDay(db, line, { from, to, pace })
  const months = []
  for (const period of [periodAt(from, { cutoffDay }), calendarMonth(from)]) {
    const kept = (await listLineDays(db, { lines: [code], from: period.from, until: from })).get(code) ?? []
    const figures = lineFiguresOf(contractDays([...kept, day], line), line, methodOf(line, pace))
    if (figures) months.push({ from: period.from, figures })
  }
  await addLineDay(db, line, day, months)
  return true
}
