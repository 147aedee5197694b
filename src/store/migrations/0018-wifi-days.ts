import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What public Wi-Fi sites came to day by day, which outlives the looks that it was made of, and their figures by month. */
export const wifiDays: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    const bytes: ColumnDataType = postgres ? 'bytea' : 'blob'
    const table = (name: 'wifi_day' | 'wifi_figure') =>
      db.schema
        .createTable(name)
        .addColumn('hotspot', text, (built) => built.notNull())
        .addColumn('from_at', text, (built) => built.notNull())
        .addColumn('to_at', text, (built) => built.notNull())
        .addPrimaryKeyConstraint(`${name}_key`, ['hotspot', 'from_at'] as never)
    await table('wifi_day')
      .addColumn('body', bytes, (built) => built.notNull())
      .addColumn('minutes', text, (built) => built.notNull())
      .execute()
    await table('wifi_figure')
      .addColumn('body', text, (built) => built.notNull())
      .execute()
    // by which days that have outlived their time are found
    await db.schema.createIndex('wifi_day_to').on('wifi_day').column('to_at').execute()
  },
}
