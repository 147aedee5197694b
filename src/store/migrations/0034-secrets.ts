import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Credentials of devices and channels, encrypted with a key that the database does not hold. */
export const secrets: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    await db.schema
      .createTable('secret')
      .addColumn('name', text, (column) => column.primaryKey())
      .addColumn('key_id', text, (column) => column.notNull())
      .addColumn('body', postgres ? 'bytea' : 'blob', (column) => column.notNull())
      .addColumn('entered_at', text, (column) => column.notNull())
      .addColumn('entered_by', text, (column) => column.notNull())
      .execute()
  },
}
