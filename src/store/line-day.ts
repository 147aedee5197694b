import type { Line } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { type AccountingMethod, accountingMethod } from '../operations/accounting-method.ts'
import { type LineDayNumbers, lineDayOf } from '../operations/line-day.ts'
import type { Database } from './database.ts'
import { findLastLineDay } from './line-days.ts'
import { loadLineLooks } from './line-looks.ts'
import { listMaintenance } from './maintenance.ts'

/** What a line came to on the day after the newest that is kept, or on the part of it that is over, made from its looks. */
export async function loadLineDay(
  db: Database,
  line: Line,
  { from, to, pace }: { from: Instant; to: Instant; pace: number },
): Promise<LineDayNumbers> {
  const seen = await loadLineLooks(db, line, { from, to, pace })
  const before = (await findLastLineDay(db, line.code))?.outages.at(-1)
  const maintenance = await listMaintenance(db, line, from, to)
  return lineDayOf({ ...seen, maintenance, before }, methodOf(line, pace))
}

/** The method of a line's contract. Where looks are rarer than in production, as many fewer make an outage. */
export function methodOf({ slaMethod = '' }: Pick<Line, 'slaMethod'>, pace: number): AccountingMethod {
  const method = accountingMethod(slaMethod)
  return { ...method, looks: Math.max(1, Math.round(method.looks * Math.min(pace, 1))) }
}
