import { sql } from 'kysely'
import type { ProbeName } from '../../probes/index.ts'
import { calendarDayMs, dayAt } from '../days.ts'
import type { Instant } from '../model.ts'
import type { Breathe } from './breather.ts'
import type { Database } from './database.ts'
import { foldStrays } from './fold-samples.ts'
import { groupBy } from './group-by.ts'
import { decodeRows } from './sample-rows.ts'
import { decodeMoments } from './series-codec.ts'
import { groupOf } from './series-groups.ts'

/** Looks that one piece removes. */
const looksAtOnce = 500
/** Moments of one check that are kept in memory. */
const momentsKept = 512

/**
 * What is known to be folded, kept from piece to piece because they go through the days by time: by check the next moments
 * of a group, and of each layout the group of its first series.
 */
export type KnownFolded = { moments: Map<string, Float64Array>; groups: Map<string, string> }

export function createKnownFolded(): KnownFolded {
  return { moments: new Map(), groups: new Map() }
}

type Key = { at: Instant; check_id: string; layout: string }

/**
 * Removes the oldest looks before `before`, some hundred at a time and only looks that it has seen to be folded; those
 * that are not it folds first. Returns whether there were any.
 */
export async function sweepSamples(
  db: Database,
  { before, isRolled }: { before: Instant; isRolled(probe: ProbeName): boolean },
  known: KnownFolded,
  breathe: Breathe,
): Promise<boolean> {
  const keys: Key[] = await db
    .selectFrom('sample')
    .select(['at', 'check_id', 'layout'])
    .where('at', '<', before)
    .orderBy('at')
    .orderBy('check_id')
    .limit(sql.lit(looksAtOnce))
    .execute()
  if (keys.length === 0) return false
  const strays: Key[] = []
  for (const key of keys) {
    await breathe()
    if (!(await isFolded(db, key, known))) strays.push(key)
  }
  for (const [checkId, list] of groupBy(strays, ({ check_id }) => check_id)) {
    const { probe } = await db
      .selectFrom('check')
      .select('probe')
      .where('id', '=', checkId)
      .executeTakeFirstOrThrow()
    const rows = await decodeRows(db, await bodiesOf(db, list), new Map())
    await foldStrays(db, { checkId, rows, rolled: isRolled(probe as ProbeName) }, breathe)
    known.moments.clear()
  }
  const gone = strays.length > 0 ? keys.filter((key) => !strays.includes(key)) : keys
  // by their keys: a look as old as these that came in meanwhile stays
  if (gone.length > 0) await db.deleteFrom('sample').where(among(gone)).execute()
  return true
}

function among(keys: Key[]) {
  const values = keys.map(({ at, check_id }) => sql`(${at}, ${check_id})`)
  return sql<boolean>`(at, check_id) in (values ${sql.join(values)})`
}

async function bodiesOf(db: Database, keys: Key[]) {
  return db.selectFrom('sample').select(['at', 'layout', 'body']).where(among(keys)).orderBy('at').execute()
}

async function isFolded(db: Database, { at, check_id, layout }: Key, known: KnownFolded): Promise<boolean> {
  const moment = Date.parse(at)
  const group = await firstGroupOf(db, layout, known)
  const place = `${check_id} ${group}`
  let moments = known.moments.get(place)
  if (moments === undefined || moment > (moments.at(-1) ?? 0) || moment < (moments[0] ?? 0)) {
    moments = await momentsFrom(db, { checkId: check_id, group, at })
    known.moments.set(place, moments)
  }
  return moments.includes(moment)
}

/** The moments from `at` on, of the same day, at which something of the group is folded. */
async function momentsFrom(
  db: Database,
  { checkId, group, at }: { checkId: string; group: string; at: Instant },
): Promise<Float64Array> {
  const row = await db
    .selectFrom('series_group')
    .innerJoin('series_day', 'series_day.series_group', 'series_group.id')
    .select('series_day.body')
    .where('series_group.check_id', '=', checkId)
    .where('series_group.name', '=', group)
    .where('series_day.day', '=', dayAt(at, calendarDayMs))
    .executeTakeFirst()
  if (row === undefined) return new Float64Array(0)
  const all = decodeMoments(row.body)
  const first = all.findIndex((moment) => moment >= Date.parse(at))
  return first === -1 ? new Float64Array(0) : all.slice(first, first + momentsKept)
}

async function firstGroupOf(db: Database, layout: string, { groups }: KnownFolded): Promise<string> {
  const known = groups.get(layout)
  if (known !== undefined) return known
  const { series } = await db
    .selectFrom('sample_layout')
    .select('series')
    .where('id', '=', layout)
    .executeTakeFirstOrThrow()
  const [first = ''] = JSON.parse(series) as string[]
  groups.set(layout, groupOf(first.slice(2)))
  return groups.get(layout) ?? ''
}
