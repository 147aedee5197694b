import type { Instant, Observation } from '../model.ts'
import { type ApSeen, apMinutes, isListed } from './ap-minutes.ts'
import { stateByReach, stateOfItself, stateOnController } from './ap-state.ts'
import { type Outage, outagesIn } from './incidents.ts'
import { firstAndLast, type LineDayNumbers, trafficOn } from './line-day.ts'
import type { LineEvidence } from './line-figures.ts'
import { type MaintenanceWindow, maintenanceIn } from './maintenance.ts'
import { minuteMs } from './minutes.ts'
import type { Readings, Series } from './series.ts'
import { siteMinutes } from './site-minutes.ts'
import { type ClientSteps, clientSteps } from './wifi-clients.ts'
import { type ApRun, type SiteRun, wifiMethod } from './wifi-figures.ts'

/** Of an access point, or of the whole site where `ap` is null. */
type WifiOutage = Outage & { ap: string | null; opened: LineEvidence | null }

/** What one day of a public Wi-Fi site came to: the figures of any time of whole days are made of these. */
export type WifiDayNumbers = {
  from: Instant
  to: Instant
  method: string
  /** Access points that are counted against. */
  contracted: number
  runs: SiteRun[]
  aps: { name: string; runs: ApRun[] }[]
  /** Those that their controller ever had in its list. */
  listed: string[]
  /** Those that reach into the day, each from its true beginning on. */
  outages: WifiOutage[]
  clients: ClientSteps
  /** Averages in Mb/s over steps of the clock, as the interface counts; and what was carried in all, in octets. */
  traffic: LineDayNumbers['traffic']
  octets: number | null
  apEvidence: LineEvidence[]
  uplinkEvidence: LineEvidence[]
}

/** One access point with what was seen of it. `clients`: what it counted, by look. */
export type ApOfDay = { name: string; seen: ApSeen | null; clients: Series | undefined }

/** What was seen of a site on a day, or on a part of it. */
export type WifiDaySeen = {
  from: Instant
  to: Instant
  contracted: number
  aps: ApOfDay[]
  /** Milliseconds of the steps that clients are counted at, and that averages are made over. */
  clientStepMs: number
  stepMs: number
  counters: Readings
  counted: Observation[]
  /** The interface by which `counters` are named; null where nobody counts. */
  interface: string | null
  countPeriodMs: number
  maintenance: MaintenanceWindow[]
  /** The day before. */
  before: Pick<WifiDayNumbers, 'outages' | 'listed'> | undefined
}

/** Domain rules 3.8, all of one day. Pure: equal looks give equal numbers. */
export function wifiDayOf(seen: WifiDaySeen): WifiDayNumbers {
  const { from, to, contracted, aps, clientStepMs, stepMs, before } = seen
  const time = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  const whole = {
    fromMs: Math.ceil(time.fromMs / minuteMs) * minuteMs,
    toMs: Math.ceil(time.toMs / minuteMs) * minuteMs,
  }
  const maintenance = maintenanceIn(seen.maintenance)
  const own = aps.map(({ name, seen }) => ({
    name,
    runs: apMinutes(name, seen, { ...time, method: wifiMethod, maintenance }),
  }))
  const runs = siteMinutes(
    own.map((ap) => ap.runs),
    { ...whole, contracted },
  )
  const traffic = trafficOn({ ...seen, readings: seen.counters }, time)
  return {
    from,
    to,
    method: wifiMethod.id,
    contracted,
    runs,
    aps: own,
    listed: [...new Set([...(before?.listed ?? []), ...listedIn(aps)])].sort(),
    outages: [
      ...outagesOf(null, runs, seen),
      ...own.flatMap(({ name, runs }) => outagesOf(name, runs, seen)),
    ],
    clients: clientSteps(
      own.map(({ runs }, index) => ({ runs, readings: aps[index]?.clients })),
      { ...time, stepMs: clientStepMs },
    ),
    traffic,
    octets: octetsOf(traffic, seen.interface === null ? null : stepMs),
    apEvidence: endsOf(
      aps.flatMap(({ seen }) => looksOf(seen)),
      seen,
    ),
    uplinkEvidence: endsOf(seen.counted, seen),
  }
}

/** All looks that tell of an access point. */
function looksOf(seen: ApSeen | null): Observation[] {
  if (seen === null) return []
  return seen.by === 'controller' ? seen.looks : [...(seen.looks.wifi ?? []), ...seen.looks.reach]
}

function listedIn(aps: ApOfDay[]): string[] {
  return aps.flatMap(({ name, seen }) =>
    seen?.by === 'controller' && (seen.wasListed || seen.looks.some((look) => isListed(look, name)))
      ? [name]
      : [],
  )
}

function outagesOf(
  ap: string | null,
  runs: { state: string; from: Instant; minutes: number }[],
  { from, aps, before }: WifiDaySeen,
): WifiOutage[] {
  const last = before?.outages.filter((one) => one.ap === ap).at(-1)
  return outagesIn(runs, { mergeMinutes: wifiMethod.mergeMinutes, before: last })
    .map((one) => ({
      ...one,
      ap,
      opened:
        one.from === last?.from ? last.opened : openedBy(one, aps.find(({ name }) => name === ap) ?? aps[0]),
    }))
    .filter((one) => one.to === null || one.to > from)
}

/** The first look around the beginning of an outage that shows it. */
function openedBy({ from }: Outage, ap: ApOfDay | undefined): LineEvidence | null {
  if (ap?.seen == null) return null
  const since = Date.parse(from) - minuteMs
  const found = looksDown(ap.name, ap.seen).find((look) => Date.parse(look.lastSeenAt) >= since)
  return found ? { checkId: found.checkId, firstDueAt: found.firstDueAt } : null
}

function looksDown(name: string, seen: ApSeen): Observation[] {
  if (seen.by === 'controller')
    return seen.looks.filter((look) => stateOnController(look, name, true) === 'down')
  const { wifi, reach } = seen.looks
  return [
    ...(wifi ?? []).filter((look) => stateOfItself(look) === 'down'),
    ...reach.filter((look) => stateByReach(look) === 'down'),
  ]
}

function octetsOf({ in: into, out }: LineDayNumbers['traffic'], stepMs: number | null): number | null {
  if (stepMs === null) return null
  const mbps = [...into, ...out].reduce((sum, one) => sum + one, 0)
  return Math.round((mbps * 1e6 * stepMs) / 1000 / 8)
}

function endsOf(looks: Observation[], { from, to }: Pick<WifiDaySeen, 'from' | 'to'>): LineEvidence[] {
  const within = looks
    .filter((one) => one.lastSeenAt >= from && one.firstSeenAt < to)
    .sort((one, other) => (one.firstDueAt < other.firstDueAt ? -1 : 1))
  return firstAndLast(within.map(({ checkId, firstDueAt }) => ({ checkId, firstDueAt })))
}
