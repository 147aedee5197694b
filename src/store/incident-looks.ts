import { sql } from 'kysely'
import type { IncidentEvidence } from '../model/incidents.ts'
import type { Check, Instant, Observation } from '../model.ts'
import { lineCheckIds } from '../operations/line-figures.ts'
import { batches } from './batches.ts'
import { toCheck } from './checks.ts'
import type { Database } from './database.ts'
import { groupBy } from './group-by.ts'
import { observationColumns, toObservation } from './observation-row.ts'
import { listSamples } from './series.ts'

/** By these a thing is known to be there, or not. */
const reachProbes = ['reach-ping', 'snmp-reach', 'snmp-pe', 'prober-self-test']

/** Every check that tells whether something is there. */
export async function listReachChecks(db: Database): Promise<Check[]> {
  const rows = await db
    .selectFrom('check')
    .selectAll()
    .where('probe', 'in', reachProbes)
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(toCheck)
}

/** Assets of which silence began, or went on after a gap, since a moment: `kind~code`. */
export async function listFallen(db: Database, since: Instant): Promise<string[]> {
  const rows = await db
    .selectFrom('observation')
    .innerJoin('check', 'check.id', 'observation.check_id')
    .select(['check.asset_kind', 'check.asset_code'])
    .distinct()
    .where('observation.first_seen_at', '>=', since)
    .where('check.probe', 'in', ['reach-ping', 'snmp-reach', 'prober-self-test'])
    .where('check.retired_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('observation.error', '=', 'snmp_timeout'),
        eb('observation.facts', 'like', '%"answered":false%'),
        eb('observation.facts', 'like', '%"working":false%'),
      ]),
    )
    .execute()
  return rows.map(({ asset_kind, asset_code }) => `${asset_kind}~${asset_code}`)
}

/** At most so many intervals of one check: of one that flaps for longer the newest tell. */
const mostIntervals = 400

/** The intervals of checks that reach into the time since a moment, each with the one before, oldest first. */
export async function listLooksSince(
  db: Database,
  checkIds: string[],
  since: Instant,
): Promise<Map<string, Observation[]>> {
  const looks = new Map<string, Observation[]>()
  for (const some of batches(checkIds)) {
    const rows = await db
      .selectFrom('check')
      .crossJoin('observation') // SQLite keeps the order of a cross join: first the check, then its rows by key
      .select(observationColumns)
      .where('check.id', 'in', some)
      .whereRef('observation.check_id', '=', 'check.id')
      .where((eb) => {
        const newest = eb
          .selectFrom('observation as newer')
          .select('newer.first_due_at')
          .whereRef('newer.check_id', '=', 'check.id')
          .orderBy('newer.first_due_at', 'desc')
        const most = newest.offset(mostIntervals - 1).limit(1)
        const before = newest.where('newer.first_due_at', '<=', since).offset(1).limit(1)
        return eb.and([
          eb('observation.first_due_at', '>=', eb.fn.coalesce(before, sql.lit(''))),
          eb('observation.first_due_at', '>=', eb.fn.coalesce(most, sql.lit(''))),
        ])
      })
      .orderBy('observation.check_id')
      .orderBy('observation.first_due_at')
      .execute()
    for (const [id, own] of groupBy(rows, (row) => row.observation_check_id))
      looks.set(id, own.map(toObservation))
  }
  return looks
}

/** When the device that counts a line last started, by the newest look at it; undefined where none tells since then. */
export async function findStarted(
  db: Database,
  line: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<{ startedMs: number; seenMs: number; evidence: IncidentEvidence } | undefined> {
  const checkId = lineCheckIds(line).counters
  const [last] = await listSamples(db, checkId, { from, to, limit: 1 })
  const ticks = last?.values.sysUpTime
  if (last === undefined || ticks === undefined) return undefined
  const observation = await db
    .selectFrom('observation')
    .select(['first_due_at'])
    .where('check_id', '=', checkId)
    .where('first_seen_at', '<=', last.at)
    .orderBy('first_due_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (observation === undefined) return undefined
  const seenMs = Date.parse(last.at)
  return {
    startedMs: seenMs - Number(ticks) * 10,
    seenMs,
    evidence: { checkId, firstDueAt: observation.first_due_at, seenAt: last.at },
  }
}
