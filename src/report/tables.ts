import type { Locale } from '../model.ts'
import type { MonthlyReport } from './monthly-report.ts'
import { groupTable } from './tables/groups.ts'
import { indicatorTable } from './tables/indicators.ts'
import { lineTable } from './tables/lines.ts'
import { serviceTable } from './tables/services.ts'
import type { Cell, Table } from './tables/table.ts'
import { targetTable } from './tables/targets.ts'
import { taskTable } from './tables/tasks.ts'
import { unitTable } from './tables/units.ts'
import { unknownTable } from './tables/unknowns.ts'

/** The tables of the monthly report by the number of their Biểu (domain rules 6.3), in order. */
export const tableIds = ['01', '01a', '02', '03', '04', '06', '09', '10'] as const
export type TableId = (typeof tableIds)[number]

const tables: Record<TableId, Table> = {
  '01': groupTable,
  '01a': targetTable,
  '02': indicatorTable,
  '03': unitTable,
  '04': serviceTable,
  '06': lineTable,
  '09': taskTable,
  '10': unknownTable,
}

/** A table filled in: its title, its header and its rows, in one language. */
export function fillTable(
  report: MonthlyReport,
  id: TableId,
  locale: Locale,
): { title: string; header: string[]; rows: Cell[][] } {
  const { title, rows, columns } = tables[id]
  return {
    title: title[locale],
    header: columns.map(({ header }) => header[locale]),
    rows: rows(report).map((row) => columns.map(({ cell }) => cell(row, locale))),
  }
}
