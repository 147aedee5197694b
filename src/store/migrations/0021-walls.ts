import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Screens that show open incidents to whoever has their link, by the hash of their token. */
export const walls: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    await db.schema
      .createTable('wall')
      .addColumn('token_hash', text, (built) => built.primaryKey())
      .addColumn('name', text, (built) => built.notNull())
      .addColumn('created_at', text, (built) => built.notNull())
      .addColumn('created_by', text, (built) => built.notNull())
      .execute()
  },
}
