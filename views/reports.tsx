import { formatDay, formatMoment } from '../src/i18n/format.ts'
import type { Instant } from '../src/model.ts'
import { dayOf } from '../src/report/period.ts'
import type { Frame } from './frame.ts'
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
              <th scope="col">{t.reports.columns.frozenAt}</th>
              <th scope="col">{t.reports.columns.sha256}</th>
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
  const path = `/reports/${row.period}`
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
      <td class="nowrap" data-label={t.columns.frozenAt}>
        {formatMoment(row.frozenAt, locale)}
      </td>
      <td class="wide" data-label={t.columns.sha256}>
        <code title={row.sha256}>{row.sha256.slice(0, 16)}…</code>
      </td>
      <td data-label={t.columns.files}>
        <a href={`${path}.csv`} download aria-label={`CSV ${row.period}`}>
          CSV
        </a>{' '}
        <a href={`${path}.json`} aria-label={`JSON ${row.period}`}>
          JSON
        </a>
      </td>
    </tr>
  )
}

/** "Tháng 01 năm 2022". */
export function periodName(period: string, frame: Frame): string {
  const [year = '', month = ''] = period.split('-')
  return frame.t.reports.period(month, year)
}

/** The last day of a period that ends before `to`. */
export function lastDay(to: Instant): string {
  return dayOf(new Date(Date.parse(to) - 1).toISOString())
}
