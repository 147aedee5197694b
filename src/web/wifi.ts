import type { WifiRow } from '../../views/wifi.tsx'
import { dayAt, dayMsOf, startOfDayAt } from '../days.ts'
import { compareNames } from '../inventory/search.ts'
import type { Asset, Hotspot, Unit } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import type { WifiFigures } from '../operations/wifi-figures.ts'
import type { VenueVerdict } from '../readiness/operations/venue.ts'
import { judgeSite, wifiCriteria } from '../readiness/operations/wifi.ts'
import { isClosed, type Period } from '../report/period.ts'
import type { Database } from '../store/database.ts'
import { groupBy } from '../store/group-by.ts'
import { listAssets, listUnits } from '../store/inventory.ts'
import { listSiteMinutes } from '../store/wifi-days.ts'
import { loadWifiFigures } from '../store/wifi-figures.ts'
import { loadSitesNow } from '../store/wifi-now.ts'
import { judgeUnit, recentProvince } from './province.ts'
import type { WebDeps } from './web.ts'

const daysShown = 30

/** Sites with what they are at a moment and their figures of a period as they were known then; without days. */
export async function loadWifiRows(
  { db, pace, optionsAt }: WebDeps,
  sites: Hotspot[],
  { at, asOf, period }: { at: Instant; asOf: Instant | null; period: Pick<Period, 'from' | 'to'> },
): Promise<WifiRow[]> {
  const units = new Map((await listUnits(db, { asOf: at, ended: true })).map((unit) => [unit.code, unit]))
  const figures = await loadWifiFigures(db, { asOf: at, period, sites })
  const guests = { ofUnit: await assetsOf(db, sites, at), options: await optionsAt(at) }
  const now = await loadSitesNow(db, sites, { at, asOf, pace }, guests)
  return sites.flatMap((site): WifiRow[] => {
    const own = now.get(site.code)
    if (own === undefined) return []
    const unit = units.get(site.unit) ?? null
    return [
      {
        site,
        unit,
        district: districtOf(unit, units),
        ...own,
        figures: figures.get(site.code) ?? null,
        findings: wifiCriteria.map((id) => ({ id, ...judgeSite(id, site, figures.get(site.code)) })),
        ipv6: null,
        days: [],
      },
    ]
  })
}

/** What the networks of their guests are found by: the devices and sites of their units, by unit. */
async function assetsOf(db: Database, sites: Hotspot[], asOf: Instant): Promise<Map<string, Asset[]>> {
  const [unit, ...others] = new Set(sites.map((site) => site.unit))
  if (unit !== undefined && others.length === 0)
    return new Map([[unit, await listAssets(db, { unit, asOf })]])
  const found: Asset[] = [
    ...(await listAssets(db, { kind: 'device', asOf })),
    ...(await listAssets(db, { kind: 'hotspot', asOf })),
  ]
  return groupBy(found, (asset) => asset.unit)
}

/** The rows with what WIF-01 found of each at the end of a period, or at `at` while that goes on. */
export async function withIpv6(
  deps: WebDeps,
  rows: WifiRow[],
  { at, period }: { at: Instant; period: Period },
): Promise<WifiRow[]> {
  const asOf = isClosed(period, at) ? new Date(Date.parse(period.to) - 1).toISOString() : at
  const [unit, ...others] = new Set(rows.map(({ site }) => site.unit))
  const one = unit === undefined || others.length > 0 ? null : await judgeUnit(deps, unit, asOf)
  const judged = one ? [one] : await recentProvince(deps, asOf)
  const found = new Map(
    judged
      .flatMap(({ readiness }) => readiness.verdicts.find(({ id }) => id === 'WIF-01')?.assets ?? [])
      .flatMap((verdict) =>
        verdict.asset.kind === 'hotspot' ? [[verdict.asset.code, verdict] as const] : [],
      ),
  )
  return rows.map((row) => ({ ...row, ipv6: found.get(row.site.code) ?? null }))
}

/** The district that a unit is, or lies in; null for what is the province's. */
function districtOf(unit: Unit | null, units: ReadonlyMap<string, Unit>): Unit | null {
  for (let one = unit; one !== null; one = units.get(one.parent ?? '') ?? null)
    if (one.kind === 'district') return one
  return null
}

/** The rows with the days of a time that are over, by default the last 30. */
export async function withSiteDays(
  { db, pace }: WebDeps,
  rows: WifiRow[],
  { at, from, to = at }: { at: Instant; from?: Instant; to?: Instant },
): Promise<WifiRow[]> {
  const dayMs = dayMsOf(pace)
  const end = dayAt(new Date(Date.parse(to > at ? at : to) + 1).toISOString(), dayMs)
  const first = from === undefined ? end - daysShown : Math.max(dayAt(from, dayMs), end - 31)
  const starts = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index)
  const found = await listSiteMinutes(db, {
    hotspots: rows.map(({ site }) => site.code),
    from: startOfDayAt(first, dayMs),
    to: startOfDayAt(end, dayMs),
  })
  return rows.map((row) => {
    // the first day of a site may have begun before anybody looked
    const own = new Map([...(found.get(row.site.code) ?? [])].map(([at, one]) => [dayAt(at, dayMs), one]))
    return {
      ...row,
      days: starts.map((day) => ({
        from: startOfDayAt(day, dayMs),
        to: startOfDayAt(day + 1, dayMs),
        minutes: own.get(day) ?? null,
      })),
    }
  })
}

/** By district, those of the province last; within it by name. */
export function byPlace(one: WifiRow, other: WifiRow): number {
  return (
    Number(one.district === null) - Number(other.district === null) ||
    compareNames(one.district?.name ?? '', other.district?.name ?? '') ||
    compareNames(one.site.name, other.site.name) ||
    compareNames(one.site.code, other.site.code)
  )
}

/** The busier direction against what is contracted for it. */
export function loadOfSite(figures: WifiFigures | null): number | null {
  const known = [figures?.traffic.down.p95OfCir, figures?.traffic.up.p95OfCir].filter((one) => one != null)
  return known.length === 0 ? null : Math.max(...known)
}

export const venueVerdicts: readonly VenueVerdict[] = ['pass', 'partial', 'fail', 'unknown']
