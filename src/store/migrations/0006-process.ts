import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Processes announce themselves, so that a vantage from which nobody looks any more is missed. */
export const processes: Migration = {
  async up(db: Kysely<unknown>) {
    const text = db.getExecutor().adapter instanceof PostgresAdapter ? sql`text collate "C"` : 'text'
    let table = db.schema.createTable('process')
    for (const column of ['id', 'machine', 'roles', 'vantages', 'started_at', 'heard_at'])
      table = table.addColumn(column, text, (built) => built.notNull())
    await table.addPrimaryKeyConstraint('process_key', ['id'] as never).execute()
  },
}
