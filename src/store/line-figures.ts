import type { Line } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { accountingMethod } from '../operations/accounting-method.ts'
import type { LineFigures } from '../operations/line-figures.ts'
import { contractDays } from '../operations/line-months.ts'
import { lineFiguresOf } from '../operations/line-sum.ts'
import type { Period } from '../report/period.ts'
import type { Database } from './database.ts'
import { listAssets } from './inventory.ts'
import { listLineDays, listLineFigures } from './line-days.ts'

/**
 * Figures of lines over the days of a period that are over at a moment and kept by now, by line; a line of which no day is
 * kept is not there. Kept as far as the newest day, and made of the days for moments before that, so that the same moment
 * always gives the same figures.
 */
export async function loadLineFigures(
  db: Database,
  {
    asOf,
    period,
    lines,
  }: { asOf: Instant; period: Pick<Period, 'from' | 'to'> & { kind?: Period['kind'] }; lines?: Line[] },
): Promise<Map<string, LineFigures>> {
  const wanted = lines ?? (await listAssets(db, { kind: 'line', asOf }))
  if (wanted.length === 0) return new Map()
  const codes = lines?.map(({ code }) => code)
  const until = new Date(Date.parse(asOf) + 1).toISOString() // a day is over at its last millisecond
  // what is kept begins with a month too, but ends with it
  const isLonger = period.kind !== undefined && period.kind !== 'month'
  const kept = isLonger ? new Map() : await listLineFigures(db, { from: period.from, lines: codes })
  const figures = new Map<string, LineFigures>()
  const others: Line[] = []
  for (const line of wanted) {
    const known = kept.get(line.code)
    if (known && known.to <= until) figures.set(line.code, known)
    else others.push(line)
  }
  if (others.length === 0) return figures
  const end = asOf < period.to ? until : period.to
  const days = await listLineDays(db, {
    lines: others.map(({ code }) => code),
    from: period.from,
    until: end,
  })
  for (const line of others) {
    const own = contractDays(days.get(line.code) ?? [], line)
    const made = lineFiguresOf(own, line, accountingMethod(line.slaMethod ?? ''))
    if (made) figures.set(line.code, made)
  }
  return figures
}
