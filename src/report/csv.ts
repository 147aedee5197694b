import { stringify } from 'csv-stringify/sync'
import { guardFormula } from '../inventory/formula-guard.ts'
import type { Locale } from '../model.ts'
import type { MonthlyReport } from './monthly-report.ts'
import type { Cell } from './tables/table.ts'
import { fillTable, type TableId, tableIds } from './tables.ts'

const stateTexts = {
  draft: { vi: 'DỰ THẢO: kỳ báo cáo chưa kết thúc', en: 'DRAFT: the period is not over' },
  final: { vi: 'đã chốt', en: 'final' },
}

/**
 * The report for spreadsheets and programs: UTF-8 with byte order mark, commas, CRLF (RFC 4180), days as 2022-01-14,
 * numbers with a decimal point and no thousands mark, shares 0 to 1. With `table` that Biểu alone, one header and its
 * rows; else all of them, each under its title and with an empty line between. Every row begins with the period and
 * whether it is a draft. No text of it runs as a formula. The same report gives the same bytes everywhere.
 */
export function writeReportCsv(
  report: MonthlyReport,
  { table, locale = 'vi' }: { table?: TableId; locale?: Locale } = {},
): string {
  const records =
    table === undefined
      ? tableIds.flatMap((id) => {
          const { title, notes } = fillTable(report, id, locale)
          return [[title], ...notes.map((note) => [note]), ...recordsOf(report, id, locale), ['']]
        })
      : recordsOf(report, table, locale)
  return stringify(
    records.map((record) => record.map(written)),
    { bom: true, record_delimiter: 'windows' },
  )
}

function recordsOf(report: MonthlyReport, id: TableId, locale: Locale): Cell[][] {
  const { header, rows } = fillTable(report, id, locale)
  const about = [report.period.name, stateTexts[report.state][locale]]
  const aboutHeader =
    locale === 'vi' ? ['Kỳ báo cáo', 'Trạng thái báo cáo'] : ['Period', 'State of the report']
  return [[...aboutHeader, ...header], ...rows.map((row) => [...about, ...row])]
}

/** Texts without what a spreadsheet would run, numbers as they are. */
function written(cell: Cell): Cell {
  // NUL ends the file for some readers
  return typeof cell === 'string' ? guardFormula(cell.replaceAll('\0', '\ufffd')) : cell
}
