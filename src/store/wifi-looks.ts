import { periodMsOf } from '../days.ts'
import type { Device, Hotspot } from '../model/inventory.ts'
import type { Check, Instant } from '../model.ts'
import { type ApSeen, isListed } from '../operations/ap-minutes.ts'
import { findAp } from '../operations/ap-state.ts'
import { lineCounters } from '../operations/line-day.ts'
import { linkSeries } from '../operations/link-rates.ts'
import type { Series } from '../operations/series.ts'
import { type ApOfDay, type WifiDayNumbers, type WifiDaySeen, wifiDayOf } from '../operations/wifi-day.ts'
import { uplinkCheckId, wifiCheckIds } from '../operations/wifi-figures.ts'
import { findCheck } from './checks.ts'
import type { Database } from './database.ts'
import { findAsset, listAssets } from './inventory.ts'
import { listAround, listBlind } from './line-looks.ts'
import { listExcluded } from './maintenance.ts'
import { readSeries } from './series.ts'
import { findLastWifiDay } from './wifi-days.ts'

/** What was at the edge of a time is told by looks on both sides of it, at most so many periods away. */
const edgePeriods = 3
/** Domain rules 3.7 and 3.9: p95 is of averages over five minutes, and as often is Wi-Fi looked at. */
const stepSeconds = 300

type Time = { from: Instant; to: Instant; pace: number }

/** What a site came to on the day after the newest that is kept, or on the part of it that is over, made from its looks. */
export async function loadWifiDay(db: Database, site: Hotspot, time: Time): Promise<WifiDayNumbers> {
  const before = await findLastWifiDay(db, site.code, time.from)
  const listed = new Set(before?.listed)
  const aps =
    site.controller === null
      ? await Promise.all(site.aps.map((name) => loadOwnAp(db, name, time)))
      : await loadListedAps(db, { site, controller: site.controller, listed }, time)
  return wifiDayOf({
    from: time.from,
    to: time.to,
    contracted: site.apContracted ?? site.aps.length,
    aps,
    clientStepMs: clientStepOf(aps, time.pace),
    stepMs: periodMsOf(stepSeconds, time.pace),
    ...(await loadUplink(db, site, time)),
    maintenance: await listExcluded(db, { unit: site.unit, provider: site.provider }, time.from, time.to),
    before,
  })
}

/** As long as the time between two looks. */
function clientStepOf(aps: ApOfDay[], pace: number): number {
  const periods = aps.map(({ seen }) => (seen?.by === 'itself' ? seen.periodMs.wifi : (seen?.periodMs ?? 0)))
  return Math.max(periodMsOf(stepSeconds, pace), ...periods)
}

/** Access points behind a controller: what it lists, and how many clients it counts on each. */
async function loadListedAps(
  db: Database,
  { site, controller, listed }: { site: Hotspot; controller: string; listed: Set<string> },
  { from, to, pace }: Time,
): Promise<ApOfDay[]> {
  const names = site.aps
  const check = await findCheck(db, wifiCheckIds(controller).wifi)
  if (check === undefined) return names.map(unseen)
  const periodMs = periodMsOf(check.everySeconds, pace)
  const looks = await listAround(db, check.id, { from, to: shifted(to, edgePeriods * periodMs + 1) })
  const ids = new Map(names.map((name) => [name, new Set<string>()]))
  for (const { result } of looks)
    for (const [name, own] of ids) {
      const found = result.ok ? findAp(result.facts as Parameters<typeof findAp>[0], name) : null
      if (found) own.add(found.id)
    }
  const series = [...new Set([...ids.values()].flatMap((own) => [...own].map(clientsOf)))]
  const readings = await readSeries(db, { checkId: check.id, series, from: shifted(from, -periodMs), to })
  const isAway = (name: string) => looks.some((look) => look.result.ok && !isListed(look, name))
  const others = names.some(isAway)
    ? await Promise.all(
        (await listOtherControllers(db, site, to)).map((other) =>
          listAround(db, wifiCheckIds(other).wifi, { from, to: shifted(to, edgePeriods * periodMs + 1) }),
        ),
      )
    : []
  return names.map((name) => ({
    name,
    seen: { by: 'controller', looks, periodMs, wasListed: listed.has(name), others } satisfies ApSeen,
    // one that was replaced goes on under another id
    clients: [...(ids.get(name) ?? [])]
      .map((id) => readings.get(clientsOf(id)))
      .find((one) => one !== undefined),
  }))
}

/** Controllers that its access points may go over to: others of its provider or unit. */
export async function listOtherControllers(db: Database, site: Hotspot, asOf: Instant): Promise<string[]> {
  const controllers = (await listAssets(db, { kind: 'hotspot', asOf }))
    .filter(({ unit, provider }) => unit === site.unit || (provider !== '' && provider === site.provider))
    .flatMap(({ controller }) => controller ?? [])
  return [...new Set(controllers)].filter((code) => code !== site.controller).sort()
}

function clientsOf(id: string): string {
  return `ap.${id}.clients`
}

function unseen(name: string): ApOfDay {
  return { name, seen: null, clients: undefined }
}

/** An access point of its own: what it tells of its Wi-Fi, and whether it answers. */
async function loadOwnAp(db: Database, device: string, { from, to, pace }: Time): Promise<ApOfDay> {
  const ids = wifiCheckIds(device)
  const [wifi, reach] = [await findCheck(db, ids.wifi), await findCheck(db, ids.reach)]
  if (wifi === undefined && reach === undefined) return unseen(device)
  const around = async (check: Check | undefined) => {
    const periodMs = periodMsOf(check?.everySeconds ?? stepSeconds, pace)
    const beyond = shifted(to, edgePeriods * periodMs + 1)
    return { periodMs, looks: check ? await listAround(db, check.id, { from, to: beyond }) : [] }
  }
  const [told, answered] = [await around(wifi), await around(reach)]
  const { address, address6 } = (await findAsset(db, 'device', device, { asOf: to })) ?? nowhere
  return {
    name: device,
    seen: {
      by: 'itself',
      looks: { wifi: wifi ? told.looks : null, reach: answered.looks },
      periodMs: { wifi: told.periodMs, reach: answered.periodMs },
      blind: reach
        ? await listBlind(
            db,
            reach,
            {
              ...(address !== null && { ceAddress: address }),
              ...(address6 !== null && { ceAddress6: address6 }),
            },
            { from, to },
          )
        : [],
    },
    clients: wifi
      ? (
          await readSeries(db, {
            checkId: wifi.id,
            series: ['clients'],
            from: shifted(from, -told.periodMs),
            to,
          })
        ).get('clients')
      : undefined,
  }
}

const nowhere: Pick<Device, 'address' | 'address6'> = { address: null, address6: null }

/** What the uplink of a site counted. */
async function loadUplink(
  db: Database,
  { code }: Hotspot,
  { from, to, pace }: Time,
): Promise<Pick<WifiDaySeen, 'counters' | 'counted' | 'interface' | 'countPeriodMs'>> {
  const check = await findCheck(db, uplinkCheckId(code))
  if (check === undefined)
    return { counters: new Map<string, Series>(), counted: [], interface: null, countPeriodMs: 1 }
  const countPeriodMs = periodMsOf(check.everySeconds, pace)
  const edgeMs = edgePeriods * countPeriodMs + 1
  const name = (check.settings as { interface: string }).interface
  return {
    counters: await readSeries(db, {
      checkId: check.id,
      series: linkSeries(`if.${name}`, lineCounters),
      from: shifted(from, -edgeMs),
      to: shifted(to, edgeMs),
    }),
    counted: await listAround(db, check.id, { from, to }),
    interface: name,
    countPeriodMs,
  }
}

/** Every site that is looked at, or was, with the moment from which on nothing of it is kept yet. Longest waiting first. */
export async function listHotspotsToKeep(
  db: Database,
  hotspots: Hotspot[],
): Promise<{ hotspot: string; from: Instant }[]> {
  const waiting = await Promise.all(
    hotspots.map(async (site) => ({ hotspot: site.code, from: await nextFrom(db, site) })),
  )
  return waiting
    .flatMap(({ hotspot, from }) => (from === null ? [] : [{ hotspot, from }]))
    .sort((one, other) => (one.from < other.from ? -1 : 1))
}

async function nextFrom(db: Database, site: Hotspot): Promise<Instant | null> {
  const kept = await db
    .selectFrom('wifi_day')
    .select('to_at')
    .where('hotspot', '=', site.code)
    .orderBy('from_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (kept) return kept.to_at
  const checks = (site.controller === null ? site.aps : [site.controller]).flatMap((device) => {
    const { wifi, reach } = wifiCheckIds(device)
    return site.controller === null ? [wifi, reach] : [wifi]
  })
  let first: Instant | null = null
  for (const check of [...checks, uplinkCheckId(site.code)]) {
    const look = await db
      .selectFrom('observation')
      .select('first_seen_at')
      .where('check_id', '=', check)
      .orderBy('first_due_at')
      .limit(1)
      .executeTakeFirst()
    if (look && (first === null || look.first_seen_at < first)) first = look.first_seen_at
  }
  return first
}

function shifted(at: Instant, ms: number): Instant {
  return new Date(Date.parse(at) + ms).toISOString()
}
