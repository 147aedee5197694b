import { formatNumber, formatPercent, formatShare } from '../src/i18n/format.ts'
import type { Hotspot, Unit } from '../src/model/inventory.ts'
import { roundedPercent } from '../src/operations/availability.ts'
import { type WifiFigures, wifiMethod } from '../src/operations/wifi-figures.ts'
import type { AssetVerdict } from '../src/readiness/assessment.ts'
import type { Finding } from '../src/readiness/criterion.ts'
import type { ApNow, Venue, VenueVerdict } from '../src/readiness/operations/venue.ts'
import type { WifiCriterion } from '../src/readiness/operations/wifi.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters, Search } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { type SiteDay, siteWords, stripOf } from './parts/site-strip.ts'
import { VerdictMark } from './parts/state.tsx'
import { type Sort, SortHead, TableBox } from './parts/table.tsx'
import { UptimeStrip } from './parts/uptime.tsx'
import { wifiPath } from './parts/wifi-path.ts'

/** A public Wi-Fi site with what it is, and its figures of the period; null where no day of it is kept. */
export type WifiRow = {
  site: Hotspot
  unit: Unit | null
  /** null: the province's own. */
  district: Unit | null
  aps: ApNow[]
  venue: Venue
  figures: WifiFigures | null
  /** What each of OPS-WF-01 to 04 finds in them. */
  findings: ({ id: WifiCriterion } & Finding)[]
  /** What WIF-01 finds of it; null where the criterion does not apply to its unit. */
  ipv6: AssetVerdict | null
  days: SiteDay[]
}

export type WifiQuery = {
  q?: string | undefined
  unit?: string | undefined
  provider?: string | undefined
  district?: string | undefined
  state?: VenueVerdict | undefined
  period?: string | undefined
}

export type WifiProps = {
  frame: Frame
  rows: WifiRow[]
  slice: Slice
  sort: Sort
  query: WifiQuery
  period: PeriodProps['period']
  /** By state, of all sites that the other filters leave. */
  counts: Record<VenueVerdict, number>
  districts: Unit[]
  providers: string[]
}

export function WifiPage(props: WifiProps) {
  const { frame, slice, period } = props
  const t = frame.t.wifi
  return (
    <Layout frame={frame} title={t.title} section="wifi">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.what}</p>
      <p class="actions no-print">
        <a href={atMoment('/wifi-aps', frame)}>{t.wall}</a>{' '}
        <a href={withQuery(atMoment('/wifi-providers', frame), { period: period.name })}>{t.providers}</a>
      </p>
      <PeriodLinks period={period} frame={frame} />
      <WifiFilters {...props} action="/wifi" target="#wifi" />
      <WifiList {...props} />
    </Layout>
  )
}

/** So few sites are shown at once; else districts are folded in which all sites serve in some way. */
const unfolded = 12

/** The part that refreshes: the sites, by district unless another order is asked for. */
export function WifiList(props: WifiProps) {
  const { frame, rows, slice, sort } = props
  const t = frame.t.wifi
  const districts = sort.by === 'district' ? groupByDistrict(rows) : [{ name: null, rows }]
  return (
    <Refreshing
      id="wifi"
      from={withQuery(frame.url.replace(/^[^?]*/, '/parts/wifi'), {})}
      status={t.count(formatNumber(slice.total, frame.locale))}
      frame={frame}
    >
      <StateChips {...props} />
      {rows.length === 0 && (
        <div class="empty">
          <strong>{t.none}</strong>
          <span>{t.noneWhat}</span>
          <a href={atMoment('/wifi', frame)}>{frame.t.clear}</a>
        </div>
      )}
      {districts
        .filter((one) => one.rows.length > 0)
        .map(({ name, rows }) =>
          name === null ? (
            <WifiTable {...props} rows={rows} label={t.table} />
          ) : (
            <details
              class="block fold"
              id={`district-${rows[0]?.district?.code ?? ''}`}
              open={slice.total <= unfolded || rows.some(({ venue }) => venue.verdict === 'fail')}
            >
              <summary>
                <h2>{name === '' ? t.noDistrict : name}</h2>{' '}
                <span class="muted small">{summaryOf(rows, frame)}</span>
              </summary>
              <WifiTable {...props} rows={rows} label={name || t.table} />
            </details>
          ),
        )}
      <Paging slice={slice} frame={frame} />
    </Refreshing>
  )
}

function groupByDistrict(rows: WifiRow[]): { name: string; rows: WifiRow[] }[] {
  const groups = new Map<string, WifiRow[]>()
  for (const row of rows) {
    const name = row.district?.name ?? ''
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  return [...groups].map(([name, rows]) => ({ name, rows }))
}

function summaryOf(rows: WifiRow[], { t, locale }: Frame): string {
  const number = (value: number) => formatNumber(value, locale)
  return `${t.wifi.count(number(rows.length))}, ${t.wifi.apCount(number(sum(rows, apsUp)), number(sum(rows, apsContracted)))}`
}

function sum(rows: WifiRow[], of: (row: WifiRow) => number): number {
  return rows.reduce((total, row) => total + of(row), 0)
}

/** Access points up now, as many of them as are contracted. */
export function apsUp(row: WifiRow): number {
  return Math.min(row.aps.filter(({ state }) => state === 'up').length, apsContracted(row))
}

export function apsContracted({ site }: Pick<WifiRow, 'site'>): number {
  return site.apContracted ?? site.aps.length
}

/** How many sites there are in each state, each the way to these. */
function StateChips({ frame, counts, query }: WifiProps) {
  const { t, locale } = frame
  const states = Object.entries(counts) as [VenueVerdict, number][]
  return (
    <ul class="chips">
      {states
        .filter(([, count]) => count > 0)
        .map(([state, count]) => (
          <li>
            <a
              class="chip"
              href={withQuery(frame.url, { state: query.state === state ? null : state, page: null })}
              aria-current={query.state === state ? 'true' : undefined}
            >
              <VerdictMark verdict={state} word={`${t.wifi.venue[state]} ${formatNumber(count, locale)}`} />
            </a>
          </li>
        ))}
    </ul>
  )
}

function WifiTable({ frame, rows, sort, label }: WifiProps & { label: string }) {
  const t = frame.t.wifi.columns
  return (
    <TableBox label={label} records>
      <thead>
        <tr>
          <th scope="col">{t.site}</th>
          <SortHead frame={frame} column="state" label={t.state} sort={sort} />
          <th scope="col">{t.days}</th>
          <SortHead frame={frame} column="aps" label={t.apShare} sort={sort} number />
          <SortHead frame={frame} column="service" label={t.siteShare} sort={sort} number />
          <SortHead frame={frame} column="load" label={t.load} sort={sort} number />
          <SortHead frame={frame} column="clients" label={t.clients} sort={sort} number />
          <SortHead frame={frame} column="ipv6" label={t.ipv6} sort={sort} number />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <WifiTableRow row={row} frame={frame} />
        ))}
      </tbody>
    </TableBox>
  )
}

function WifiTableRow({ row, frame }: { row: WifiRow; frame: Frame }) {
  const { t, locale } = frame
  const { columns } = t.wifi
  const { site, unit, figures, venue, days, findings, ipv6 } = row
  const [aps, service, load] = findings
  return (
    <tr>
      <th scope="row" class="roomy">
        <a href={wifiPath(site.code, frame)}>
          <Raw text={site.name} />
        </a>
        <span class="muted small">
          <br />
          <Raw text={site.provider} /> · {unit === null ? <Raw text={site.unit} /> : unit.name}
        </span>
      </th>
      <td data-label={columns.state}>
        <VerdictMark verdict={venue.verdict} word={t.wifi.venue[venue.verdict]} />
        <span class="muted small">
          <br />
          {t.wifi.apCount(formatNumber(apsUp(row), locale), formatNumber(apsContracted(row), locale))}
        </span>
      </td>
      <td class="wide" data-label={columns.days}>
        <UptimeStrip days={stripOf(days)} words={siteWords(frame)} frame={frame} />
      </td>
      <td class="number" data-label={columns.apShare}>
        <Judged value={minutesShare(figures?.aps.share, frame)} finding={aps} frame={frame} />
      </td>
      <td class="number" data-label={columns.siteShare}>
        <Judged value={minutesShare(figures?.site.share, frame)} finding={service} frame={frame} />
      </td>
      <td class="number" data-label={columns.load}>
        <Judged value={share(loadShare(figures), 0, frame)} finding={load} frame={frame} />
      </td>
      <td class="number" data-label={columns.clients}>
        {figures?.clients.most == null ? '–' : formatNumber(figures.clients.most.clients, locale)}
      </td>
      <td class="number" data-label={columns.ipv6}>
        <Ipv6Share of={ipv6} frame={frame} />
      </td>
    </tr>
  )
}

function loadShare(figures: WifiFigures | null): number | null {
  const known = [figures?.traffic.down.p95OfCir, figures?.traffic.up.p95OfCir].filter((one) => one != null)
  return known.length === 0 ? null : Math.max(...known)
}

function share(value: number | null | undefined, digits: number, { locale }: Frame): string {
  return value == null ? '–' : formatShare(value, locale, digits)
}

/** A share of minutes as the accounting method rounds it, and as the verdict and the report have it. */
export function minutesShare(value: number | null | undefined, { locale }: Frame): string {
  return value == null ? '–' : formatPercent(roundedPercent(value, wifiMethod.rounding), locale)
}

/** The share of its guests that had IPv6; rounded down, so that none reads as one that it has not reached. */
export function Ipv6Share({ of, frame }: { of: AssetVerdict | null; frame: Frame }) {
  if (of === null) return <>–</>
  const { share: found } = of
  const value = found ? Math.floor((found.part / found.whole) * 100 + 1e-9) / 100 : null
  return <Judged value={share(value, 0, frame)} finding={of} frame={frame} />
}

/** A figure with the mark of its criterion, whose sentence is its title. */
function Judged({
  value,
  finding,
  frame,
}: {
  value: string
  finding: Pick<AssetVerdict, 'verdict' | 'because'> | undefined
  frame: Frame
}) {
  const { t, locale } = frame
  if (finding === undefined) return <>{value}</>
  return (
    <span class="nowrap" title={finding.because[locale]}>
      <VerdictMark verdict={finding.verdict} word={value} />
      {value === '–' && <span class="visually-hidden">{t.verdict[finding.verdict]}</span>}
    </span>
  )
}

export function WifiFilters({
  frame,
  query,
  sort,
  districts,
  providers,
  action,
  target,
}: Pick<WifiProps, 'frame' | 'query' | 'districts' | 'providers'> & {
  sort: Sort | null
  action: string
  target: string
}) {
  const { t } = frame
  return (
    <Filters
      frame={frame}
      action={action}
      target={target}
      label={t.wifi.filters}
      sort={sort}
      keep={{ period: query.period, unit: query.unit }}
    >
      <Search label={t.wifi.searchLabel} value={query.q} frame={frame} />
      <Choice
        name="district"
        label={t.wifi.district}
        value={query.district}
        options={districts.map(({ code, name }) => [code, name])}
        frame={frame}
      />
      <Choice
        name="provider"
        label={t.wifi.provider}
        value={query.provider}
        options={providers.map((name) => [name, name])}
        frame={frame}
      />
      <Choice
        name="state"
        label={t.wifi.state}
        value={query.state}
        options={Object.entries(t.wifi.venue)}
        frame={frame}
      />
    </Filters>
  )
}
