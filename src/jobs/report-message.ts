import { messages as words } from '../i18n/messages.ts'
import type { Subscription } from '../model/notifications.ts'
import { oneLine, type Rendered, signed } from '../notify/render.ts'
import { type ReportChange, reportChanges } from '../report/changes.ts'
import { fileName, mediaTypes } from '../report/files.ts'
import { reportMessageText } from '../report/message-text.ts'
import { type MonthlyReport, monthlyTemplates } from '../report/monthly-report.ts'
import { listReportsTold } from '../store/report-messages.ts'
import { officeOf } from '../store/report-office.ts'
import { findReport, listReports } from '../store/reports.ts'
import type { ReportDeps } from './build-report.ts'
import { makeReportFile } from './report-files.ts'

type Deps = Pick<ReportDeps, 'db' | 'now'> & { baseUrl: string | null }

/**
 * The message that brings a report: with the province's papers, or with the own paper of each unit that the subscription
 * names. Throws where the report that it is to bring is not stored.
 */
export async function renderReportMessage(
  deps: Deps,
  { id, subscription }: { id: string; subscription: Subscription },
): Promise<Rendered> {
  const { db, baseUrl } = deps
  const told = (await listReportsTold(db, [id])).get(id)
  const stored = told && (await findReport(db, { ...told, template: monthlyTemplates }))
  if (stored === undefined || stored.sha256 !== told?.sha256) throw new Error('its report is not stored')
  const report: MonthlyReport = JSON.parse(stored.body)
  const { sha256, body, period, version } = stored
  const { units, locale } = subscription
  const { office } = await officeOf(db, period)
  const all = await changesOf(deps, report)
  const changes =
    units.length === 0
      ? all
      : (all?.filter(({ what, code }) => what !== 'task' && units.includes(code)) ?? null)
  const t = words[locale]
  const { subject, body: text } = reportMessageText(
    { report, sha256, office, changes, units, baseUrl },
    { t, locale },
  )
  const wanted =
    units.length === 0
      ? (['docx', 'xlsx'] as const).map((format) => ({ unit: undefined, format }))
      : report.units
          .filter(({ code }) => units.includes(code))
          .map(({ code }) => ({ unit: code, format: 'docx' as const }))
  const attachments = []
  for (const { unit, format } of wanted) {
    const { bytes } = await makeReportFile(deps, { report, body, sha256, unit }, format)
    attachments.push({
      filename: fileName(period, format, { unit, version }),
      contentType: mediaTypes[format],
      content: bytes,
    })
  }
  return {
    subject: oneLine(`[v6gov] ${subject}`),
    text: signed(text.split('\n').map(oneLine).join('\n'), { id, subscription }, t.notify),
    payload: {
      type: 'report.frozen',
      data: {
        period,
        version,
        sha256,
        units,
        changes: changes?.length ?? null,
        url: baseUrl && `${baseUrl}/reports/${period}`,
      },
    },
    attachments,
  }
}

/** What is different from the report of the period before that it names; null where it names none. */
async function changesOf({ db }: Deps, report: MonthlyReport): Promise<ReportChange[] | null> {
  const { previous } = report
  if (previous === null) return null
  const cited = (await listReports(db, { template: monthlyTemplates })).find(
    ({ period, sha256 }) => period === previous.period && sha256 === previous.sha256,
  )
  const stored = cited && (await findReport(db, { ...cited, template: monthlyTemplates }))
  return stored ? reportChanges(JSON.parse(stored.body), report) : null
}
