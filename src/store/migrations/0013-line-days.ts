import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** What lines came to day by day, which outlives the looks that it was made of, and their figures by month. */
export const lineDays: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    const bytes: ColumnDataType = postgres ? 'bytea' : 'blob'
    for (const [table, body] of [
      ['line_day', bytes],
      ['line_figure', text],
    ] as const)
      await db.schema
        .createTable(table)
        .addColumn('line', text, (built) => built.notNull())
        .addColumn('from_at', text, (built) => built.notNull())
        .addColumn('to_at', text, (built) => built.notNull())
        .addColumn('body', body, (built) => built.notNull())
        .addPrimaryKeyConstraint(`${table}_key`, ['line', 'from_at'] as never)
        .execute()
  },
}
