import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** The unit that an account is kept to, links that give an account a new password, and tokens of programs. */
export const access: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    await db.schema.alterTable('account').addColumn('unit', text).execute()
    await db.schema.alterTable('invitation').addColumn('account', text).execute()
    await db.schema
      .createTable('token')
      .addColumn('name', text, (column) => column.primaryKey())
      .addColumn('token_hash', text, (column) => column.notNull().unique())
      .addColumn('scopes', text, (column) => column.notNull())
      .addColumn('unit', text)
      .addColumn('created_at', text, (column) => column.notNull())
      .addColumn('created_by', text, (column) => column.notNull())
      .addColumn('expires_at', text)
      .addColumn('revoked_at', text)
      .addColumn('used_at', text)
      .execute()
  },
}
