import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/**
 * How often what verdicts of a unit are made from has changed, so that whoever keeps them knows when to judge again; and
 * where the numbers of a check are, which lie by time among those of all.
 */
export const revisions: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    await db.schema
      .createTable('revision')
      .addColumn('unit', postgres ? sql`text collate "C"` : 'text', (column) => column.primaryKey())
      .addColumn('number', postgres ? 'double precision' : 'integer', (column) => column.notNull())
      .execute()
    const text = postgres ? sql`text collate "C"` : 'text'
    await db.schema.alterTable('sample').addColumn('before_at', text).execute()
    await db.schema.alterTable('last_look').addColumn('sampled_at', text).execute()
  },
}
