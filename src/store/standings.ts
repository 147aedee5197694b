import type { ProfileFlag, UnitKind } from '../model/inventory.ts'
import type { Day, Instant } from '../model.ts'
import { type GroupStanding, readVerdicts, type Standing, writeVerdicts } from '../readiness/standing.ts'
import { sha256 } from '../report/canonical.ts'
import type { Database } from './database.ts'

/** Rows of one statement: 16 columns each, and SQLite binds at most 32,766 values. */
const batch = 500

/** Keeps how units stood on a day, judged by a version of the catalogue. What is kept already stays as it is. */
export async function addStandings(
  db: Database,
  { day, catalogue, standings }: { day: Day; catalogue: string; standings: Standing[] },
): Promise<void> {
  const [first] = standings
  if (first === undefined) return
  const ids = JSON.stringify(first.verdicts.map(({ id }) => id))
  const rules = rulesOf(catalogue, ids)
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('standing_rules')
      .values({ id: rules, catalogue, criteria: ids })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
    for (let start = 0; start < standings.length; start += batch)
      await transaction
        .insertInto('standing')
        .values(
          standings.slice(start, start + batch).map((one) => ({
            day,
            unit: one.unit,
            kind: one.kind,
            district: one.district,
            flags: one.flags.join('|'),
            rules,
            score: one.score,
            score_max: one.scoreMax,
            level: one.level,
            level_reachable: one.levelReachable,
            enough_data: Number(one.enoughData),
            broken: one.broken,
            weight_all: one.weight.all,
            weight_known: one.weight.known,
            weight_earned: one.weight.earned,
            verdicts: writeVerdicts(one.verdicts),
          })),
        )
        .onConflict((conflict) => conflict.columns(['day', 'unit']).doNothing())
        .execute()
  })
}

/** Notes that a day is complete, with its groups. */
export async function closeStandingDay(
  db: Database,
  {
    day,
    catalogue,
    keptAt,
    groups,
  }: {
    day: Day
    catalogue: string
    keptAt: Instant
    groups: Map<string, GroupStanding>
  },
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    if (groups.size > 0)
      await transaction
        .insertInto('standing_group')
        .values(
          [...groups].map(([name, group]) => ({
            name,
            day,
            units: group.units,
            score: group.score,
            score_max: group.scoreMax,
            coverage: group.coverage,
            levels: JSON.stringify(group.levels),
            broken: group.broken,
          })),
        )
        .onConflict((conflict) => conflict.columns(['name', 'day']).doNothing())
        .execute()
    await transaction
      .insertInto('standing_day')
      .values({ day, rules: catalogue, kept_at: keptAt })
      .onConflict((conflict) => conflict.column('day').doNothing())
      .execute()
  })
}

/** How every unit stood on a day, or one of them. */
export async function listStandings(
  db: Database,
  day: Day,
  { unit }: { unit?: string } = {},
): Promise<Standing[]> {
  const rows = await db
    .selectFrom('standing')
    .innerJoin('standing_rules', 'standing_rules.id', 'standing.rules')
    .selectAll('standing')
    .select('standing_rules.criteria')
    .where('day', '=', day)
    .$if(unit !== undefined, (query) => query.where('unit', '=', unit as string))
    .orderBy('unit')
    .execute()
  const ids = new Map<string, string[]>()
  return rows.map((row) => {
    const own = ids.get(row.rules) ?? JSON.parse(row.criteria)
    ids.set(row.rules, own)
    return {
      unit: row.unit,
      kind: row.kind as UnitKind,
      district: row.district,
      flags: row.flags === '' ? [] : (row.flags.split('|') as ProfileFlag[]),
      score: row.score,
      scoreMax: row.score_max,
      level: row.level,
      levelReachable: row.level_reachable,
      enoughData: row.enough_data === 1,
      broken: row.broken,
      weight: { all: row.weight_all, known: row.weight_known, earned: row.weight_earned },
      verdicts: readVerdicts(row.verdicts, own),
    }
  })
}

/** Codes of the units whose standing of a day is kept. */
export async function listStandingUnits(db: Database, day: Day): Promise<Set<string>> {
  const rows = await db.selectFrom('standing').select('unit').where('day', '=', day).execute()
  return new Set(rows.map(({ unit }) => unit))
}

/** The first and the last of the complete days, which have no hole between them; undefined before there is one. */
export async function findStandingSpan(
  db: Database,
  { until }: { until?: Day } = {},
): Promise<{ first: Day; last: Day } | undefined> {
  const ends = await Promise.all(
    (['asc', 'desc'] as const).map((direction) =>
      db
        .selectFrom('standing_day')
        .select('day')
        .$if(until !== undefined, (query) => query.where('day', '<=', until as string))
        .orderBy('day', direction)
        .limit(1)
        .executeTakeFirst(),
    ),
  )
  const [first, last] = ends
  return first && last && { first: first.day, last: last.day }
}

export type TrendPoint = {
  day: Day
  /** 0 to 100; null where nothing applies. */
  score: number | null
  scoreMax: number | null
  /** 0 to 1. */
  coverage: number | null
  /** Units at each level, 0 to 5; of a single unit 1 at its level. */
  levels: number[]
  broken: number
}

/** One unit on some days, oldest first; days on which it did not exist are left out. */
export async function listUnitTrend(db: Database, unit: string, days: Day[]): Promise<TrendPoint[]> {
  const rows = await db
    .selectFrom('standing')
    .select(['day', 'score', 'score_max', 'weight_all', 'weight_known', 'level', 'broken'])
    .where('unit', '=', unit)
    .where('day', 'in', days)
    .orderBy('day')
    .execute()
  return rows.map((row) => ({
    day: row.day,
    score: row.score,
    scoreMax: row.score_max,
    coverage: row.weight_all === 0 ? null : row.weight_known / row.weight_all,
    levels: [0, 1, 2, 3, 4, 5].map((level) => Number(level === row.level)),
    broken: row.broken,
  }))
}

/** One group (src/readiness/standing.ts) on some days, oldest first. */
export async function listGroupTrend(db: Database, name: string, days: Day[]): Promise<TrendPoint[]> {
  const rows = await db
    .selectFrom('standing_group')
    .selectAll()
    .where('name', '=', name)
    .where('day', 'in', days)
    .orderBy('day')
    .execute()
  return rows.map((row) => ({
    day: row.day,
    score: row.score,
    scoreMax: row.score_max,
    coverage: row.coverage,
    levels: JSON.parse(row.levels),
    broken: row.broken,
  }))
}

/** By which versions of the catalogue days were judged, each with its first day. */
export async function listStandingRules(
  db: Database,
  { until }: { until: Day },
): Promise<{ catalogue: string; from: Day }[]> {
  const rows = await db
    .selectFrom('standing_day')
    .select((eb) => ['rules', eb.fn.min<string>('day').as('from')])
    .where('day', '<=', until)
    .groupBy('rules')
    .orderBy('from')
    .execute()
  return rows.map(({ rules, from }) => ({ catalogue: rules, from }))
}

export type MeasurePoint = { day: Day; done: number; unknown: number; units: number }

/** Keeps how many units reached a measure on a day. */
export async function addMeasures(
  db: Database,
  points: (MeasurePoint & { measure: string })[],
): Promise<void> {
  if (points.length === 0) return
  await db
    .insertInto('standing_measure')
    .values(points)
    .onConflict((conflict) => conflict.columns(['measure', 'day']).doNothing())
    .execute()
}

/** A measure day by day, oldest first, from the first day up to one. */
export async function listMeasure(
  db: Database,
  measure: string,
  { until }: { until: Day },
): Promise<MeasurePoint[]> {
  return db
    .selectFrom('standing_measure')
    .select(['day', 'done', 'unknown', 'units'])
    .where('measure', '=', measure)
    .where('day', '<=', until)
    .orderBy('day')
    .execute()
}

/** The newest complete days on which a measure is not kept yet. */
export async function listDaysWithout(db: Database, measure: string, limit: number): Promise<Day[]> {
  const rows = await db
    .selectFrom('standing_day')
    .select('day')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('standing_measure')
            .select('standing_measure.day')
            .where('measure', '=', measure)
            .whereRef('standing_measure.day', '=', 'standing_day.day'),
        ),
      ),
    )
    .orderBy('day', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ day }) => day)
}

function rulesOf(catalogue: string, ids: string): string {
  return `${catalogue}-${sha256(ids).slice(0, 8)}`
}
