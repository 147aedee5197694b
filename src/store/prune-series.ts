import { sql } from 'kysely'
import type { Database } from './database.ts'

/** Rows that one piece removes. */
const rowsAtOnce = 500

/** Removes some rows of the oldest day before `before`. Returns whether there were any. */
export async function pruneSeries(
  db: Database,
  table: 'series_day' | 'rollup_day',
  before: number,
): Promise<boolean> {
  const oldest = await db.selectFrom(table).select('day').orderBy('day').limit(1).executeTakeFirst()
  if (oldest === undefined || oldest.day >= before) return false
  const { day } = oldest
  const some = db
    .selectFrom(table)
    .select('series_group')
    .where('day', '=', day)
    .orderBy('series_group')
    .limit(sql.lit(rowsAtOnce))
  await db.deleteFrom(table).where('day', '=', day).where('series_group', 'in', some).execute()
  return true
}
