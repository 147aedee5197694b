import { calendarDayMs, dayAt, startOfDayAt } from '../days.ts'
import type { Clock } from '../model.ts'
import { isRolledUp } from '../operations/roll-up-day.ts'
import { periodAt } from '../report/period.ts'
import { breather } from '../store/breather.ts'
import type { Database } from '../store/database.ts'
import { foldCheck, listChecksToFold } from '../store/fold-samples.ts'
import { findDayAfter, pruneDay } from '../store/prune-series.ts'
import { listReports } from '../store/reports.ts'
import { rollUpDue } from '../store/rollups.ts'
import { createKnownFolded, sweepSamples } from '../store/sweep-samples.ts'
import { pruneWifiDays } from '../store/wifi-days.ts'

/** Looks under way at midnight are written down by then, and those of a worker that is away for a while. */
const settleMs = 3_600_000
/** How long numbers are kept as they were read, and their rollups and the days of Wi-Fi; in days. Those of lines stay where a report cites them. */
const rawDays = 90
const rollupDays = 3_653
/** Days for which looks stay beside what they were folded into. */
const hotDays = 1
const checksAtOnce = 10

/**
 * Folds the looks of days that are over, makes rollups of them, and removes what has outlived its time: in small pieces for
 * about `forMs`, each of which may be cut off anywhere and is made again. Several processes may do it at once.
 */
export function createSampleKeeper({
  db,
  now,
  pace,
  cutoffDay,
}: {
  db: Database
  now: Clock
  pace: number
  cutoffDay?: number
}): (forMs: number) => Promise<void> {
  const known = createKnownFolded()
  let after = ''
  /** The day until which all is folded. */
  let folded = Number.NEGATIVE_INFINITY

  async function fold(today: number): Promise<boolean> {
    if (folded >= today) return false
    const checks = await listChecksToFold(db, { today, after, limit: checksAtOnce })
    for (const { id, probe } of checks)
      await foldCheck(db, { checkId: id, today, rolled: isRolledUp(probe) }, breather())
    if (checks.length === 0 && after === '') folded = today
    after = checks.at(-1)?.id ?? ''
    return true
  }

  /** The last day of each table of which nothing is left that may go. */
  const pruned = { series_day: 0, rollup_day: 0 }

  async function prune(table: keyof typeof pruned, before: number): Promise<boolean> {
    if (pruned[table] >= before - 1) return false
    const day = (await findDayAfter(db, table, pruned[table])) ?? before
    if (day >= before) {
      pruned[table] = before - 1
      return false
    }
    const keepLines = table === 'series_day' && (await isCited(day))
    if (!(await pruneDay(db, table, { day, keepLines }))) pruned[table] = day
    return true
  }

  /** Whether a frozen report is of that day: its figures of lines open down to what was read. */
  async function isCited(day: number): Promise<boolean> {
    const { name } = periodAt(startOfDayAt(day, calendarDayMs), cutoffDay === undefined ? {} : { cutoffDay })
    return (await listReports(db)).some(({ period }) => period === name)
  }

  async function keepSome(): Promise<boolean> {
    const today = dayAt(new Date(Date.parse(now()) - settleMs).toISOString(), calendarDayMs)
    const before = startOfDayAt(today - hotDays, calendarDayMs)
    return (
      (await fold(today)) ||
      (await rollUpDue(db, { pace })) ||
      (await sweepSamples(db, { before, isRolled: isRolledUp }, known, breather())) ||
      (await prune('series_day', today - rawDays)) ||
      (await prune('rollup_day', today - rollupDays)) ||
      (await pruneWifiDays(db, startOfDayAt(today - rollupDays, calendarDayMs)))
    )
  }

  return async (forMs) => {
    const started = performance.now()
    while (await keepSome()) {
      await new Promise((resolve) => setImmediate(resolve))
      if (performance.now() - started > forMs) return
    }
  }
}
