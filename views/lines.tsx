import { formatNumber, formatPercent, formatShare } from '../src/i18n/format.ts'
import type { Line, Unit } from '../src/model/inventory.ts'
import type { Commitment, ContractVerdict } from '../src/operations/line-contract.ts'
import type { LineFigures, LineState } from '../src/operations/line-figures.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters, Search } from './parts/filters.tsx'
import { linePath } from './parts/line-path.ts'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { LineStateMark, VerdictMark } from './parts/state.tsx'
import { type Sort, SortHead, TableBox } from './parts/table.tsx'
import { type UptimeDay, UptimeStrip } from './parts/uptime.tsx'

/** A line with its figures of the period; null where no day of it is kept. */
export type LineRow = {
  line: Line
  unit: Unit | null
  figures: LineFigures | null
  /** What it is at the moment shown; null where nothing says. */
  state: LineState | null
  /** The last 30 days that are over. */
  days: UptimeDay[]
  commitments: Commitment[]
  verdict: ContractVerdict
}

export const contractVerdicts = ['pass', 'fail', 'unknown', 'na'] as const

export type LinesQuery = {
  q?: string | undefined
  unit?: string | undefined
  provider?: string | undefined
  level?: string | undefined
  state?: string | undefined
  verdict?: string | undefined
  period?: string | undefined
}

type Props = {
  frame: Frame
  rows: LineRow[]
  slice: Slice
  sort: Sort
  query: LinesQuery
  period: PeriodProps['period']
  /** By verdict, of all lines that the other filters leave. */
  counts: Record<ContractVerdict, number>
  units: Unit[]
  providers: string[]
}

export function LinesPage(props: Props) {
  const { frame, slice, period } = props
  const t = frame.t.lines
  return (
    <Layout frame={frame} title={t.title} section="lines">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.what}</p>
      <PeriodLinks period={period} frame={frame} />
      <LineFilters {...props} />
      <LineList {...props} />
    </Layout>
  )
}

/** The part that refreshes: the rows and where in the list they are. */
export function LineList(props: Props) {
  const { frame, rows, slice } = props
  const t = frame.t.lines
  return (
    <Refreshing
      id="lines"
      from={withQuery(frame.url.replace(/^[^?]*/, '/parts/lines'), {})}
      status={t.count(formatNumber(slice.total, frame.locale))}
      frame={frame}
    >
      <VerdictChips {...props} />
      {rows.length === 0 ? (
        <div class="empty">
          <strong>{t.none}</strong>
          <span>{t.noneWhat}</span>
          <a href={atMoment('/lines', frame)}>{frame.t.clear}</a>
        </div>
      ) : (
        <LineTable {...props} />
      )}
      <Paging slice={slice} frame={frame} />
    </Refreshing>
  )
}

/** How many lines of each verdict, each the way to these. */
function VerdictChips({ frame, counts, query }: Props) {
  const { t, locale } = frame
  return (
    <ul class="chips">
      {contractVerdicts
        .filter((verdict) => counts[verdict] > 0)
        .map((verdict) => (
          <li>
            <a
              class="chip"
              href={withQuery(frame.url, { verdict: query.verdict === verdict ? null : verdict, page: null })}
              aria-current={query.verdict === verdict ? 'true' : undefined}
            >
              <VerdictMark
                verdict={verdict}
                word={`${t.verdict[verdict]} ${formatNumber(counts[verdict], locale)}`}
              />
            </a>
          </li>
        ))}
    </ul>
  )
}

function LineTable({ frame, rows, sort }: Props) {
  const t = frame.t.lines.columns
  return (
    <TableBox label={frame.t.lines.table} tall records>
      <thead>
        <tr>
          <SortHead frame={frame} column="unit" label={t.line} sort={sort} />
          <SortHead frame={frame} column="cir" label={t.cir} sort={sort} number />
          <th scope="col" class="number">
            {t.p95}
          </th>
          <SortHead frame={frame} column="load" label={t.load} sort={sort} number />
          <SortHead frame={frame} column="availability" label={t.availability} sort={sort} number />
          <th scope="col">{t.days}</th>
          <SortHead frame={frame} column="rtt" label={t.rtt} sort={sort} number />
          <SortHead frame={frame} column="loss" label={t.loss} sort={sort} number />
          <th scope="col" class="number">
            {t.ipv6}
          </th>
          <SortHead frame={frame} column="verdict" label={t.verdict} sort={sort} />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <LineTableRow row={row} frame={frame} />
        ))}
      </tbody>
    </TableBox>
  )
}

function LineTableRow({ row, frame }: { row: LineRow; frame: Frame }) {
  const { t, locale } = frame
  const { columns } = t.lines
  const { line, unit, figures, state, days, verdict } = row
  const number = (value: number | null | undefined, digits: number) =>
    value == null ? '–' : formatNumber(value, locale, digits)
  const share = (value: number | null | undefined, digits: number) =>
    value == null ? '–' : formatShare(value, locale, digits)
  const load = loadOf(figures)
  const { ipv4, ipv6 } = figures?.delay ?? { ipv4: null, ipv6: null }
  return (
    <tr>
      <th scope="row" class="roomy">
        <a href={linePath(line.code, frame)}>
          <Raw text={line.code} />
        </a>
        <span class="muted small">
          {' '}
          {t.lines.levels[line.level]} · <Raw text={line.provider} />
          <br />
          {unit === null ? <Raw text={line.unit} /> : unit.name}
        </span>
      </th>
      <td class="number" data-label={columns.cir}>
        {pair(number(line.cirDownMbps, 0), number(line.cirUpMbps, 0))}
      </td>
      <td class="number" data-label={columns.p95}>
        {pair(number(figures?.traffic.down.p95Mbps, 1), number(figures?.traffic.up.p95Mbps, 1))}
      </td>
      <td class="number" data-label={columns.load}>
        {share(load, 0)}
      </td>
      <td class="number" data-label={columns.availability}>
        {share(figures?.availability, 2)}
        {line.slaAvailabilityPct !== null && (
          <span class="muted small">
            <br />
            {t.lines.sla(formatPercent(line.slaAvailabilityPct, locale))}
          </span>
        )}
      </td>
      <td class="wide" data-label={columns.days}>
        <UptimeStrip days={days} frame={frame} />
        {state !== null && (
          <span class="small">
            <LineStateMark state={state} frame={frame} />
          </span>
        )}
      </td>
      <td class="number" data-label={columns.rtt}>
        {families(ipv4 && number(ipv4.rttP95Ms, 1), ipv6 && number(ipv6.rttP95Ms, 1))}
      </td>
      <td class="number" data-label={columns.loss}>
        {families(ipv4 && share(ipv4.loss, 2), ipv6 && share(ipv6.loss, 2))}
      </td>
      <td class="number" data-label={columns.ipv6}>
        {share(figures?.ipv6?.share.share, 1)}
      </td>
      <td data-label={columns.verdict}>
        <VerdictMark verdict={verdict} word={t.verdict[verdict]} />
      </td>
    </tr>
  )
}

/** The busier direction against its own committed rate. */
export function loadOf(figures: LineFigures | null): number | null {
  const { down, up } = figures?.traffic ?? {}
  const known = [down?.p95OfCir, up?.p95OfCir].filter((value) => value != null)
  return known.length === 0 ? null : Math.max(...known)
}

function pair(down: string, up: string) {
  return down === up ? down : `${down} / ${up}`
}

/** Of IPv4 above and of IPv6 below, each named, since one alone may be either. */
function families(ipv4: string | null, ipv6: string | null) {
  if (ipv4 === null && ipv6 === null) return '–'
  return (
    <>
      {ipv4 !== null && (
        <span class="nowrap">
          <span class="muted small">v4</span> {ipv4}
        </span>
      )}
      {ipv4 !== null && ipv6 !== null && <br />}
      {ipv6 !== null && (
        <span class="nowrap">
          <span class="muted small">v6</span> {ipv6}
        </span>
      )}
    </>
  )
}

function LineFilters({ frame, query, sort, units, providers }: Props) {
  const { t } = frame
  const levels = Object.entries(t.lines.levels)
  return (
    <Filters
      frame={frame}
      action="/lines"
      target="#lines"
      label={t.lines.filters}
      sort={sort}
      keep={{ period: query.period }}
    >
      <Search label={t.lines.searchLabel} value={query.q} frame={frame} />
      <Choice
        name="unit"
        label={t.lines.unit}
        value={query.unit}
        options={units.map(({ code, name }) => [code, name])}
        frame={frame}
      />
      <Choice
        name="provider"
        label={t.lines.provider}
        value={query.provider}
        options={providers.map((name) => [name, name])}
        frame={frame}
      />
      <Choice name="level" label={t.lines.level} value={query.level} options={levels} frame={frame} />
      <Choice
        name="state"
        label={t.lines.state}
        value={query.state}
        options={Object.entries(t.lines.states)}
        frame={frame}
      />
      <Choice
        name="verdict"
        label={t.lines.verdict}
        value={query.verdict}
        options={contractVerdicts.map((verdict) => [verdict, t.verdict[verdict]])}
        frame={frame}
      />
    </Filters>
  )
}
