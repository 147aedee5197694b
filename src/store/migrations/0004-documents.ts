import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What people state with a document, and the files; by the hash of their bytes, so that one file is kept once. */
export const documents: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    const bytes = postgres ? 'bytea' : ('blob' as const)
    let table = db.schema.createTable('document').addColumn('id', text, (column) => column.primaryKey())
    for (const name of ['unit', 'kind', 'subject', 'number', 'date', 'signer', 'owner', 'answers', 'note'])
      table = table.addColumn(name, text, (column) => column.notNull())
    for (const name of ['asset_kind', 'asset_code', 'until', 'file_name', 'file_sha256'])
      table = table.addColumn(name, text)
    await table
      .addColumn('entered_at', text, (column) => column.notNull())
      .addColumn('entered_by', text, (column) => column.notNull())
      .addColumn('withdrawn_at', text)
      .addColumn('withdrawn_by', text)
      .execute()
    await db.schema.createIndex('document_unit').on('document').columns(['unit', 'entered_at']).execute()
    await db.schema
      .createTable('attachment')
      .addColumn('sha256', text, (column) => column.primaryKey())
      .addColumn('size', postgres ? 'double precision' : 'integer', (column) => column.notNull())
      .addColumn('body', bytes, (column) => column.notNull())
      .execute()
  },
}
