import type { Locale } from '../model.ts'
import type { MonthlyReport } from './monthly-report.ts'
import { addressTable } from './tables/addresses.ts'
import { antiMalwareTable } from './tables/anti-malware.ts'
import { groupTable } from './tables/groups.ts'
import { hotspotTable } from './tables/hotspots.ts'
import { incidentTable } from './tables/incidents.ts'
import { indicatorTable } from './tables/indicators.ts'
import { lineTable } from './tables/lines.ts'
import { methodTable } from './tables/methods.ts'
import { serviceTable } from './tables/services.ts'
import type { Cell, CellKind, Table } from './tables/table.ts'
import { targetTable } from './tables/targets.ts'
import { taskTable } from './tables/tasks.ts'
import { unitTable } from './tables/units.ts'
import { unknownTable } from './tables/unknowns.ts'

/** The tables of the report by the number of their Biểu (domain rules 6.3), in order. */
export const tableIds = [
  '01',
  '01a',
  '02',
  '03',
  '04',
  '05',
  '06',
  '06a',
  '07',
  '08',
  '09',
  '10',
  '11',
] as const
export type TableId = (typeof tableIds)[number]

export const tables: Record<TableId, Table> = {
  '01': groupTable,
  '01a': targetTable,
  '02': indicatorTable,
  '03': unitTable,
  '04': serviceTable,
  '05': addressTable,
  '06': lineTable,
  '06a': incidentTable,
  '07': hotspotTable,
  '08': antiMalwareTable,
  '09': taskTable,
  '10': unknownTable,
  '11': methodTable,
}

export type FilledTable = {
  title: string
  header: string[]
  kinds: (CellKind | undefined)[]
  rows: Cell[][]
  notes: string[]
}

/** A table filled in: its title, its header and its rows, in one language. */
export function fillTable(report: MonthlyReport, id: TableId, locale: Locale): FilledTable {
  const { title, rows, columns, notes } = tables[id]
  return {
    title: title[locale],
    header: columns.map(({ header }) => header[locale]),
    kinds: columns.map(({ as }) => as),
    rows: rows(report).map((row) => columns.map(({ cell }) => cell(row, locale))),
    notes: notes?.(report).map((note) => note[locale]) ?? [],
  }
}
