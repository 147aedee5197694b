import type { Line } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { type AccountingMethod, accountingMethod } from '../operations/accounting-method.ts'
import { type LineDayNumbers, lineDayOf, lineRunsOf } from '../operations/line-day.ts'
import type { LineRun } from '../operations/line-figures.ts'
import type { Database } from './database.ts'
import { findLastLineDay } from './line-days.ts'
import { loadLineLooks, loadLineReach } from './line-looks.ts'

/** What a line came to on the day after the newest that is kept, or on the part of it that is over, made from its looks. */
export async function loadLineDay(
  db: Database,
  line: Line,
  { from, to, pace }: { from: Instant; to: Instant; pace: number },
): Promise<LineDayNumbers> {
  const seen = await loadLineLooks(db, line, { from, to, pace })
  const before = (await findLastLineDay(db, line.code))?.outages.at(-1)
  return lineDayOf({ ...seen, before }, methodOf(line, pace))
}

/** Its minutes alone. */
export async function loadLineRuns(
  db: Database,
  line: Line,
  time: { from: Instant; to: Instant; pace: number },
): Promise<LineRun[]> {
  return lineRunsOf(await loadLineReach(db, line, time), methodOf(line, time.pace))
}

/** The method of a line's contract. Where looks are rarer than in production, as many fewer make an outage. */
export function methodOf({ slaMethod = '' }: Pick<Line, 'slaMethod'>, pace: number): AccountingMethod {
  const method = accountingMethod(slaMethod)
  return { ...method, looks: Math.max(1, Math.round(method.looks * Math.min(pace, 1))) }
}
