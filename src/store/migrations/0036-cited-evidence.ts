import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What frozen reports cite, so that exchanges that prove them are never removed, and which reports have been read for that. */
export const citedEvidence: Migration = {
  async up(db: Kysely<unknown>) {
    const text = db.getExecutor().adapter instanceof PostgresAdapter ? sql`text collate "C"` : 'text'
    await db.schema
      .createTable('report_evidence')
      .addColumn('check_id', text, (column) => column.notNull())
      .addColumn('first_due_at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('report_evidence_key', ['check_id', 'first_due_at'] as never)
      .execute()
    await db.schema
      .createTable('report_read')
      .addColumn('sha256', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('report_read_key', ['sha256'] as never)
      .execute()
  },
}
