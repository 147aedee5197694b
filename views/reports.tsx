import { formatDay, formatMoment } from '../src/i18n/format.ts'
import type { Day, Instant } from '../src/model.ts'
import type { Missing } from '../src/report/office.ts'
import { dayOf, parsePeriodName } from '../src/report/period.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { TableBox } from './parts/table.tsx'

/** A frozen report without its body. Times are those of its period, whose end is the first moment after it. */
export type ReportRow = {
  period: string
  from: Instant
  to: Instant
  version: number
  frozenAt: Instant
  sha256: string
  state: 'frozen' | 'replaced' | 'sent'
  sentOn: Day | null
  /** What must be entered before it can be sent. */
  missing: Missing[]
}

type Props = {
  frame: Frame
  rows: ReportRow[]
  cutoffDay: number
  /** The period that is running now, of which there is a draft. */
  open: { name: string; to: Instant }
}

export function ReportsPage({ frame, rows, cutoffDay, open }: Props) {
  const { t, locale } = frame
  return (
    <Layout frame={frame} title={t.reports.title} section="reports">
      <div class="page-head">
        <div>
          <h1>{t.reports.title}</h1>
          <p class="muted">{t.reports.what(String(cutoffDay))}</p>
        </div>
        <Downloads frame={frame} />
      </div>
      <section class="card">
        <h2>
          {t.reports.open}: {periodName(open.name, frame)}
        </h2>
        <p>{t.reports.openWhat(formatDay(lastDay(open.to), locale))}</p>
        <p>
          <a class="button" href={`/reports/${open.name}`}>
            {t.reports.seeDraft}
          </a>
        </p>
      </section>
      {rows.length === 0 ? (
        <div class="empty">
          <strong>{t.reports.none}</strong>
          <span>{t.reports.noneWhat}</span>
          <pre>npx v6gov report 2022-01</pre>
        </div>
      ) : (
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
      )}
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
        {row.version}
      </td>
      <td data-label={t.columns.state}>
        {row.sentOn === null ? t.states[row.state] : t.sentOn(formatDay(row.sentOn, locale))}
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
      <td class="nowrap" data-label={t.columns.frozenAt}>
        <span title={row.sha256}>{formatMoment(row.frozenAt, locale)}</span>
      </td>
      <td data-label={t.columns.files}>
        {['docx', 'xlsx', 'html', 'csv', 'json'].map((format) => (
          <>
            <a
              href={file(format)}
              download={format !== 'html'}
              aria-label={`${format.toUpperCase()} ${row.period}`}
            >
              {format.toUpperCase()}
            </a>{' '}
          </>
        ))}
      </td>
    </tr>
  )
}

/** "Tháng 01 năm 2022", "Quý I năm 2022", "Năm 2022". */
export function periodName(period: string, frame: Frame): string {
  const t = frame.t.reports
  const named = parsePeriodName(period)
  const year = period.slice(0, 4)
  switch (named?.kind) {
    case 'quarter':
      return t.quarter(['I', 'II', 'III', 'IV'][named.month / 3 - 1] ?? '', year)
    case 'half':
      return t.half(year)
    case 'nine_months':
      return t.nineMonths(year)
    case 'year':
      return t.year(year)
    default:
      return t.period(period.slice(5), year)
  }
}

/** "Ngày ban hành" without what the form explains in brackets. */
export function shortField(label: string): string {
  return label.replace(/ \(.*$/, '')
}

/** The last day of a period that ends before `to`. */
export function lastDay(to: Instant): string {
  return dayOf(new Date(Date.parse(to) - 1).toISOString())
}
