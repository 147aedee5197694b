import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What looks came to day by day, for questions over many days; the hashes of members; and the salts of those. */
export const days: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    const number: ColumnDataType = postgres ? 'double precision' : 'integer'
    const bytes: ColumnDataType = postgres ? 'bytea' : 'blob'
    await db.schema
      .createTable('check_day')
      .addColumn('check_id', text, (built) => built.notNull())
      .addColumn('from_at', text, (built) => built.notNull())
      .addColumn('to_at', text, (built) => built.notNull())
      .addColumn('use_until', text, (built) => built.notNull())
      .addColumn('probe_version', number, (built) => built.notNull())
      .addColumn('looks', number, (built) => built.notNull())
      .addColumn('first_at', text, (built) => built.notNull())
      .addColumn('first_due_at', text, (built) => built.notNull())
      .addColumn('last_at', text, (built) => built.notNull())
      .addColumn('last_due_at', text, (built) => built.notNull())
      .addColumn('body', bytes, (built) => built.notNull())
      // last, so that pages that do not want it need not step over it
      .addColumn('reading', bytes)
      .addPrimaryKeyConstraint('check_day_key', ['check_id', 'from_at', 'to_at'] as never)
      .execute()
    await db.schema.createIndex('check_day_use').on('check_day').columns(['check_id', 'use_until']).execute()
    await db.schema
      .createTable('member_day')
      .addColumn('check_id', text, (built) => built.notNull())
      .addColumn('from_at', text, (built) => built.notNull())
      .addColumn('to_at', text, (built) => built.notNull())
      .addColumn('salt', text, (built) => built.notNull())
      .addColumn('use_from', text, (built) => built.notNull())
      .addColumn('use_until', text, (built) => built.notNull())
      .addColumn('body', bytes, (built) => built.notNull())
      .addPrimaryKeyConstraint('member_day_key', ['check_id', 'from_at', 'to_at', 'salt'] as never)
      .execute()
    await db.schema
      .createIndex('member_day_use')
      .on('member_day')
      .columns(['check_id', 'use_until'])
      .execute()
    await db.schema
      .createTable('salt')
      .addColumn('name', text, (built) => built.notNull())
      .addColumn('expires_at', text, (built) => built.notNull())
      .addColumn('secret', bytes, (built) => built.notNull())
      .addPrimaryKeyConstraint('salt_key', ['name'] as never)
      .execute()
  },
}
