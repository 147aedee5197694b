import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Which version of a report a message brings; its hash names it. */
export const reportMessages: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    await db.schema
      .createTable('report_message')
      .addColumn('message', text, (column) => column.primaryKey())
      .addColumn('report', text, (column) => column.notNull())
      .addColumn('period', text, (column) => column.notNull())
      .addColumn('version', postgres ? 'double precision' : 'integer', (column) => column.notNull())
      .execute()
    await db.schema.createIndex('report_message_report').on('report_message').column('report').execute()
  },
}
