import { z } from 'zod'
import { WifiList, WifiPage, type WifiQuery, type WifiRow } from '../../../views/wifi.tsx'
import { type ProviderCard, WifiProvidersPage } from '../../../views/wifi-providers.tsx'
import { WifiWall, WifiWallPage } from '../../../views/wifi-wall.tsx'
import { compareNames, fold } from '../../inventory/search.ts'
import { deliveredBy } from '../../operations/wifi-delivered.ts'
import { type ApState, apStates, siteStates } from '../../operations/wifi-figures.ts'
import type { ApNow, VenueVerdict } from '../../readiness/operations/venue.ts'
import { listAssets } from '../../store/inventory.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { readMonth } from '../lines.ts'
import { choice, paging, readAsOf, readQuery, searchText, sliceOf, sorting } from '../query.ts'
import { withinReach } from '../reach.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext } from '../web.ts'
import { byPlace, loadOfSite, loadWifiRows, venueVerdicts, withIpv6, withSiteDays } from '../wifi.ts'

export const wifiPages: Page[] = [
  { method: 'GET', path: '/wifi', rule: 'own', formats: ['json', 'csv'], handle: showSites },
  { method: 'GET', path: '/parts/wifi', rule: 'own', handle: showSites },
  { method: 'GET', path: '/wifi-aps', rule: 'own', formats: ['json', 'csv'], handle: showWall },
  { method: 'GET', path: '/parts/wifi-aps', rule: 'own', handle: showWall },
  { method: 'GET', path: '/wifi-providers', rule: 'own', formats: ['json', 'csv'], handle: showProviders },
]

const sorts = ['district', 'state', 'aps', 'service', 'load', 'clients', 'ipv6'] as const

const filters = {
  asOf: z.string().optional(), // readAsOf reads it
  q: searchText,
  unit: searchText,
  provider: searchText,
  district: searchText,
  state: choice(venueVerdicts),
  period: z.string().optional(),
}

async function showSites(c: WebContext) {
  const { deps } = c.var
  const { sort = { by: 'district' as const, descending: false }, ...asked } = readQuery(c, {
    ...filters,
    ...paging,
    sort: sorting(sorts),
  })
  const about = await loadAll(c, asked)
  const { all, matching, period, at, asOf } = about
  const found = await withIpv6(deps, about.found, { at, period })
  const slice = { ...sliceOf(c, asked), total: found.length }
  const shown = found.sort(comparing(sort)).slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'csv') return sendCsv(c, `wifi-${period.name}`, wifiColumns, shown)
  const rows = await withSiteDays(deps, shown, { at })
  if (c.var.format === 'json') return sendList(c, { items: rows, total: found.length, asOf: at })
  const frame = await frameOf(c, { asOf })
  const props = {
    frame: { ...frame, url: frame.url.replace('/parts/wifi', '/wifi') },
    rows,
    slice,
    sort,
    query: asked,
    period,
    counts: countBy(matching),
    ...choicesOf(all),
  }
  return c.html(isPartial(c) ? <WifiList {...props} /> : <WifiPage {...props} />)
}

/** Every access point; a wall is looked at as a whole, so that it has no pages. */
async function showWall(c: WebContext) {
  const { period: _, ...shape } = filters
  const asked = readQuery(c, shape)
  const { found, all, at, asOf } = await loadAll(c, asked)
  const rows = found.sort(byPlace)
  const aps = rows.flatMap((row) =>
    row.aps.map((ap) => ({ ...ap, hotspot: row.site.code, site: row.site.name })),
  )
  if (c.var.format === 'csv') return sendCsv(c, 'wifi-aps', apColumns, aps)
  if (c.var.format === 'json') return sendList(c, { items: aps, total: aps.length, asOf: at })
  const frame = await frameOf(c, { asOf })
  const props = {
    frame: { ...frame, url: frame.url.replace('/parts/wifi-aps', '/wifi-aps') },
    rows,
    slice: { offset: 0, limit: rows.length, page: 1, total: rows.length },
    query: asked,
    counts: Object.fromEntries(
      apStates.map((state) => [state, aps.filter((ap) => ap.state === state).length]),
    ) as Record<ApState, number>,
    ...choicesOf(all),
  }
  return c.html(isPartial(c) ? <WifiWall {...props} /> : <WifiWallPage {...props} />)
}

async function showProviders(c: WebContext) {
  const asked = readQuery(c, { asOf: filters.asOf, provider: filters.provider, period: filters.period })
  const { period, at, asOf, ...about } = await loadAll(c, asked)
  const found = await withIpv6(c.var.deps, about.found, { at, period })
  const names = [...new Set(found.map(({ site }) => site.provider))].sort(compareNames)
  const cards = names.map((provider): ProviderCard => {
    const rows = found.filter(({ site }) => site.provider === provider).sort(byPlace)
    return { provider, rows, ...deliveredBy(rows) }
  })
  if (c.var.format === 'csv') return sendCsv(c, `wifi-providers-${period.name}`, providerColumns, cards)
  if (c.var.format === 'json') return sendJson(c, { items: cards, total: cards.length, asOf: at })
  const props = { frame: await frameOf(c, { asOf }), cards, period, provider: asked.provider || undefined }
  return c.html(<WifiProvidersPage {...props} />)
}

/** All sites at the moment that is asked for, those that the filters leave, and those that the state leaves of them. */
async function loadAll(c: WebContext, asked: WifiQuery) {
  const { deps } = c.var
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const period = readMonth(asked.period, at)
  const sites = withinReach(c, await listAssets(deps.db, { kind: 'hotspot', asOf: at }), ({ unit }) => unit)
  const all = await loadWifiRows(deps, sites, { at, asOf, period })
  const matching = all.filter(matches(asked))
  const found = matching.filter(({ venue }) => asked.state === undefined || venue.verdict === asked.state)
  return { asOf, at, period, all, matching, found }
}

/** Everything but the state, by which those that are left are counted. */
function matches({ q, unit, provider, district }: WifiQuery): (row: WifiRow) => boolean {
  const folded = fold(q ?? '')
  return ({ site, ...row }) =>
    (!unit || site.unit === unit) &&
    (!provider || site.provider === provider) &&
    (!district || row.district?.code === district) &&
    (folded === '' ||
      fold(`${site.code} ${site.name} ${site.address} ${site.category} ${site.contractNo}`).includes(folded))
}

function countBy(rows: WifiRow[]): Record<VenueVerdict, number> {
  const counts = { pass: 0, partial: 0, fail: 0, unknown: 0 }
  for (const { venue } of rows) counts[venue.verdict]++
  return counts
}

function choicesOf(rows: WifiRow[]) {
  const districts = new Map(
    rows.flatMap(({ district }) => (district ? [[district.code, district] as const] : [])),
  )
  return {
    districts: [...districts.values()].sort((one, other) => compareNames(one.name, other.name)),
    providers: [...new Set(rows.map(({ site }) => site.provider))]
      .filter((name) => name !== '')
      .sort(compareNames),
  }
}

const gravity = ['fail', 'unknown', 'partial', 'pass']

/** Ties go by place; what is not known comes last whichever way. */
function comparing({ by, descending }: { by: (typeof sorts)[number]; descending: boolean }) {
  const direction = descending ? -1 : 1
  const value: Record<typeof by, (row: WifiRow) => number | null> = {
    district: () => 0,
    state: ({ venue }) => gravity.indexOf(venue.verdict),
    aps: ({ figures }) => figures?.aps.share ?? null,
    service: ({ figures }) => figures?.site.share ?? null,
    load: ({ figures }) => loadOfSite(figures),
    clients: ({ figures }) => figures?.clients.most?.clients ?? null,
    ipv6: ({ ipv6 }) => (ipv6?.share ? ipv6.share.part / ipv6.share.whole : null),
  }
  return (a: WifiRow, b: WifiRow) => {
    const [one, other] = [value[by](a), value[by](b)]
    const known = Number(one === null) - Number(other === null)
    return (
      known || direction * ((one ?? 0) - (other ?? 0)) || (by === 'district' ? direction : 1) * byPlace(a, b)
    )
  }
}

/** Of the list and of one site. */
export const wifiColumns: CsvColumn<WifiRow>[] = [
  ['code', ({ site }) => site.code],
  ['name', ({ site }) => site.name],
  ['unit', ({ site }) => site.unit],
  ['district', ({ district }) => district?.name ?? null],
  ['category', ({ site }) => site.category],
  ['provider', ({ site }) => site.provider],
  ['contract_no', ({ site }) => site.contractNo],
  ['state', ({ venue }) => venue.verdict],
  ['state_because', ({ venue }) => venue.because.vi],
  ['aps_up_now', ({ aps }) => aps.filter(({ state }) => state === 'up').length],
  ['ap_contracted', ({ site }) => site.apContracted],
  ['from', ({ figures }) => figures?.from ?? null],
  ['to', ({ figures }) => figures?.to ?? null],
  ['method', ({ figures }) => figures?.method ?? null],
  ['ap_share', ({ figures }) => figures?.aps.share ?? null],
  ['ap_coverage', ({ figures }) => figures?.aps.coverage ?? null],
  ...apStates.map(
    (state): CsvColumn<WifiRow> => [
      `ap_minutes_${state}`,
      ({ figures }) => figures?.apMinutes[state] ?? null,
    ],
  ),
  ['site_share', ({ figures }) => figures?.site.share ?? null],
  ...siteStates.map(
    (state): CsvColumn<WifiRow> => [
      `site_minutes_${state}`,
      ({ figures }) => figures?.siteMinutes[state] ?? null,
    ],
  ),
  ['p95_down_mbps', ({ figures }) => figures?.traffic.down.p95Mbps ?? null],
  ['p95_up_mbps', ({ figures }) => figures?.traffic.up.p95Mbps ?? null],
  ['p95_of_contract', ({ figures }) => loadOfSite(figures)],
  ['volume_gb', ({ figures }) => figures?.volumeGb ?? null],
  ['clients_most', ({ figures }) => figures?.clients.most?.clients ?? null],
  ['clients_most_at', ({ figures }) => figures?.clients.most?.at ?? null],
  ['clients_mean', ({ figures }) => figures?.clients.mean ?? null],
  ['days', ({ figures }) => figures?.clients.days ?? null],
  ['days_with_clients', ({ figures }) => figures?.clients.daysTold ?? null],
  ['incidents', ({ figures }) => figures?.incidents.length ?? null],
  ['ipv6', ({ ipv6 }) => ipv6?.verdict ?? null],
  ['guests_seen', ({ ipv6 }) => ipv6?.share?.whole ?? null],
  ['guests_with_ipv6', ({ ipv6 }) => ipv6?.share?.part ?? null],
]

const apColumns: CsvColumn<ApNow & { hotspot: string; site: string }>[] = [
  ['site', ({ hotspot }) => hotspot],
  ['site_name', ({ site }) => site],
  ['ap', ({ name }) => name],
  ['state', ({ state }) => state],
  ['check', ({ evidence }) => evidence?.checkId ?? null],
  ['observation', ({ evidence }) => evidence?.firstDueAt ?? null],
]

const providerColumns: CsvColumn<ProviderCard>[] = [
  ['provider', ({ provider }) => provider],
  ['contracts', ({ contracts }) => contracts.map(({ no }) => no).join(', ')],
  ['sites', ({ rows }) => rows.length],
  ['monthly_fee', ({ fee }) => fee],
  ['ap_contracted', ({ apsContracted }) => apsContracted],
  ['ap_named', ({ apsNamed }) => apsNamed],
  ['ap_share', ({ aps }) => aps.share],
  ...apStates.map(
    (state): CsvColumn<ProviderCard> => [`ap_minutes_${state}`, ({ apMinutes }) => apMinutes[state]],
  ),
  ['site_share', ({ site }) => site.share],
  ...siteStates.map(
    (state): CsvColumn<ProviderCard> => [`site_minutes_${state}`, ({ siteMinutes }) => siteMinutes[state]],
  ),
  ['sites_with_ipv6', ({ rows }) => rows.filter(({ ipv6 }) => ipv6?.verdict === 'pass').length],
]
