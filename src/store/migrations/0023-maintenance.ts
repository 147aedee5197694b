import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Announced work: a rule in a zone, never deleted but closed. */
export const maintenance: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    const number: ColumnDataType = postgres ? 'double precision' : 'integer'
    let table = db.schema.createTable('maintenance').addColumn('id', text, (column) => column.primaryKey())
    const said = ['scope', 'scope_key', 'mode', 'what', 'zone', 'start_local', 'end_local', 'rule', 'from_at']
    for (const name of [...said, 'entered_at', 'entered_by'])
      table = table.addColumn(name, text, (column) => column.notNull())
    table = table.addColumn('open_end', number, (column) => column.notNull())
    for (const name of ['ask_at', 'over_at', 'approved_at', 'approved_by', 'closed_at', 'closed_by'])
      table = table.addColumn(name, text)
    await table.execute()
    await db.schema
      .createIndex('maintenance_scope')
      .on('maintenance')
      .columns(['scope', 'scope_key', 'over_at'])
      .execute()
    await db.schema
      .createIndex('maintenance_over')
      .on('maintenance')
      .columns(['over_at', 'from_at'])
      .execute()
  },
}
