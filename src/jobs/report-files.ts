import { createHash } from 'node:crypto'
import {
  type ReportFormat,
  type ReportSource,
  reportFile,
  reportFormats,
  writerVersion,
} from '../report/files.ts'
import { monthlyTemplates } from '../report/monthly-report.ts'
import { breather } from '../store/breather.ts'
import { listReportFiles, noteReportFile } from '../store/report-files.ts'
import { officeOf } from '../store/report-office.ts'
import { findReport, listNewestReports } from '../store/reports.ts'
import type { ReportDeps } from './build-report.ts'

/** Makes a file of a report, and notes its hash when the report is frozen. */
export async function makeReportFile(
  { db, now }: Pick<ReportDeps, 'db' | 'now'>,
  source: Omit<ReportSource, 'office'>,
  format: ReportFormat,
): Promise<{ bytes: Uint8Array; sha256: string }> {
  const { edition, office } = await officeOf(db, source.report.period.name)
  const bytes = await reportFile({ ...source, office }, format, breather())
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (source.sha256 !== null)
    await noteReportFile(db, {
      report: source.sha256,
      unit: source.unit ?? '',
      office: edition,
      format,
      writer: writerVersion,
      sha256,
      size: bytes.length,
      madeAt: now(),
    })
  return { bytes, sha256 }
}

/**
 * Makes the files of the newest version of every frozen report once with what the office has entered by now; returns what
 * was made. What was made already costs a look-up.
 */
export async function makeDueFiles(
  deps: Pick<ReportDeps, 'db' | 'now'>,
): Promise<{ period: string; version: number; formats: ReportFormat[] }[]> {
  const { db } = deps
  const made: { period: string; version: number; formats: ReportFormat[] }[] = []
  for (const { period, version, sha256 } of await listNewestReports(db, monthlyTemplates)) {
    const { edition } = await officeOf(db, period)
    const there = (await listReportFiles(db, sha256)).filter(
      (file) => file.unit === '' && file.office === edition && file.writer === writerVersion,
    )
    const formats = reportFormats.filter((format) => !there.some((file) => file.format === format))
    if (formats.length === 0) continue
    const stored = await findReport(db, { period, template: monthlyTemplates, version })
    if (stored === undefined) continue
    const source = { report: JSON.parse(stored.body), body: stored.body, sha256 }
    for (const format of formats) await makeReportFile(deps, source, format)
    made.push({ period, version, formats })
  }
  return made
}
