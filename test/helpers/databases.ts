import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect } from 'kysely'
import { type Database, migrate, openDatabase } from '../../src/store/database.ts'
import type { Schema } from '../../src/store/schema.ts'

/** The databases that every store test runs on; the lab tests add a real PostgreSQL server. */
export const databases: [string, () => Promise<Database>][] = [
  ['sqlite', () => openDatabase('sqlite::memory:')],
  ['postgres', openPglite],
]

/** The one PostgreSQL of this process, started as this module is loaded: it takes seconds, which no test has to spare. */
const { pglite, tables } = await startPglite()

/** An empty database; only one is open at a time, since making the tables anew takes longer than most tests. */
async function openPglite(): Promise<Database> {
  await pglite.exec(emptied(tables))
  return new Kysely<Schema>({ dialect: pgliteDialect(pglite) })
}

async function startPglite() {
  const pglite = await PGlite.create()
  const db = await migrate(new Kysely<Schema>({ dialect: pgliteDialect(pglite) }))
  const tables = (await db.introspection.getTables()).map(({ name }) => name)
  for (const table of tables) {
    const { rows } = await pglite.query(`select from "${table}" limit 1`)
    if (rows.length > 0) throw new Error(`${table} is no empty table once it was made; emptying would lose its rows`)
  }
  return { pglite, tables }
}

/** As the migrations left it: no rows, and every count begins anew. */
function emptied(tables: string[]): string {
  const each = tables.map((table) => `if exists (select from "${table}") then truncate "${table}" cascade; end if;`)
  return `do $$ declare counter text; begin
    ${each.join('\n')}
    for counter in select oid::regclass from pg_class where relkind = 'S' loop perform setval(counter, 1, false); end loop;
  end $$`
}

/**
 * PGlite is PostgreSQL compiled to WebAssembly; this gives it the shape of pg's Pool. It has one session, so whoever
 * connects waits until the one before has let go: transactions at the same time follow each other.
 */
function pgliteDialect(pglite: PGlite) {
  let free = Promise.resolve()
  const connect = async () => {
    const before = free
    let release = () => {}
    free = new Promise((resolve) => {
      release = resolve
    })
    await before
    return {
      async query(sql: string, parameters: readonly unknown[]) {
        const { rows, affectedRows } = await pglite.query(sql, [...parameters])
        return {
          rows,
          rowCount: affectedRows ?? rows.length,
          command: sql.trim().split(' ')[0]?.toUpperCase(),
        }
      },
      release,
    }
  }
  // biome-ignore lint/suspicious/noExplicitAny: only the parts of Pool that Kysely calls
  return new PostgresDialect({ pool: { connect, end: async () => {} } as any })
}
