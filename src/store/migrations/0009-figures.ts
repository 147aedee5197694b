import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What others count and hand in as files, in every version, and the files themselves. */
export const figures: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    const number = postgres ? 'double precision' : 'integer'
    await db.schema
      .createTable('figure')
      .addColumn('kind', text, (column) => column.notNull())
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('imported_at', text, (column) => column.notNull())
      .addColumn('subject', text, (column) => column.notNull())
      .addColumn('day', text)
      .addColumn('import_id', text, (column) => column.notNull())
      .addColumn('body', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('figure_key', ['kind', 'key', 'imported_at'] as never)
      .execute()
    await db.schema.createIndex('figure_day').on('figure').columns(['kind', 'day']).execute()
    await db.schema.createIndex('figure_subject').on('figure').columns(['kind', 'subject', 'day']).execute()
    await db.schema
      .createTable('figure_import')
      .addColumn('id', text, (column) => column.primaryKey())
      .addColumn('imported_at', text, (column) => column.notNull())
      .addColumn('imported_by', text, (column) => column.notNull())
      .addColumn('rows', number, (column) => column.notNull())
      .addColumn('files', text, (column) => column.notNull())
      .execute()
  },
}
