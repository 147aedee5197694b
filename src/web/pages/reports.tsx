import { ReportPage } from '../../../views/report.tsx'
import { type ReportRow, ReportsPage } from '../../../views/reports.tsx'
import { writeReportCsv } from '../../report/csv.ts'
import { type MonthlyReport, monthlyTemplates } from '../../report/monthly-report.ts'
import { parsePeriodName, periodAt, periodOf } from '../../report/period.ts'
import { tableIds } from '../../report/tables.ts'
import { findReport, listReports } from '../../store/reports.ts'
import { type CsvColumn, sendCsv, sendCsvText, sendList } from '../data.ts'
import { draftOf } from '../draft.ts'
import { choice, readQuery } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const reportsPages: Page[] = [
  { method: 'GET', path: '/reports', rule: 'reader', formats: ['json', 'csv'], handle: showReports },
  { method: 'GET', path: '/reports/:period', rule: 'reader', formats: ['json', 'csv'], handle: showReport },
]

async function showReports(c: WebContext) {
  const { db, now, cutoffDay } = c.var.deps
  const stored = await listReports(db, { template: monthlyTemplates })
  const rows = stored.map(({ period, version, frozenAt, sha256 }): ReportRow => {
    const { from, to } = periodOf(period, { cutoffDay })
    return { period, from, to, version, frozenAt, sha256 }
  })
  if (c.var.format === 'json') return sendList(c, { items: rows, total: rows.length, asOf: now() })
  if (c.var.format === 'csv') return sendCsv(c, 'reports', columns, rows)
  const { name, to } = periodAt(now(), { cutoffDay })
  const open = { name, to }
  return c.html(<ReportsPage frame={await frameOf(c)} rows={rows} cutoffDay={cutoffDay} open={open} />)
}

const query = { table: choice(tableIds), all: choice(['yes']) }

async function showReport(c: WebContext) {
  const { table, all } = readQuery(c, query)
  const name = c.req.param('period') ?? ''
  const { report, body, sha256 } = await requireReport(c, name)
  if (c.var.format === 'json') return c.body(body, 200, { 'content-type': 'application/json; charset=utf-8' }) // the very bytes that were hashed
  if (c.var.format === 'csv') {
    const { locale } = c.var.words
    const text = writeReportCsv(report, table === undefined ? { locale } : { locale, table })
    return sendCsvText(c, `v6gov-${name}${table === undefined ? '' : `-${table}`}`, text)
  }
  const page = <ReportPage frame={await frameOf(c)} report={report} sha256={sha256} all={all !== undefined} />
  return c.html(page)
}

/** The frozen report of a period, or the draft of the one that is open. */
async function requireReport(
  c: WebContext,
  name: string,
): Promise<{ report: MonthlyReport; body: string; sha256: string | null }> {
  const { db, now, cutoffDay } = c.var.deps
  if (parsePeriodName(name) === undefined) refuse('notFound', [name])
  const stored = await findReport(db, { period: name, template: monthlyTemplates })
  if (stored !== undefined)
    return { report: JSON.parse(stored.body), body: stored.body, sha256: stored.sha256 }
  if (periodAt(now(), { cutoffDay }).name !== name) refuse('notFound', [name])
  return { ...(await draftOf(c.var.deps, name)), sha256: null }
}

const columns: CsvColumn<ReportRow>[] = [
  ['period', ({ period }) => period],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['version', ({ version }) => version],
  ['frozen_at', ({ frozenAt }) => frozenAt],
  ['sha256', ({ sha256 }) => sha256],
]
