import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What each import did to the inventory, so that the last one can be taken back. */
export const imports: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    let table = db.schema
      .createTable('inventory_import')
      .addColumn('number', 'integer', (column) => column.primaryKey())
    for (const name of ['imported_at', 'imported_by', 'files', 'body'])
      table = table.addColumn(name, text, (column) => column.notNull())
    for (const name of ['undone_at', 'undone_by']) table = table.addColumn(name, text)
    await table.execute()
  },
}
