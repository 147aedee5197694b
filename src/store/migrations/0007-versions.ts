import { type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Units and assets are kept in versions, those that are there as versions since ever; and what decided about units. */
export const versions: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text = postgres ? sql`text collate "C"` : ('text' as const)
    const number = postgres ? 'double precision' : 'integer'

    async function create(name: string, required: string[], optional: string[], key: string[]) {
      let table = db.schema.createTable(name)
      for (const column of required) table = table.addColumn(column, text, (built) => built.notNull())
      for (const column of optional) table = table.addColumn(column, text)
      if (key.includes('since'))
        table = table.addColumn('since', text, (built) => built.notNull().defaultTo(''))
      if (key.includes('place')) table = table.addColumn('place', number, (built) => built.notNull())
      await table.addPrimaryKeyConstraint(`${name}_key`, key as never).execute()
    }
    /** Neither database changes a key in place. */
    async function replace(name: string, columns: string[]) {
      const list = sql.join(columns.map((column) => sql.ref(column)))
      const [from, to] = [sql.table(name), sql.table(`${name}_version`)]
      await sql`insert into ${to} (${list}) select ${list} from ${from}`.execute(db)
      await db.schema.dropTable(name).execute()
      await db.schema.alterTable(`${name}_version`).renameTo(name).execute()
    }

    const unit = ['code', 'name', 'kind', 'type', 'contact_name', 'contact_email']
    const said = ['parent', 'valid_from', 'valid_to', 'profile']
    await create('unit_version', unit, ['until', ...said], ['code', 'since'])
    await replace('unit', [...unit, ...said])
    const asset = ['kind', 'code', 'unit', 'body']
    await create('asset_version', asset, ['until', 'valid_from', 'valid_to'], ['kind', 'code', 'since'])
    await replace('asset', asset)
    await db.schema.createIndex('asset_unit').on('asset').column('unit').execute()
    await db.schema.createIndex('check_asset').on('check').columns(['asset_kind', 'asset_code']).execute()

    const change = ['code', 'day', 'kind', 'name_before', 'name', 'document_no', 'note']
    await create('unit_change', change, ['document_date'], ['code'])
    await create('unit_change_unit', ['unit', 'change', 'side'], [], ['unit', 'change', 'side', 'place'])
    await db.schema.createIndex('unit_change_unit_change').on('unit_change_unit').column('change').execute()
  },
}
