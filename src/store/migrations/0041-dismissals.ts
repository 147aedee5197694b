import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Devices that were found and that somebody does not want in the inventory. */
export const dismissals: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    let table = db.schema.createTable('dismissal')
    for (const name of ['unit', 'key', 'reason', 'dismissed_at', 'dismissed_by'])
      table = table.addColumn(name, text, (column) => column.notNull())
    await table.addPrimaryKeyConstraint('dismissal_key', ['unit', 'key'] as never).execute()
  },
}
