import { sql } from 'kysely'
import type { Check, CheckState, Instant, Observation, Result, UnitState } from '../model.ts'
import { loadAddressPlan } from './address-plan.ts'
import { ofUnit, retiredAfter, toCheck } from './checks.ts'
import type { Database } from './database.ts'
import { loadDays } from './days.ts'
import { listDevicesBeside } from './devices-beside.ts'
import { listDocuments } from './documents.ts'
import { loadWebCounts } from './figures.ts'
import { groupBy } from './group-by.ts'
import { listAssets, listUnits, listVersions } from './inventory.ts'
import { observationColumns, toObservation } from './observation-row.ts'

/**
 * Intervals of each check that confirmation may have to look back over: a pending change, what it changed from, and a
 * few in between that differ in a detail only.
 */
const intervalsPerCheck = 8

/** And of the prober's own self-tests, whose outages void what others' checks saw in them. */
const intervalsPerSelfTest = 500

/** What can be known of one unit as of a moment. The same query serves today's page and last year's report. */
export async function loadUnitState(
  db: Database,
  code: string,
  asOf: Instant,
  { since }: { since?: Instant } = {},
): Promise<UnitState | undefined> {
  const [state] = await loadUnitStates(db, asOf, since === undefined ? { unit: code } : { unit: code, since })
  return state
}

/**
 * What can be known of every unit as of a moment. With `since`, every interval that reaches into [since, asOf] comes
 * along, so that each day of a period can be judged from this one load.
 */
export async function loadUnitStates(
  db: Database,
  asOf: Instant,
  { unit, since }: { unit?: string; since?: Instant } = {},
): Promise<UnitState[]> {
  const units = await listUnits(db, { asOf, ended: true, ...(unit !== undefined && { codes: [unit] }) })
  if (units.length === 0) return []
  const platforms = (await listUnits(db, { asOf, ended: true, kind: 'platform' })).map(({ code }) => code)
  const documents = groupBy(
    await listDocuments(db, { asOf, units: unit === undefined ? undefined : [unit, ...platforms] }),
    (document) => document.unit,
  )
  const assets = groupBy(
    await listAssets(db, unit === undefined ? { asOf } : { asOf, unit }),
    (asset) => asset.unit,
  )
  const versions = new Map<string, UnitState['versions']>()
  if (since !== undefined)
    for (const { code } of units) versions.set(code, await listVersions(db, code, { since, asOf }))
  const sitesOf = (code: string) => {
    const before = versions.get(code)?.assets.map(({ value }) => value) ?? []
    const known = [...(assets.get(code) ?? []), ...before]
    return new Set(known.flatMap((one) => (one.kind === 'service' && one.type === 'web' ? [one.host] : [])))
  }
  const hosts = units.flatMap(({ code }) => [...sitesOf(code)])
  const webCounts = groupBy(await loadWebCounts(db, { asOf, since, hosts }), ({ host }) => host)
  const addressPlan = await loadAddressPlan(db)
  const states = await loadCheckStates(db, asOf, unit, since)
  const days = await loadDays(db, { asOf, since, of: unit ?? 'units' })
  const prober = states.filter(({ check }) => check.unit === null)
  const owners = new Map(
    [...assets].flatMap(([code, own]) => own.map((asset) => [keyOf(asset), code] as const)),
  )
  // an asset that has moved since is judged where it was
  const byUnit = groupBy(states, ({ check }) =>
    check.unit === null ? null : (owners.get(keyOf(check.asset)) ?? unit ?? check.unit),
  )
  const all: UnitState[] = []
  for (const one of units) {
    const past = versions.get(one.code)
    const own = assets.get(one.code) ?? []
    const checks = byUnit.get(one.code) ?? []
    const beside = await listDevicesBeside(db, { unit: one.code, own, checks, asOf })
    all.push({
      unit: one,
      assets: own,
      ...(past && { versions: past }),
      ...(beside.length > 0 && { beside }),
      checks: checks.map((state) => {
        const kept = days.get(state.check.id)
        return kept ? { ...state, days: kept } : state
      }),
      prober,
      addressPlan,
      webCounts: [...sitesOf(one.code)].flatMap((host) => webCounts.get(host) ?? []),
      documents: documents.get(one.code) ?? [],
      platformDocuments: platforms.flatMap((code) => documents.get(code) ?? []),
    })
  }
  return all
}

function keyOf({ kind, code }: Check['asset']): string {
  return `${kind}~${code}`
}

/** The prober's own checks as of a moment. */
export async function loadProberStates(db: Database, asOf: Instant): Promise<CheckState[]> {
  return (await loadCheckStates(db, asOf, null)).filter(({ check }) => check.unit === null)
}

async function loadCheckStates(
  db: Database,
  asOf: Instant,
  unit: string | null | undefined,
  since?: Instant,
): Promise<CheckState[]> {
  const own = await loadStates(db, { asOf, since, of: 'prober', most: intervalsPerSelfTest })
  if (unit === null) return own
  return [...own, ...(await loadStates(db, { asOf, since, of: unit ?? 'units', most: intervalsPerCheck }))]
}

/** Checks of the prober, of all units, or of the unit of that code, with their newest intervals. */
async function loadStates(
  db: Database,
  {
    asOf,
    since,
    of,
    most,
  }: { asOf: Instant; since: Instant | undefined; of: 'prober' | 'units' | (string & {}); most: number },
): Promise<CheckState[]> {
  const checks = db
    .selectFrom('check')
    .where(retiredAfter(since ?? asOf))
    .where((eb) => {
      if (of === 'prober') return eb('check.unit', 'is', null)
      return of === 'units' ? eb('check.unit', 'is not', null) : ofUnit(of)
    })
  const rows = await checks.selectAll('check').orderBy('id').execute()
  const observations = await checks
    .crossJoin('observation') // SQLite keeps the order of a cross join: first the check, then its rows by key
    .select(observationColumns)
    .whereRef('observation.check_id', '=', 'check.id')
    .where('observation.first_due_at', '<=', asOf)
    .where('observation.first_seen_at', '<=', asOf)
    .where((eb) => {
      // both bounds are found by the key, so that a long history costs nothing
      const newest = eb
        .selectFrom('observation as newer')
        .select('newer.first_due_at')
        .whereRef('newer.check_id', '=', 'check.id')
        .orderBy('newer.first_due_at', 'desc')
      const fewest = newest
        .where('newer.first_due_at', '<=', asOf)
        .offset(most - 1)
        .limit(1)
      const wanted = [eb('observation.first_due_at', '>=', eb.fn.coalesce(fewest, sql.lit('')))]
      if (since !== undefined) {
        const before = newest.where('newer.first_due_at', '<=', since).limit(1)
        wanted.push(eb('observation.first_due_at', '>=', eb.fn.coalesce(before, sql.lit(''))))
      }
      return eb.or(wanted)
    })
    .orderBy('check.id')
    .orderBy('observation.first_due_at', 'desc')
    .execute()
  const byCheck = groupBy(observations, (row) => row.observation_check_id)
  return rows.map((row) => ({
    check: toCheck(row),
    ...(row.retired_at !== null && { retiredAt: row.retired_at }),
    observations: (byCheck.get(row.id) ?? []).map(toObservation),
  }))
}

/** Intervals of a check, newest first, older than `before`. */
export async function listObservations(
  db: Database,
  checkId: string,
  { limit, before }: { limit: number; before?: Instant | undefined },
): Promise<Observation[]> {
  const rows = await db
    .selectFrom('observation')
    .select(observationColumns)
    .where('check_id', '=', checkId)
    .$if(before !== undefined, (query) => query.where('first_due_at', '<', before as string))
    .orderBy('first_due_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toObservation)
}

/** The intervals of a check that reach into a time, newest first, at most so many. */
export async function listObservationsIn(
  db: Database,
  checkId: string,
  { from, to, limit }: { from: Instant; to: Instant; limit: number },
): Promise<Observation[]> {
  const rows = await db
    .selectFrom('observation')
    .select(observationColumns)
    .where('check_id', '=', checkId)
    .where('first_seen_at', '<', to)
    .where('last_seen_at', '>=', from)
    .orderBy('first_due_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toObservation)
}

export async function findObservation(
  db: Database,
  checkId: string,
  firstDueAt: Instant,
): Promise<Observation | undefined> {
  const row = await db
    .selectFrom('observation')
    .select(observationColumns)
    .where('check_id', '=', checkId)
    .where('first_due_at', '=', firstDueAt)
    .executeTakeFirst()
  return row && toObservation(row)
}

/**
 * The intervals that opened last, over all checks of units or of one: what changed lately. One that opened a check's history, or
 * that followed a gap and saw the same as before, is no change.
 */
export async function listChanges(
  db: Database,
  {
    since,
    asOf,
    limit,
    unit,
  }: {
    since: Instant
    asOf: Instant
    limit: number
    /** Only this unit's. */
    unit?: string
  },
): Promise<{ check: Check; observation: Observation; before: Observation }[]> {
  const rows = await db
    .selectFrom('observation')
    .innerJoin('check', 'check.id', 'observation.check_id')
    .selectAll('check')
    .select(observationColumns)
    .where('observation.first_seen_at', '>=', since)
    .where('observation.first_seen_at', '<=', asOf)
    .where((eb) => (unit === undefined ? eb('check.unit', 'is not', null) : eb('check.unit', '=', unit)))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('observation as earlier')
          .select('earlier.check_id')
          .whereRef('earlier.check_id', '=', 'observation.check_id')
          .whereRef('earlier.first_due_at', '<', 'observation.first_due_at'),
      ),
    )
    .orderBy('observation.first_seen_at', 'desc')
    .limit(limit * 4)
    .execute()
  const changes = []
  for (const row of rows) {
    if (changes.length === limit) break
    const observation = toObservation(row)
    const [before] = await listObservations(db, row.id, { limit: 1, before: row.first_due_at })
    if (before && !isSame(before.result, observation.result))
      changes.push({ check: toCheck(row), observation, before })
  }
  return changes
}

function isSame(before: Result, after: Result): boolean {
  if (before.ok || after.ok) return JSON.stringify(before) === JSON.stringify(after)
  return before.error === after.error // only the wording differs
}
