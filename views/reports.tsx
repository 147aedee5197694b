import { formatDay, formatMoment, formatNumber } from '../src/i18n/format.ts'
import type { ReportMail } from '../src/model/notifications.ts'
import type { Day, Instant } from '../src/model.ts'
import { shortField } from '../src/report/message-text.ts'
import type { Missing } from '../src/report/office.ts'
import { dayOf } from '../src/report/period.ts'
import { periodName } from '../src/report/period-name.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { TableBox } from './parts/table.tsx'

/** A report without its body, or the draft of a period that is open. The end of a period is the first moment after it. */
export type ReportRow = {
  period: string
  from: Instant
  to: Instant
  /** null for a draft, as is what else only a frozen report has. */
  version: number | null
  frozenAt: Instant | null
  sha256: string | null
  state: 'draft' | 'frozen' | 'replaced' | 'sent'
  sentOn: Day | null
  /** What must be entered before it can be sent. */
  missing: Missing[]
  /** The messages that bring it, by how they stand. */
  mail: ReportMail
}

type Props = { frame: Frame; rows: ReportRow[]; cutoffDay: number }

/** Those that are still to be sent. */
export function openMails({ waiting = 0, sending = 0 }: ReportMail): number {
  return waiting + sending
}

export function ReportsPage({ frame, rows, cutoffDay }: Props) {
  const { t } = frame
  return (
    <Layout frame={frame} title={t.reports.title} section="reports">
      <div class="page-head">
        <div>
          <h1>{t.reports.title}</h1>
          <p class="muted">{t.reports.what(String(cutoffDay))}</p>
        </div>
        <Downloads frame={frame} />
      </div>
      {rows.every(({ state }) => state === 'draft') && (
        <div class="empty">
          <strong>{t.reports.none}</strong>
          <span>{t.reports.noneWhat}</span>
          <pre>npx v6gov report 2022-01</pre>
        </div>
      )}
      <TableBox label={t.reports.table} records>
        <thead>
          <tr>
            <th scope="col">{t.reports.columns.period}</th>
            <th scope="col">{t.reports.columns.time}</th>
            <th scope="col" class="number">
              {t.reports.columns.version}
            </th>
            <th scope="col">{t.reports.columns.state}</th>
            <th scope="col">{t.reports.columns.missing}</th>
            <th scope="col">{t.reports.mail.column}</th>
            <th scope="col">{t.reports.columns.frozenAt}</th>
            <th scope="col">{t.reports.columns.files}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row row={row} frame={frame} />
          ))}
        </tbody>
      </TableBox>
    </Layout>
  )
}

function Row({ row, frame }: { row: ReportRow; frame: Frame }) {
  const t = frame.t.reports
  const { locale } = frame
  const version = row.state === 'replaced' ? row.version : null
  const path = withQuery(`/reports/${row.period}`, { version })
  const file = (format: string) => withQuery(`/reports/${row.period}/file`, { format, version })
  return (
    <tr>
      <th scope="row">
        <a href={path}>{periodName(row.period, frame)}</a>
      </th>
      <td data-label={t.columns.time}>
        {formatDay(dayOf(row.from), locale)} – {formatDay(lastDay(row.to), locale)}
      </td>
      <td class="number" data-label={t.columns.version}>
        {row.version ?? '–'}
      </td>
      <td data-label={t.columns.state}>
        {row.sentOn === null ? t.states[row.state] : t.sentOn(formatDay(row.sentOn, locale))}
        {row.state === 'draft' && (
          <div class="small muted">{t.until(formatDay(lastDay(row.to), locale))}</div>
        )}
      </td>
      <td data-label={t.columns.missing}>
        {row.state !== 'replaced' && (
          <a href={`/reports/${row.period}/office`}>
            {row.missing.length === 0
              ? t.complete
              : row.missing.map((one) => shortField(frame.t.reportOffice.fields[one])).join(', ')}
          </a>
        )}
      </td>
      <td data-label={t.mail.column}>
        {row.state !== 'draft' && row.state !== 'replaced' && <Mail mail={row.mail} frame={frame} />}
      </td>
      <td class="nowrap" data-label={t.columns.frozenAt}>
        {row.frozenAt !== null && <span title={row.sha256 ?? ''}>{formatMoment(row.frozenAt, locale)}</span>}
      </td>
      <td data-label={t.columns.files}>
        <span class="files">
          {['docx', 'xlsx', 'html', 'csv', 'json'].map((format) => (
            <a
              href={file(format)}
              download={format !== 'html'}
              aria-label={`${format.toUpperCase()} ${row.period}`}
            >
              {format.toUpperCase()}
            </a>
          ))}
        </span>
      </td>
    </tr>
  )
}

/** The last day of a period that ends before `to`. */
export function lastDay(to: Instant): string {
  return dayOf(new Date(Date.parse(to) - 1).toISOString())
}

/** How many have been sent a report, are to be, or could not be. */
function Mail({ mail, frame }: { mail: ReportMail; frame: Frame }) {
  const t = frame.t.reports.mail
  const counts = { sent: mail.sent ?? 0, open: openMails(mail), dead: mail.dead ?? 0 }
  const said = (['sent', 'open', 'dead'] as const).filter((state) => counts[state] > 0)
  if (said.length === 0) return <span class="muted">{t.none}</span>
  const states = { sent: 'sent', open: 'waiting', dead: 'dead' }
  return (
    <>
      {said.map((state) => (
        <div>
          <a class={state === 'dead' ? 'error' : undefined} href={`/notifications?state=${states[state]}`}>
            {t.states[state](formatNumber(counts[state], frame.locale))}
          </a>
        </div>
      ))}
    </>
  )
}
