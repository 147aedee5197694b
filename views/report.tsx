import { formatDay, formatMoment, formatNumber, formatShare } from '../src/i18n/format.ts'
import type { MonthlyReport } from '../src/report/monthly-report.ts'
import { dayOf } from '../src/report/period.ts'
import { fillTable, type TableId, tableIds } from '../src/report/tables.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { lastDay, periodName } from './reports.tsx'

type Props = {
  frame: Frame
  report: MonthlyReport
  /** null for a draft. */
  sha256: string | null
  /** Every row of every table; else the first of each. */
  all: boolean
}

const rowsShown = 40

export function ReportPage(props: Props) {
  const { frame, report } = props
  const { t, locale } = frame
  const { period, state } = report
  const title = `${t.reports.title} ${periodName(period.name, frame).toLowerCase()}`
  const path = `/reports/${period.name}`
  return (
    <Layout frame={frame} title={title} section="reports">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/reports">{t.reports.title}</a>
          </p>
          <h1>{title}</h1>
          <p>{t.reports.reportTitle}</p>
          <p class="muted">
            {t.reports.data(formatDay(dayOf(period.from), locale), formatDay(lastDay(period.to), locale))}
          </p>
        </div>
        <p class="actions no-print">
          <a href={`${path}.csv`} download>
            CSV
          </a>
          <a href={`${path}.json`}>JSON</a>
        </p>
      </div>
      {state === 'draft' && (
        <p class="card loud">
          <strong class="error">{t.reports.draft}</strong> {t.reports.draftWhat}
        </p>
      )}
      <About {...props} />
      {tableIds.map((id) => (
        <ReportTable {...props} id={id} />
      ))}
    </Layout>
  )
}

function About({ frame, report, sha256 }: Props) {
  const { t, locale } = frame
  const { previous, catalogue } = report
  return (
    <section class="card">
      <dl class="facts">
        <dt>{t.reports.cutoff}</dt>
        <dd>{formatMoment(report.cutoffAt, locale, { seconds: true })}</dd>
        <dt>{t.reports.catalogue}</dt>
        <dd>{catalogue.version}</dd>
        <dt>{t.reports.options}</dt>
        <dd>
          {report.judging.map((judging) => (
            <div>{judgingText(judging, frame)}</div>
          ))}
        </dd>
        <dt>{t.reports.hash}</dt>
        <dd>{sha256 === null ? <span class="muted">{t.reports.draftHash}</span> : <code>{sha256}</code>}</dd>
        <dt>{t.reports.previous}</dt>
        <dd>
          {previous === null ? (
            <span class="muted">{t.reports.noPrevious}</span>
          ) : (
            <>
              <a href={`/reports/${previous.period}`}>{periodName(previous.period, frame)}</a>{' '}
              <code class="small">{previous.sha256}</code>
            </>
          )}
        </dd>
      </dl>
    </section>
  )
}

function judgingText(judging: MonthlyReport['judging'][number], { t, locale }: Frame): string {
  const said = [
    judging.treatDocumentationAsGlobal && t.reports.documentationIsGlobal,
    judging.insideCountsAsOutside && t.reports.insideCounts,
    judging.pace !== 1 && t.reports.pace(formatNumber(judging.pace, locale)),
  ].filter(Boolean)
  return `${formatDay(judging.from, locale)}: ${said.join('; ') || t.reports.strict}`
}

function ReportTable({ frame, report, all, id }: Props & { id: TableId }) {
  const { t, locale } = frame
  const { title, header, rows } = fillTable(report, id, locale)
  const shown = all ? rows : rows.slice(0, rowsShown)
  const units = new Set(report.units.map(({ code }) => code))
  return (
    <section class="block landscape" id={`table-${id}`}>
      <header>
        <h2>{title}</h2>
        <a
          class="small no-print"
          href={withQuery(`/reports/${report.period.name}.csv`, { table: id })}
          download
          aria-label={`${t.reports.tableFile}: ${title}`}
        >
          {t.reports.tableFile}
        </a>
      </header>
      {id === '01' && (
        <p class="muted small">
          {t.reports.monthRule(formatShare(report.rules.monthShare, locale, 0), report.state === 'draft')}
        </p>
      )}
      {rows.length === 0 ? (
        <p class="muted">{t.reports.emptyTable}</p>
      ) : (
        <TableBox label={title}>
          <thead>
            <tr>
              {header.map((name, index) => (
                <th scope="col" class={typeof rows[0]?.[index] === 'number' ? 'number wrap' : 'wrap'}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr>
                {row.map((cell) => (
                  <td class={typeof cell === 'number' ? 'number' : undefined}>
                    <ReportCell cell={cell} isUnit={units.has(String(cell))} report={report} frame={frame} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
      {shown.length < rows.length && (
        <p class="small muted">
          {t.reports.more(formatNumber(rows.length - shown.length, locale))}{' '}
          <a href={`${withQuery(frame.url, { all: 'yes' })}#table-${id}`}>{t.reports.showAll}</a>
        </p>
      )}
    </section>
  )
}

/** A cell as people read it. The codes of units and criteria open what stands behind them, as of the cut-off. */
function ReportCell({
  cell,
  isUnit,
  report,
  frame,
}: {
  cell: string | number | null
  isUnit: boolean
  report: MonthlyReport
  frame: Frame
}) {
  if (cell === null) return null
  if (typeof cell === 'number') return <>{numberText(cell, frame)}</>
  if (isUnit)
    return <a href={withQuery(`/units/${encodeURIComponent(cell)}`, { asOf: report.cutoffAt })}>{cell}</a>
  if (/^[A-Z]{3}-\d\d$/.test(cell))
    return <a href={withQuery(`/criteria/${cell}`, { asOf: report.cutoffAt })}>{cell}</a>
  if (/^\d{4}-\d\d-\d\d$/.test(cell)) return <>{formatDay(cell, frame.locale)}</>
  return <Raw text={cell} />
}

/** As many decimals as the report states, which is four at most. */
function numberText(value: number, { locale }: Frame): string {
  const digits = String(value).split('.')[1]?.length ?? 0
  return formatNumber(value, locale, Math.min(digits, 4))
}
