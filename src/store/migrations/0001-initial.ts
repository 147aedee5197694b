import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

type Column = [name: string, type: 'text' | 'number' | 'real' | 'bytes', nullable?: 'null']

type Table = {
  columns: Column[]
  key: string[]
  indexes?: string[][]
  /** SQLite keeps the rows in the order of the key: for small rows written in that order. */
  clustered?: true
}

const tables: Record<string, Table> = {
  unit: {
    columns: [
      ['code', 'text'],
      ['name', 'text'],
      ['kind', 'text'],
      ['type', 'text'],
      ['parent', 'text', 'null'],
      ['valid_from', 'text', 'null'],
      ['valid_to', 'text', 'null'],
      ['contact_name', 'text'],
      ['contact_email', 'text'],
      ['profile', 'text', 'null'],
    ],
    key: ['code'],
    indexes: [['parent']],
  },
  asset: {
    columns: [
      ['kind', 'text'],
      ['code', 'text'],
      ['unit', 'text'],
      ['body', 'text'],
    ],
    key: ['kind', 'code'],
    indexes: [['unit']],
  },
  check: {
    columns: [
      ['id', 'text'],
      ['unit', 'text', 'null'],
      ['asset_kind', 'text'],
      ['asset_code', 'text'],
      ['probe', 'text'],
      ['settings', 'text'],
      ['settings_since', 'text'],
      ['vantage', 'text'],
      ['every_seconds', 'number'],
      ['host', 'text'],
      ['next_due_at', 'text'],
      ['retired_at', 'text', 'null'],
    ],
    key: ['id'],
    indexes: [['next_due_at'], ['unit'], ['host']],
  },
  host: {
    columns: [
      ['vantage', 'text'],
      ['name', 'text'],
      ['busy_until', 'text', 'null'],
    ],
    key: ['vantage', 'name'],
  },
  observation: {
    columns: [
      ['check_id', 'text'],
      ['first_due_at', 'text'],
      ['first_seen_at', 'text'],
      ['last_due_at', 'text'],
      ['last_seen_at', 'text'],
      ['times_seen', 'number'],
      ['vantage', 'text'],
      ['probe_version', 'number'],
      ['error', 'text', 'null'],
      ['message', 'text', 'null'],
      ['facts', 'text', 'null'],
    ],
    key: ['check_id', 'first_due_at'],
    indexes: [['first_seen_at']],
  },
  evidence: {
    columns: [
      ['check_id', 'text'],
      ['first_due_at', 'text'],
      ['body', 'bytes'],
    ],
    key: ['check_id', 'first_due_at'],
  },
  last_look: {
    columns: [
      ['check_id', 'text'],
      ['due_at', 'text'],
      ['first_due_at', 'text'],
      ['started_at', 'text'],
      ['duration_ms', 'number'],
      ['manual', 'number'],
      ['evidence', 'bytes'],
    ],
    key: ['check_id'],
  },
  sample: {
    columns: [
      ['at', 'text'],
      ['check_id', 'text'],
      ['layout', 'text'],
      ['body', 'bytes'],
    ],
    // by time first: a series-first key would rewrite a page per value
    key: ['at', 'check_id'],
    clustered: true,
  },
  sample_layout: {
    columns: [
      ['id', 'text'],
      ['series', 'text'],
    ],
    key: ['id'],
  },
  report: {
    columns: [
      ['period', 'text'],
      ['unit', 'text'],
      ['template', 'text'],
      ['version', 'number'],
      ['frozen_at', 'text'],
      ['sha256', 'text'],
      ['previous_sha256', 'text', 'null'],
      ['body', 'text'],
    ],
    key: ['period', 'unit', 'template', 'version'],
  },
  account: {
    columns: [
      ['name', 'text'],
      ['role', 'text'],
      ['password', 'text'],
      ['created_at', 'text'],
      ['disabled_at', 'text', 'null'],
    ],
    key: ['name'],
  },
  session: {
    columns: [
      ['token_hash', 'text'],
      ['account', 'text'],
      ['created_at', 'text'],
      ['expires_at', 'text'],
    ],
    key: ['token_hash'],
  },
  invitation: {
    columns: [
      ['token_hash', 'text'],
      ['role', 'text'],
      ['expires_at', 'text'],
      ['used_at', 'text', 'null'],
    ],
    key: ['token_hash'],
  },
  heartbeat: {
    columns: [
      ['name', 'text'],
      ['at', 'text'],
    ],
    key: ['name'],
  },
  pace: {
    columns: [
      ['since', 'text'],
      ['pace', 'real'],
    ],
    key: ['since'],
  },
}

export const initial: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    // COLLATE "C" sorts text by bytes, as SQLite does
    const types: Record<Column[1], ColumnDataType | ReturnType<typeof sql>> = {
      text: postgres ? sql`text collate "C"` : 'text',
      number: postgres ? 'double precision' : 'integer',
      real: postgres ? 'double precision' : 'real',
      bytes: postgres ? 'bytea' : 'blob',
    }
    for (const [name, { columns, key, indexes, clustered }] of Object.entries(tables)) {
      let table = db.schema.createTable(name)
      for (const [column, type, nullable] of columns)
        table = table.addColumn(column, types[type], (built) => (nullable ? built : built.notNull()))
      table = table.addPrimaryKeyConstraint(`${name}_key`, key as never)
      await (clustered && !postgres ? table.modifyEnd(sql`without rowid`) : table).execute()
      for (const index of indexes ?? [])
        await db.schema
          .createIndex(`${name}_${index.join('_')}`)
          .on(name)
          .columns(index)
          .execute()
    }
  },
}
