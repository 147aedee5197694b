import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Which files were made of which version of a report, by their hashes. */
export const reportFiles: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    const number = postgres ? 'double precision' : 'integer'
    await db.schema
      .createTable('report_file')
      .addColumn('report', text, (column) => column.notNull())
      .addColumn('unit', text, (column) => column.notNull())
      .addColumn('office', number, (column) => column.notNull())
      .addColumn('format', text, (column) => column.notNull())
      .addColumn('writer', text, (column) => column.notNull())
      .addColumn('sha256', text, (column) => column.notNull())
      .addColumn('size', number, (column) => column.notNull())
      .addColumn('made_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('report_file_key', ['report', 'unit', 'office', 'format', 'writer'] as never)
      .execute()
  },
}
