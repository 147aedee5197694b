import { periodMsOf } from '../days.ts'
import type { Asset, Hotspot } from '../model/inventory.ts'
import type { Check, Instant, Observation } from '../model.ts'
import { isListed } from '../operations/ap-minutes.ts'
import { stateByReach, stateOfItself, stateOnController } from '../operations/ap-state.ts'
import { wifiCheckIds } from '../operations/wifi-figures.ts'
import type { JudgeOptions } from '../readiness/criterion.ts'
import { type GuestNetwork, guestNetworksOf } from '../readiness/guest-networks.ts'
import { type ApNow, type SiteTest, type Venue, venueOf } from '../readiness/operations/venue.ts'
import { batches } from './batches.ts'
import { findChecks } from './checks.ts'
import type { Database } from './database.ts'
import { observationColumns, toObservation } from './observation-row.ts'
import { listObservations } from './observations.ts'
import { findLastWifiDay } from './wifi-days.ts'
import { listOtherControllers } from './wifi-looks.ts'

/** Older than so many periods a look says nothing of now. */
const freshPeriods = 3
/** Intervals in which an access point is looked for that a controller may have lost today. */
const recentIntervals = 50

export type SiteNow = { aps: ApNow[]; venue: Venue }
type Moment = { at: Instant; asOf: Instant | null; pace: number }
/** Whom to look at for the guests of sites: the assets of a unit at the moment. */
export type Guests = {
  ofUnit: ReadonlyMap<string, Asset[]>
  options: Pick<JudgeOptions, 'treatDocumentationAsGlobal'>
}
type Newest = { check: Check; observation: Observation; isFresh: boolean }

/** What sites are by the newest looks at a moment, by site; by the addresses of their guests where `guests` is given. */
export async function loadSitesNow(
  db: Database,
  sites: Hotspot[],
  moment: Moment,
  guests?: Guests,
): Promise<Map<string, SiteNow>> {
  const networksOf = (site: Hotspot) => guestNetworksOf(site, guests?.ofUnit.get(site.unit) ?? [])
  const ids = sites.flatMap((site) => [...checksOf(site), ...networksOf(site).map(neighbourCheckId)])
  const newest = await loadNewest(db, [...new Set(ids)], moment)
  const now = new Map<string, SiteNow>()
  for (const site of sites) {
    const aps =
      site.controller === null
        ? site.aps.map((name) => ownNow(name, newest))
        : await listedNow(db, site, newest.get(wifiCheckIds(site.controller).wifi), moment)
    const test: SiteTest | null = newest.get(portalCheckId(site.code)) ?? null
    const networks = networksOf(site).map((one) => ({
      interfaces: one.interfaces,
      look: newest.get(neighbourCheckId(one)) ?? null,
    }))
    now.set(site.code, { aps, venue: venueOf(site, aps, test, networks, guests?.options) })
  }
  return now
}

export function portalCheckId(code: string): string {
  return `hotspot~${code}~web-portal`
}

export function neighbourCheckId({ device }: Pick<GuestNetwork, 'device'>): string {
  return `device~${device.code}~snmp-neighbours`
}

function checksOf({ code, controller, aps }: Hotspot): string[] {
  const devices = controller === null ? aps.map(wifiCheckIds) : [wifiCheckIds(controller)]
  return [
    portalCheckId(code),
    ...devices.flatMap(({ wifi, reach }) => (controller === null ? [wifi, reach] : [wifi])),
  ]
}

/** The newest look at each check that there is at a moment. */
async function loadNewest(
  db: Database,
  ids: string[],
  { at, asOf, pace }: Moment,
): Promise<Map<string, Newest>> {
  const found = new Map<string, Newest>()
  for (const some of batches(ids)) {
    const checks = await findChecks(db, some)
    const seen = asOf === null ? await listLast(db, some) : await listBefore(db, [...checks.keys()], at)
    for (const observation of seen) {
      const check = checks.get(observation.checkId)
      if (check === undefined) continue
      const ageMs = Date.parse(at) - Date.parse(observation.lastSeenAt)
      const isFresh = ageMs <= freshPeriods * periodMsOf(check.everySeconds, pace)
      found.set(check.id, { check, observation, isFresh })
    }
  }
  return found
}

async function listLast(db: Database, ids: string[]): Promise<Observation[]> {
  const rows = await db
    .selectFrom('last_look')
    .innerJoin('observation', (join) =>
      join
        .onRef('observation.check_id', '=', 'last_look.check_id')
        .onRef('observation.first_due_at', '=', 'last_look.first_due_at'),
    )
    .select(observationColumns)
    .where('last_look.check_id', 'in', ids)
    .execute()
  return rows.map(toObservation)
}

async function listBefore(db: Database, ids: string[], before: Instant): Promise<Observation[]> {
  const newest = await Promise.all(ids.map((id) => listObservations(db, id, { limit: 1, before })))
  return newest.flat()
}

function ownNow(device: string, newest: ReadonlyMap<string, Newest>): ApNow {
  const ids = wifiCheckIds(device)
  const [wifi, reach] = [newest.get(ids.wifi), newest.get(ids.reach)]
  const told = wifi?.isFresh ? stateOfItself(wifi.observation) : null
  if (wifi && told !== null) return { name: device, state: told, evidence: keyOf(wifi) }
  if (!reach?.isFresh) return { name: device, state: 'unmeasured', evidence: keyOf(wifi) }
  const state = stateByReach(reach.observation)
  // an answer to ping does not show that it serves, where more can be asked
  return { name: device, state: state === 'up' && wifi ? 'unmeasured' : state, evidence: keyOf(reach) }
}

async function listedNow(
  db: Database,
  site: Hotspot,
  controller: Newest | undefined,
  moment: Moment,
): Promise<ApNow[]> {
  const { code, aps } = site
  const { at } = moment
  const evidence = keyOf(controller)
  if (!controller?.isFresh) return aps.map((name) => ({ name, state: 'unmeasured', evidence }))
  const { observation } = controller
  const missing = aps.filter((name) => observation.result.ok && !isListed(observation, name))
  const before = missing.length === 0 ? new Set() : await listedBefore(db, code, observation, at, missing)
  const others = missing.length === 0 ? [] : await listElsewhere(db, site, moment)
  return aps.map((name) => {
    const state = stateOnController(observation, name, before.has(name))
    const other = state === 'up' ? undefined : others.find((one) => servesAt(one, name))
    return other ? { name, state: 'up', evidence: keyOf(other) } : { name, state, evidence }
  })
}

/** What controllers say now that its access points may have gone over to. */
async function listElsewhere(db: Database, site: Hotspot, moment: Moment): Promise<Newest[]> {
  const others = await listOtherControllers(db, site, moment.at)
  const newest = await loadNewest(
    db,
    others.map((code) => wifiCheckIds(code).wifi),
    moment,
  )
  return [...newest.values()].filter(({ isFresh }) => isFresh)
}

function servesAt({ observation }: Newest, name: string): boolean {
  return stateOnController(observation, name, false) === 'up'
}

/** Which of these the controller had in its list before: by the days that are kept, and by its looks since. */
async function listedBefore(
  db: Database,
  hotspot: string,
  { checkId, firstDueAt }: Observation,
  at: Instant,
  names: string[],
): Promise<Set<string>> {
  const kept = new Set((await findLastWifiDay(db, hotspot, at))?.listed)
  const looks = names.every((name) => kept.has(name))
    ? []
    : await listObservations(db, checkId, { limit: recentIntervals, before: firstDueAt })
  return new Set(names.filter((name) => kept.has(name) || looks.some((look) => isListed(look, name))))
}

function keyOf(newest: Newest | undefined): ApNow['evidence'] {
  return newest ? { checkId: newest.observation.checkId, firstDueAt: newest.observation.firstDueAt } : null
}
