import { type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { ProbeName } from '../../probes/index.ts'
import type { AssetKind } from '../model/inventory.ts'
import type { Check, Instant, Observation } from '../model.ts'
import { batches } from './batches.ts'
import type { Database } from './database.ts'
import { type ObservationRow, observationColumns, toObservation } from './observation-row.ts'
import type { Schema } from './schema.ts'

/** A check with its schedule and the newest look at it. */
export type CheckRow = Check & {
  nextDueAt: Instant
  retiredAt: Instant | null
  last: {
    dueAt: Instant
    startedAt: Instant
    durationMs: number
    manual: boolean
    observation: Observation
  } | null
}

export const checkSorts = ['id', 'nextDueAt', 'lastAt', 'probe', 'unit'] as const
export type CheckSort = (typeof checkSorts)[number]

export type CheckFilter = {
  unit?: string | undefined
  /** Of these units only; none of them when it is empty. */
  units?: string[] | undefined
  probe?: string | undefined
  vantage?: string | undefined
  asset?: Check['asset'] | undefined
  /** Outcome of the newest look: `never` when there was none. */
  result?: 'ok' | 'error' | 'never' | undefined
  /** Part of the check's id or host, any case. */
  search?: string | undefined
  retired?: boolean
}

/** One page of checks and how many there are in all. */
export async function listChecks(
  db: Database,
  {
    offset = 0,
    limit = 50,
    sort = 'id',
    descending = false,
    ...filter
  }: CheckFilter & { offset?: number; limit?: number; sort?: CheckSort; descending?: boolean },
): Promise<{ items: CheckRow[]; total: number }> {
  const column = (
    {
      id: 'check.id',
      nextDueAt: 'check.next_due_at',
      lastAt: 'last_look.started_at',
      probe: 'check.probe',
      unit: 'check.unit',
    } as const
  )[sort]
  const rows = await withLast(db)
    .where((eb) => matches(eb, filter))
    .orderBy(column, (order) => (descending ? order.desc() : order.asc()).nullsLast())
    .orderBy('check.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const { total } = await db
    .selectFrom('check')
    .leftJoin('last_look', 'last_look.check_id', 'check.id')
    .leftJoin('observation', (join) =>
      join
        .onRef('observation.check_id', '=', 'last_look.check_id')
        .onRef('observation.first_due_at', '=', 'last_look.first_due_at'),
    )
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .where((eb) => matches(eb, filter))
    .executeTakeFirstOrThrow()
  return { items: rows.map(toCheckRow), total }
}

export async function findCheck(db: Database, id: string): Promise<CheckRow | undefined> {
  const row = await withLast(db).where('check.id', '=', id).executeTakeFirst()
  return row && toCheckRow(row)
}

/** Checks with their newest looks, by id. */
export async function listChecksOf(db: Database, ids: string[]): Promise<Map<string, CheckRow>> {
  const found = new Map<string, CheckRow>()
  for (const some of batches(ids))
    for (const row of await withLast(db).where('check.id', 'in', some).execute())
      found.set(row.id, toCheckRow(row))
  return found
}

/** The checks that jobs name; those deleted or retired since are missing. */
export async function findChecks(db: Database, ids: string[]): Promise<Map<string, Check>> {
  const rows = await db
    .selectFrom('check')
    .selectAll()
    .where('id', 'in', ids)
    .where('retired_at', 'is', null)
    .execute()
  return new Map(rows.map((row) => [row.id, toCheck(row)]))
}

function withLast(db: Database) {
  return db
    .selectFrom('check')
    .leftJoin('last_look', 'last_look.check_id', 'check.id')
    .leftJoin('observation', (join) =>
      join
        .onRef('observation.check_id', '=', 'last_look.check_id')
        .onRef('observation.first_due_at', '=', 'last_look.first_due_at'),
    )
    .selectAll('check')
    .select(['last_look.due_at', 'last_look.started_at', 'last_look.duration_ms', 'last_look.manual'])
    .select(observationColumns)
}

type Joined = Schema & { last_look: Schema['last_look']; observation: Schema['observation'] }

function matches(
  eb: ExpressionBuilder<Joined, 'check' | 'last_look' | 'observation'>,
  { unit, units, probe, vantage, asset, result, search, retired = false }: CheckFilter,
) {
  const conditions = [eb('check.retired_at', retired ? 'is not' : 'is', null)]
  if (unit !== undefined) conditions.push(eb('check.unit', '=', unit))
  if (units !== undefined) conditions.push(eb('check.unit', 'in', units.length > 0 ? units : ['']))
  if (probe !== undefined) conditions.push(eb('check.probe', '=', probe))
  if (vantage !== undefined) conditions.push(eb('check.vantage', '=', vantage))
  if (asset !== undefined) {
    conditions.push(eb('check.asset_kind', '=', asset.kind), eb('check.asset_code', '=', asset.code))
  }
  if (result === 'never') conditions.push(eb('observation.check_id', 'is', null))
  if (result === 'ok') conditions.push(eb('observation.facts', 'is not', null))
  if (result === 'error') conditions.push(eb('observation.error', 'is not', null))
  if (search) {
    const pattern = `%${search.toLowerCase().replaceAll(/[%_\\]/g, '')}%`
    conditions.push(
      eb.or([
        eb(eb.fn<string>('lower', ['check.id']), 'like', pattern),
        eb(eb.fn<string>('lower', ['check.settings']), 'like', pattern),
      ]),
    )
  }
  return eb.and(conditions)
}

/** Checks of a unit, and those of assets that were ever its own and have moved. Both sides are found by an index. */
export function ofUnit(unit: string) {
  return sql<SqlBool>`"check".id in (
    select id from "check" where unit = ${unit}
    union
    select moved.id from asset
    join "check" as moved on moved.asset_kind = asset.kind and moved.asset_code = asset.code
    where asset.unit = ${unit})`
}

/** Checks that were still looking at a moment. */
export function retiredAfter(at: Instant) {
  return sql<SqlBool>`("check".retired_at is null or "check".retired_at > ${at})`
}

export function toCheck(row: Selectable<Schema['check']>): Check {
  return {
    id: row.id,
    unit: row.unit,
    asset: { kind: row.asset_kind as AssetKind | 'prober', code: row.asset_code },
    probe: row.probe as ProbeName,
    settings: JSON.parse(row.settings),
    vantage: row.vantage,
    everySeconds: row.every_seconds,
    host: row.host,
    ...(row.settings_since === '' ? {} : { since: row.settings_since }),
  }
}

function toCheckRow(
  row: Selectable<Schema['check']> & {
    due_at: string | null
    started_at: string | null
    duration_ms: number | null
    manual: number | null
  } & { [K in keyof ObservationRow]: ObservationRow[K] | null },
): CheckRow {
  return {
    ...toCheck(row),
    nextDueAt: row.next_due_at,
    retiredAt: row.retired_at,
    last:
      row.due_at === null || row.observation_check_id === null
        ? null
        : {
            dueAt: row.due_at,
            startedAt: row.started_at ?? row.due_at,
            durationMs: row.duration_ms ?? 0,
            manual: row.manual === 1,
            observation: toObservation(row as ObservationRow),
          },
  }
}
