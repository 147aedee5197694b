import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Who did what: entries that are only ever added, each hashed with the one before, and where the chain ends. */
export const audit: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    const number = postgres ? 'double precision' : 'integer'
    let table = db.schema.createTable('audit').addColumn('seq', number, (column) => column.primaryKey())
    for (const name of ['at', 'who', 'action', 'subject', 'body', 'hash'])
      table = table.addColumn(name, text, (column) => column.notNull())
    await table.execute()
    for (const column of ['at', 'who', 'action', 'subject'])
      await db.schema.createIndex(`audit_${column}`).on('audit').columns([column, 'seq']).execute()
    await db.schema
      .createTable('audit_head')
      .addColumn('name', text, (column) => column.primaryKey())
      .addColumn('seq', number, (column) => column.notNull())
      .addColumn('hash', text, (column) => column.notNull())
      .execute()
    await sql`insert into audit_head (name, seq, hash) values ('audit', 0, '')`.execute(db)
  },
}
