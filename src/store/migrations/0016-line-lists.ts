import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Minutes of a line's days where no list has to pass over their numbers. Days of lines are rolled up anew, which now says
 * how many packets were in error and how many congestion cost.
 */
export const lineLists: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createIndex('line_day_minutes')
      .on('line_day')
      .columns(['line', 'from_at', 'minutes'])
      .execute()
    await sql`
      insert into rollup_due (check_id, day, edition)
      select distinct series_group.check_id, series_day.day, 1
      from series_day
      inner join series_group on series_group.id = series_day.series_group
      inner join "check" on "check".id = series_group.check_id
      where "check".probe = 'snmp-line'
      on conflict (check_id, day) do nothing`.execute(db)
  },
}
