import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What people add to a report before it is signed, apart from what was frozen. */
export const reportOffice: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    await db.schema
      .createTable('report_office')
      .addColumn('period', text, (column) => column.notNull())
      .addColumn('edition', postgres ? 'double precision' : 'integer', (column) => column.notNull())
      .addColumn('entered_at', text, (column) => column.notNull())
      .addColumn('entered_by', text, (column) => column.notNull())
      .addColumn('body', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('report_office_key', ['period', 'edition'] as never)
      .execute()
  },
}
