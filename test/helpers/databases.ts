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
const { pglite, anew } = await startPglite()

/** An empty database; only one is open at a time, since making the tables anew takes longer than most tests. */
async function openPglite(): Promise<Database> {
  await pglite.exec(anew)
  return new Kysely<Schema>({ dialect: pgliteDialect(pglite) })
}

/** `anew` is what brings the rows of all tables, and the numbers that come next, back to where the migrations left them. */
async function startPglite() {
  const pglite = await PGlite.create()
  const db = await migrate(new Kysely<Schema>({ dialect: pgliteDialect(pglite) }))
  const tables = (await db.introspection.getTables()).map(({ name }) => name)
  await pglite.exec('create schema kept')
  for (const table of tables) await pglite.exec(`create table kept."${table}" as table public."${table}"`)
  const { rows: numbers } = await pglite.query<{ name: string; last: string | null }>(
    `select format('%I', sequencename) as name, last_value::text as last from pg_sequences`,
  )
  const steps = [
    ...tables.map((table) => `if exists (select from "${table}") then truncate "${table}" cascade; end if;`),
    ...tables.map((table) => `insert into "${table}" overriding system value select * from kept."${table}";`),
    ...numbers.map(({ name, last }) => `perform setval('${name}', ${last ?? 1}, ${last !== null});`),
  ]
  return { pglite, anew: `do $$ begin\n${steps.join('\n')}\nend $$` }
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
