import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

type Columns = Record<string, 'text' | 'number'>

/** What is known of each SNMP agent, and of each table that it has or lacks; the rest may be null. */
const tables: Record<string, { key: string[]; columns: Columns; nullable: Columns }> = {
  agent: {
    key: ['vantage', 'host', 'asked_as'],
    columns: { vantage: 'text', host: 'text', asked_as: 'text', version: 'text', changed_at: 'text' },
    nullable: { sys_object_id: 'text', sys_descr: 'text', engine_boots: 'number', booted_at: 'text' },
  },
  capability: {
    key: ['vantage', 'host', 'asked_as', 'table_name'],
    columns: {
      vantage: 'text',
      host: 'text',
      asked_as: 'text',
      table_name: 'text',
      state: 'text',
      since: 'text',
      confirmed_at: 'text',
      check_id: 'text',
      first_due_at: 'text',
      probe_version: 'number',
    },
    nullable: {},
  },
}

export const capability: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const types = {
      text: postgres ? sql`text collate "C"` : ('text' as const),
      number: postgres ? ('double precision' as const) : ('integer' as const),
    }
    for (const [name, { key, columns, nullable }] of Object.entries(tables)) {
      let table = db.schema.createTable(name)
      for (const [column, type] of Object.entries(columns))
        table = table.addColumn(column, types[type], (built) => built.notNull())
      for (const [column, type] of Object.entries(nullable)) table = table.addColumn(column, types[type])
      await table.addPrimaryKeyConstraint(`${name}_key`, key as never).execute()
    }
  },
}
