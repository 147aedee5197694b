import { canonical } from './canonical.ts'
import { writeReportCsv } from './csv.ts'
import type { MonthlyReport } from './monthly-report.ts'
import type { Office } from './office.ts'
import { writeDocx } from './paper/docx.ts'
import { paperHtml } from './paper/html.ts'
import type { Paper } from './paper/paper.ts'
import { provincePaper } from './paper/province-paper.ts'
import { unitPaper } from './paper/unit-paper.ts'
import { writeXlsx } from './paper/xlsx.ts'
import { unitPart } from './unit-part.ts'

export const reportFormats = ['docx', 'xlsx', 'csv', 'json', 'html'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** Changes whenever the same report would give other bytes: files of an older one are not held against it. */
export const writerVersion = 'writer-2'

export const mediaTypes: Record<ReportFormat, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
}

export type ReportSource = {
  report: MonthlyReport
  /** Canonical JSON of the report, and its hash; null for a draft. */
  body: string
  sha256: string | null
  office: Office
  /** A unit whose own report is wanted; else the province's. */
  unit?: string | undefined
}

/**
 * A file of a report. The same source gives the same bytes on every machine. Throws RangeError for a unit that the report
 * has not.
 */
export async function reportFile(
  source: ReportSource,
  format: ReportFormat,
  breathe?: () => Promise<void> | undefined,
): Promise<Uint8Array> {
  const { unit, sha256 } = source
  const report = unit === undefined ? source.report : unitPart(source.report, unit)
  if (report === undefined)
    throw new RangeError(`the report ${source.report.period.name} has no unit with the code ${unit}`)
  switch (format) {
    case 'docx':
      return writeDocx(paperOf(report, source), breathe)
    case 'html':
      return Buffer.from([...paperHtml(paperOf(report, source))].join(''))
    case 'xlsx':
      return writeXlsx(report, sha256, breathe)
    case 'csv':
      return Buffer.from(writeReportCsv(report))
    case 'json':
      return Buffer.from(unit === undefined ? source.body : canonical({ ...report, partOf: sha256 }))
  }
}

/** The paper of the province, or of the unit that is asked for. */
export function paperOf(
  report: MonthlyReport,
  { office, sha256, unit }: Omit<ReportSource, 'body' | 'report'>,
): Paper {
  return unit === undefined ? provincePaper(report, office, sha256) : unitPaper(report, office)
}

/** "v6gov-2022-01.docx", "v6gov-2022-01-10507.docx"; a correction "v6gov-2022-01-v2.docx". */
export function fileName(
  period: string,
  format: ReportFormat,
  { unit, version }: { unit?: string | undefined; version: number | null },
): string {
  const parts = [
    'v6gov',
    period,
    ...(unit === undefined ? [] : [unit.replace(/[^\w.~-]/g, '_')]),
    ...((version ?? 1) > 1 ? [`v${version}`] : []),
  ]
  return `${parts.join('-')}.${format}`
}
