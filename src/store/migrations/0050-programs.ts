import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Who vouched for a session and gives an account its role, and what programs were answered when they wrote. */
export const programs: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    await db.schema.alterTable('account').addColumn('provider', text).execute()
    await db.schema.alterTable('session').addColumn('provider', text).execute()
    await db.schema
      .createTable('answer')
      .addColumn('token', text, (column) => column.notNull())
      .addColumn('key', text, (column) => column.notNull())
      .addColumn('request_hash', text, (column) => column.notNull())
      .addColumn('body', text, (column) => column.notNull())
      .addColumn('at', text, (column) => column.notNull())
      .addPrimaryKeyConstraint('answer_pk', ['token', 'key'])
      .execute()
    await db.schema.createIndex('answer_at').on('answer').column('at').execute()
  },
}
