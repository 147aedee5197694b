import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** When each thing that the scheduler does by itself last succeeded and failed, so that a time without it is missed. */
export const taskRuns: Migration = {
  async up(db: Kysely<unknown>) {
    const text = db.getExecutor().adapter instanceof PostgresAdapter ? sql`text collate "C"` : 'text'
    await db.schema
      .createTable('task_run')
      .addColumn('name', text, (column) => column.notNull())
      .addColumn('every_seconds', 'integer', (column) => column.notNull())
      .addColumn('since', text, (column) => column.notNull())
      .addColumn('ok_at', text)
      .addColumn('failed_at', text)
      .addColumn('error', text)
      .addPrimaryKeyConstraint('task_run_key', ['name'] as never)
      .execute()
  },
}
