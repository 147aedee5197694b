import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** The hash of each exchange that is kept; what was kept before has none. */
export const evidenceHash: Migration = {
  async up(db: Kysely<unknown>) {
    const text = db.getExecutor().adapter instanceof PostgresAdapter ? sql`text collate "C"` : 'text'
    await db.schema.alterTable('evidence').addColumn('sha256', text).execute()
  },
}
