import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Changes of units that were entered by mistake stay, with who withdrew them and why. */
export const withdrawnChanges: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    for (const name of ['withdrawn_at', 'withdrawn_by', 'withdrawn_why'])
      await db.schema.alterTable('unit_change').addColumn(name, text).execute()
  },
}
