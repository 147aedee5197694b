import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

type Columns = Record<string, 'text' | 'text?' | 'number'>

const tables: Record<string, { key: string[]; columns: Columns; indexes?: string[][] }> = {
  channel: {
    key: ['name'],
    columns: {
      name: 'text',
      kind: 'text',
      detail: 'text',
      offered_at: 'text',
      ok_at: 'text?',
      failed_at: 'text?',
      failures: 'number',
      error: 'text?',
    },
  },
  subscription: {
    key: ['id'],
    columns: {
      id: 'text',
      channel: 'text',
      entered_at: 'text',
      entered_by: 'text',
      ended_at: 'text?',
      ended_by: 'text?',
      body: 'text',
    },
  },
  message: {
    key: ['id'],
    columns: {
      id: 'text',
      subscription: 'text',
      channel: 'text',
      kind: 'text',
      state: 'text',
      made_at: 'text',
      due_at: 'text',
      attempts: 'number',
      claimed_until: 'text?',
      sent_at: 'text?',
      error: 'text?',
    },
    indexes: [['state', 'due_at'], ['made_at']],
  },
  message_notice: {
    key: ['message', 'key'],
    columns: { message: 'text', key: 'text', about: 'text', body: 'text' },
    indexes: [['about']],
  },
  notify_cursor: { key: ['name'], columns: { name: 'text', seq: 'number' } },
}

/** Who is told of what, the messages to them, and the channels that they go over. */
export const notifications: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    const number: ColumnDataType = postgres ? 'double precision' : 'integer'
    for (const [name, { key, columns, indexes = [] }] of Object.entries(tables)) {
      let table = db.schema.createTable(name)
      for (const [column, type] of Object.entries(columns))
        table = table.addColumn(column, type === 'number' ? number : text, (built) =>
          type === 'text?' ? built : built.notNull(),
        )
      await table.addPrimaryKeyConstraint(`${name}_key`, key as never).execute()
      for (const index of indexes)
        await db.schema
          .createIndex(`${name}_${index.join('_')}`)
          .on(name)
          .columns(index)
          .execute()
    }
  },
}
