import { calendarMonth, contractDays } from '../operations/line-months.ts'
import { lineFiguresOf } from '../operations/line-sum.ts'
import { dayOf, defaultCutoffDay, periodAt } from '../report/period.ts'
import { findAsset } from '../store/inventory.ts'
import { loadLineDay, methodOf } from '../store/line-day.ts'
import { addLineDay, listLineDays } from '../store/line-days.ts'
import { listLinesToKeep } from '../store/line-looks.ts'
import { type DayToKeep, type KeepDeps, keepDays } from './keep-days.ts'

/**
 * Keeps what lines came to on days that are over, oldest first, and the figures of the months that those lie in, of at
 * most so many lines. `settled`: nothing of these days is on its way any more. Returns whether it did anything, so that
 * the caller goes on for as long as it likes. Derived from looks: as long as those are there, losing it costs only the
 * work.
 */
export async function keepLineDays(
  deps: KeepDeps,
  { lines, settled = false }: { lines: number; settled?: boolean },
): Promise<boolean> {
  const waiting = (await listLinesToKeep(deps.db)).map(({ line, from }) => ({ code: line, from }))
  return keepDays(deps, waiting, { most: lines, settled, keep: (day) => keepDay(deps, day) })
}

async function keepDay(
  { db, cutoffDay = defaultCutoffDay }: KeepDeps,
  { code, from, to, pace }: DayToKeep,
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
