import { z } from 'zod'
import { ReportPage } from '../../../views/report.tsx'
import { ReportChangesPage } from '../../../views/report-changes.tsx'
import { openMails, type ReportRow, ReportsPage } from '../../../views/reports.tsx'
import { type ReportChange, reportChanges } from '../../report/changes.ts'
import { writeReportCsv } from '../../report/csv.ts'
import { fileName, mediaTypes, paperOf, reportFile, reportFormats } from '../../report/files.ts'
import { monthlyTemplates } from '../../report/monthly-report.ts'
import { inherited, missingOf } from '../../report/office.ts'
import { paperHtml } from '../../report/paper/html.ts'
import { openPeriods, periodOf } from '../../report/period.ts'
import { tableIds } from '../../report/tables.ts'
import { unitPart } from '../../report/unit-part.ts'
import { breather } from '../../store/breather.ts'
import { listReportMail } from '../../store/report-messages.ts'
import { listOffices, officeOf } from '../../store/report-office.ts'
import { findReport, listReports } from '../../store/reports.ts'
import { assetVersion } from '../assets.ts'
import { type CsvColumn, sendCsv, sendCsvText, sendList } from '../data.ts'
import { choice, readQuery, searchText } from '../query.ts'
import { refuse } from '../refuse.ts'
import { requireReport } from '../report-source.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const reportsPages: Page[] = [
  { method: 'GET', path: '/reports', rule: 'reader', formats: ['json', 'csv'], handle: showReports },
  { method: 'GET', path: '/reports/:period', rule: 'reader', formats: ['json', 'csv'], handle: showReport },
  {
    method: 'GET',
    path: '/reports/:period/changes',
    rule: 'reader',
    formats: ['json', 'csv'],
    handle: showChanges,
  },
  { method: 'GET', path: '/reports/:period/file', rule: 'reader', handle: sendFile },
]

async function showReports(c: WebContext) {
  const { db, now, cutoffDay } = c.var.deps
  const stored = await listReports(db, { template: monthlyTemplates })
  const offices = await listOffices(db)
  const mails = await listReportMail(db)
  const [last] = [...offices.values()].sort((one, other) => (one.enteredAt < other.enteredAt ? 1 : -1))
  const officeFor = (period: string) => offices.get(period)?.office ?? inherited(last?.office ?? null)
  const newest = new Map<string, number>()
  for (const { period, version } of stored) newest.set(period, Math.max(version, newest.get(period) ?? 0))
  const rows = stored.map(({ period, version, frozenAt, sha256 }): ReportRow => {
    const { from, to } = periodOf(period, { cutoffDay })
    const office = officeFor(period)
    const sentOn = office.sentVersion === version ? office.sentOn : null
    const isReplaced = version < (newest.get(period) ?? version)
    const state = isReplaced ? 'replaced' : sentOn !== null ? 'sent' : 'frozen'
    const mail = mails.get(sha256) ?? {}
    const missing = isReplaced ? [] : missingOf(office)
    return { period, from, to, version, frozenAt, sha256, state, sentOn, missing, mail }
  })
  for (const { name, from, to } of openPeriods(now(), { cutoffDay })) {
    const draft = { period: name, from, to, state: 'draft', missing: missingOf(officeFor(name)) } as const
    rows.push({ ...draft, version: null, frozenAt: null, sha256: null, sentOn: null, mail: {} })
  }
  rows.sort((one, other) => (one.to < other.to ? 1 : one.to > other.to ? -1 : 0))
  if (c.var.format === 'json') return sendList(c, { items: rows, total: rows.length, asOf: now() })
  if (c.var.format === 'csv') return sendCsv(c, 'reports', columns, rows)
  return c.html(<ReportsPage frame={await frameOf(c)} rows={rows} cutoffDay={cutoffDay} />)
}

const version = z.coerce.number().int().min(1).max(1_000_000).optional()
const query = { table: choice(tableIds), all: choice(['yes']), version }

async function showReport(c: WebContext) {
  const { table, all, version } = readQuery(c, query)
  const name = c.req.param('period') ?? ''
  const found = await requireReport(c, name, version)
  const { report, body } = found
  if (c.var.format === 'json') return c.body(body, 200, { 'content-type': mediaTypes.json }) // the very bytes that were hashed
  if (c.var.format === 'csv') {
    const { locale } = c.var.words
    const text = writeReportCsv(report, table === undefined ? { locale } : { locale, table })
    return sendCsvText(c, `v6gov-${name}${table === undefined ? '' : `-${table}`}`, text)
  }
  const { db } = c.var.deps
  const { office } = await officeOf(db, name)
  const versions = (await listReports(db, { template: monthlyTemplates }))
    .filter(({ period }) => period === name)
    .map((one) => one.version)
  const page = (
    <ReportPage
      frame={await frameOf(c)}
      {...found}
      office={office}
      versions={versions}
      all={all !== undefined}
    />
  )
  return c.html(page)
}

async function showChanges(c: WebContext) {
  const name = c.req.param('period') ?? ''
  const { version } = readQuery(c, { version: query.version })
  const { report } = await requireReport(c, name, version)
  const { previous } = report
  const { db, now } = c.var.deps
  const cited = (await listReports(db, { template: monthlyTemplates })).find(
    (one) => one.period === previous?.period && one.sha256 === previous.sha256,
  )
  const stored = cited && (await findReport(db, { ...cited, template: monthlyTemplates }))
  const rows = stored ? reportChanges(JSON.parse(stored.body), report) : []
  if (c.var.format === 'json') return sendList(c, { items: rows, total: rows.length, asOf: now() })
  if (c.var.format === 'csv') return sendCsv(c, `v6gov-${name}-changes`, changeColumns, rows)
  return c.html(
    <ReportChangesPage
      frame={await frameOf(c)}
      period={name}
      before={stored?.period ?? null}
      changes={rows}
      cutoffAt={report.cutoffAt}
    />,
  )
}

/** A report, or what it says of a unit, as a file; the printable page is shown and not saved. */
async function sendFile(c: WebContext) {
  const asked = readQuery(c, { version: query.version, format: choice(reportFormats), unit: searchText })
  const { format = 'docx' } = asked
  const unit = asked.unit || undefined
  const name = c.req.param('period') ?? ''
  const { report, body, sha256, version } = await requireReport(c, name, asked.version)
  if (unit !== undefined && unitPart(report, unit) === undefined) refuse('notFound', [unit])
  const { office } = await officeOf(c.var.deps.db, name)
  if (format === 'html') {
    const own = unit === undefined ? report : unitPart(report, unit)
    const style = `<link rel="stylesheet" href="/assets/paper.css?v=${assetVersion}">`
    return c.html([...paperHtml(paperOf(own ?? report, { office, sha256, unit }), style)].join(''))
  }
  const bytes = await reportFile({ report, body, sha256, office, unit }, format, breather())
  return c.body(new Uint8Array(bytes), 200, {
    'content-type': mediaTypes[format],
    'content-disposition': `attachment; filename="${fileName(name, format, { unit, version })}"`,
  })
}

const columns: CsvColumn<ReportRow>[] = [
  ['period', ({ period }) => period],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['version', ({ version }) => version],
  ['state', ({ state }) => state],
  ['sent_on', ({ sentOn }) => sentOn],
  ['missing', ({ missing }) => missing.join(' ')],
  ['mails_sent', ({ mail }) => mail.sent ?? 0],
  ['mails_open', ({ mail }) => openMails(mail)],
  ['mails_dead', ({ mail }) => mail.dead ?? 0],
  ['frozen_at', ({ frozenAt }) => frozenAt],
  ['sha256', ({ sha256 }) => sha256],
]

const changeColumns: CsvColumn<ReportChange>[] = [
  ['what', ({ what }) => what],
  ['code', ({ code }) => code],
  ['name', ({ name }) => name],
  ['subject', ({ subject }) => subject],
  ['before', ({ before }) => before],
  ['after', ({ after }) => after],
  ['better', ({ better }) => better],
]
