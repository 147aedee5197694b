import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Rows that one piece removes. */
const rowsAtOnce = 500

/** The first day after `day` of which there is anything. */
export async function findDayAfter(
  db: Database,
  table: 'series_day' | 'rollup_day',
  day: number,
): Promise<number | undefined> {
  const next = await db
    .selectFrom(table)
    .select('day')
    .where('day', '>', day)
    .orderBy('day')
    .limit(1)
    .executeTakeFirst()
  return next?.day
}

/** Removes some of what is kept of a day, with `keepLines` not that of lines. Returns whether there was any. */
export async function pruneDay(
  db: Database,
  table: 'series_day' | 'rollup_day',
  { day, keepLines }: { day: number; keepLines: boolean },
): Promise<boolean> {
  const some = await db
    .selectFrom(table)
    .innerJoin('series_group', 'series_group.id', `${table}.series_group`)
    .innerJoin('check', 'check.id', 'series_group.check_id')
    .select('series_group.id')
    .where(`${table}.day`, '=', day)
    .$if(keepLines, (query) => query.where('check.asset_kind', '!=', 'line'))
    .limit(sql.lit(rowsAtOnce))
    .execute()
  if (some.length === 0) return false
  const groups = some.map(({ id }) => id)
  await db.deleteFrom(table).where('day', '=', day).where('series_group', 'in', groups).execute()
  return true
}
