import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Minutes of a line's days by state beside their numbers, for lists of many lines. Days are made anew from the looks. */
export const lineMinutes: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    await sql`delete from line_day`.execute(db)
    await sql`delete from line_figure`.execute(db)
    await db.schema
      .alterTable('line_day')
      .addColumn('minutes', postgres ? sql`text collate "C"` : 'text', (built) =>
        built.notNull().defaultTo('{}'),
      )
      .execute()
  },
}
