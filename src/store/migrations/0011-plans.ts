import { type ColumnDataType, type Kysely, type Migration, PostgresAdapter, sql } from 'kysely'

/** Versions of the plan; and how units stood day by day, from which trends and forecasts are made. */
export const plans: Migration = {
  async up(db: Kysely<unknown>) {
    const postgres = db.getExecutor().adapter instanceof PostgresAdapter
    const text: ColumnDataType | ReturnType<typeof sql> = postgres ? sql`text collate "C"` : 'text'
    const number: ColumnDataType = postgres ? 'double precision' : 'integer'
    const real: ColumnDataType = postgres ? 'double precision' : 'real'
    const types = { text, number, real }
    async function create(
      name: string,
      key: string[],
      columns: Record<string, keyof typeof types | `${keyof typeof types}?`>,
    ) {
      let table = db.schema.createTable(name)
      for (const [column, type] of Object.entries(columns))
        table = table.addColumn(column, types[type.replace('?', '') as keyof typeof types], (built) =>
          type.endsWith('?') ? built : built.notNull(),
        )
      table = table.addPrimaryKeyConstraint(`${name}_key`, key as never)
      // rows lie in the order of their key, so that a day, or a line through all days, is read in one piece
      if (!postgres) table = table.modifyEnd(sql`without rowid`)
      await table.execute()
    }
    await create('plan', ['version'], {
      version: 'number',
      entered_at: 'text',
      entered_by: 'text',
      body: 'text',
    })
    await create('standing', ['day', 'unit'], {
      day: 'text',
      unit: 'text',
      kind: 'text',
      district: 'text?',
      flags: 'text',
      rules: 'text',
      score: 'real?',
      score_max: 'real?',
      level: 'number',
      level_reachable: 'number',
      enough_data: 'number',
      broken: 'number',
      weight_all: 'real',
      weight_known: 'real',
      weight_earned: 'real',
      verdicts: 'text',
    })
    await create('standing_rules', ['id'], { id: 'text', catalogue: 'text', criteria: 'text' })
    await create('standing_day', ['day'], { day: 'text', rules: 'text', kept_at: 'text' })
    await create('standing_group', ['name', 'day'], {
      name: 'text',
      day: 'text',
      units: 'number',
      score: 'real?',
      score_max: 'real?',
      coverage: 'real?',
      levels: 'text',
      broken: 'number',
    })
    await create('standing_measure', ['measure', 'day'], {
      measure: 'text',
      day: 'text',
      done: 'number',
      unknown: 'number',
      units: 'number',
    })
  },
}
