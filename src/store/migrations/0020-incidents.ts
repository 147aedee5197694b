import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Incidents, what fell in each, and the log that both are made of. */
export const incidents: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    await db.schema
      .createTable('incident')
      .addColumn('id', text, (built) => built.primaryKey())
      .addColumn('root_kind', text, (built) => built.notNull())
      .addColumn('root_code', text, (built) => built.notNull())
      // two open incidents of one root cannot be
      .addColumn('open_root', text, (built) => built.unique())
      .addColumn('unit', text)
      .addColumn('provider', text)
      .addColumn('since_at', text, (built) => built.notNull())
      .addColumn('opened_at', text, (built) => built.notNull())
      .addColumn('restored_at', text)
      .addColumn('closed_at', text)
      .addColumn('body', text, (built) => built.notNull())
      .execute()
    await db.schema.createIndex('incident_since').on('incident').columns(['since_at', 'id']).execute()
    await db.schema.createIndex('incident_closed').on('incident').columns(['closed_at', 'id']).execute()
    await db.schema
      .createIndex('incident_provider')
      .on('incident')
      .columns(['provider', 'since_at'])
      .execute()
    await db.schema
      .createTable('incident_part')
      .addColumn('incident', text, (built) => built.notNull())
      .addColumn('node_kind', text, (built) => built.notNull())
      .addColumn('node_code', text, (built) => built.notNull())
      .addColumn('unit', text)
      .addColumn('since_at', text, (built) => built.notNull())
      .addColumn('restored_at', text)
      .addColumn('body', text, (built) => built.notNull())
      .addPrimaryKeyConstraint('incident_part_key', ['incident', 'node_kind', 'node_code'] as never)
      .execute()
    await db.schema
      .createIndex('incident_part_node')
      .on('incident_part')
      .columns(['node_kind', 'node_code', 'since_at'])
      .execute()
    await db.schema
      .createIndex('incident_part_unit')
      .on('incident_part')
      .columns(['unit', 'since_at'])
      .execute()
    await db.schema
      .createTable('incident_event')
      .addColumn('seq', 'integer', (built) => built.primaryKey())
      .addColumn('incident', text, (built) => built.notNull())
      .addColumn('at', text, (built) => built.notNull())
      .addColumn('kind', text, (built) => built.notNull())
      .addColumn('account', text)
      .addColumn('body', text, (built) => built.notNull())
      .execute()
    await db.schema
      .createIndex('incident_event_incident')
      .on('incident_event')
      .columns(['incident', 'seq'])
      .execute()
    await db.schema
      .createTable('incident_turn')
      .addColumn('name', text, (built) => built.primaryKey())
      .addColumn('last_seq', 'integer', (built) => built.notNull())
      .execute()
    await db
      .insertInto('incident_turn' as never)
      .values({ name: 'incidents', last_seq: 0 } as never)
      .execute()
  },
}
