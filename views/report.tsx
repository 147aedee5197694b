import {
  formatChange,
  formatDay,
  formatMoment,
  formatNumber,
  formatPercent,
  formatShare,
} from '../src/i18n/format.ts'
import { shortField } from '../src/report/message-text.ts'
import type { MonthlyReport } from '../src/report/monthly-report.ts'
import { missingOf, type Office } from '../src/report/office.ts'
import { dayOf } from '../src/report/period.ts'
import { periodName } from '../src/report/period-name.ts'
import type { CellKind } from '../src/report/tables/table.ts'
import { fillTable, type TableId, tableIds } from '../src/report/tables.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { lastDay } from './reports.tsx'

type Props = {
  frame: Frame
  report: MonthlyReport
  /** null for a draft. */
  sha256: string | null
  version: number | null
  /** All that there are, the newest first. */
  versions: number[]
  office: Office
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
  const isNewest = props.version === null || props.version === props.versions[0]
  const older = isNewest ? null : props.version
  const file = (format: string) => withQuery(`${path}/file`, { format, version: older })
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
          <a href={file('docx')} download>
            DOCX
          </a>
          <a href={file('xlsx')} download>
            XLSX
          </a>
          <a href={file('html')}>{t.reports.paper}</a>
          <a href={withQuery(`${path}.csv`, { version: older })} download>
            CSV
          </a>
          <a href={withQuery(`${path}.json`, { version: older })}>JSON</a>
        </p>
      </div>
      {state === 'draft' && (
        <p class="card loud">
          <strong class="error">{t.reports.draft}</strong> {t.reports.draftWhat}
        </p>
      )}
      <Standing {...props} isNewest={isNewest} />
      <About {...props} />
      {tableIds.map((id) => (
        <ReportTable {...props} id={id} />
      ))}
    </Layout>
  )
}

/** Whether it holds, what is missing before it can be sent, and what it changed. */
function Standing({ frame, report, office, version, versions, isNewest }: Props & { isNewest: boolean }) {
  const t = frame.t.reports
  const path = `/reports/${report.period.name}`
  const missing = missingOf(office)
  const { replaces, previous } = report
  return (
    <section class="card no-print">
      {!isNewest && (
        <p class="error">
          {t.replacedBy(String(versions[0]))} <a href={path}>{t.version(String(versions[0]))}</a>
        </p>
      )}
      {isNewest && (
        <p>
          {office.sentOn !== null && office.sentVersion === version
            ? t.sentOn(formatDay(office.sentOn, frame.locale))
            : `${t.missing}: ${missing.length === 0 ? t.complete : missing.map((one) => shortField(frame.t.reportOffice.fields[one])).join(', ')}.`}{' '}
          <a href={`${path}/office`}>{t.office}</a>
        </p>
      )}
      {previous !== null && (
        <p>
          <a href={withQuery(`${path}/changes`, { version: isNewest ? null : version })}>{t.changes}</a>
        </p>
      )}
      {versions.length > 1 && (
        <p>
          {t.otherVersions}:{' '}
          {versions.map((one) => (
            <>
              {one === version ? (
                <strong>{t.version(String(one))}</strong>
              ) : (
                <a href={withQuery(path, { version: one })}>{t.version(String(one))}</a>
              )}{' '}
            </>
          ))}
        </p>
      )}
      {replaces && <Differences frame={frame} replaces={replaces} />}
    </section>
  )
}

function Differences({
  frame,
  replaces,
}: {
  frame: Frame
  replaces: NonNullable<MonthlyReport['replaces']>
}) {
  const t = frame.t.reports
  const { version, reason, differences, more } = replaces
  const head = t.differenceColumns
  return (
    <details open={differences.length <= rowsShown}>
      <summary>
        {t.replaces(String(version), reason)} {t.differences}:{' '}
        {formatNumber(differences.length + more, frame.locale)}
      </summary>
      <TableBox label={t.differences}>
        <thead>
          <tr>
            {[head.table, head.row, head.column, head.before, head.after].map((title) => (
              <th scope="col">{title}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {differences.map(({ table, row, column, before, after }) => (
            <tr>
              {[table, row, column, before, after].map((text) => (
                <td>
                  <Raw text={text} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </TableBox>
      {more > 0 && <p class="small muted">{t.more(formatNumber(more, frame.locale))}</p>}
    </details>
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
        {report.months && (
          <>
            <dt>{t.reports.months}</dt>
            <dd>
              {report.months.map(({ period, sha256: hash }) => (
                <div>
                  <a href={`/reports/${period}`}>{periodName(period, frame)}</a>{' '}
                  <code class="small">{hash.slice(0, 16)}…</code>
                </div>
              ))}
            </dd>
          </>
        )}
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
  const { title, header, kinds, rows, notes } = fillTable(report, id, locale)
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
        notes.length === 0 && <p class="muted">{t.reports.emptyTable}</p>
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
                {row.map((cell, index) => (
                  <td class={typeof cell === 'number' ? 'number' : undefined}>
                    <ReportCell
                      cell={cell}
                      as={kinds[index]}
                      isUnit={units.has(String(cell))}
                      report={report}
                      frame={frame}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
      {notes.map((note) => (
        <p class="muted">{note}</p>
      ))}
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
  as,
  isUnit,
  report,
  frame,
}: {
  cell: string | number | null
  as: CellKind | undefined
  isUnit: boolean
  report: MonthlyReport
  frame: Frame
}) {
  if (cell === null) return null
  if (typeof cell === 'number') return <>{numberText(cell, as, frame)}</>
  if (isUnit)
    return <a href={withQuery(`/units/${encodeURIComponent(cell)}`, { asOf: report.cutoffAt })}>{cell}</a>
  if (/^[A-Z]{3}-\d\d$/.test(cell))
    return <a href={withQuery(`/criteria/${cell}`, { asOf: report.cutoffAt })}>{cell}</a>
  if (/^\d{4}-\d\d-\d\d$/.test(cell)) return <>{formatDay(cell, frame.locale)}</>
  return <Raw text={cell} />
}

/** As many decimals as the report states, which is four at most; shares as per cent. */
function numberText(value: number, as: CellKind | undefined, { locale }: Frame): string {
  if (as === 'share') return formatShare(value, locale)
  if (as === 'small_share') return formatPercent(100 * value, locale)
  if (as === 'change') return formatChange(value, locale)
  const digits = String(value).split('.')[1]?.length ?? 0
  return formatNumber(value, locale, Math.min(digits, 4))
}
