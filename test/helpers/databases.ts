import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { inject } from 'vitest'
import { type Database, migrate, openDatabase, openUnmigrated } from '../../src/store/database.ts'
import type { Schema } from '../../src/store/schema.ts'

/**
 * The databases that every store test runs on. PostgreSQL is a real server where one can be started (helpers/postgres-setup),
 * and else the same compiled to WebAssembly, which takes five times as long.
 */
export const databases: [string, () => Promise<Database>][] = [
  ['sqlite', () => openDatabase('sqlite::memory:')],
  ['postgres', openPostgres],
]

type Postgres = { open(): Promise<Database>; keeper: Database }

/** The one PostgreSQL database of this process, made as this module is loaded: it takes seconds, which no test has to spare. */
const postgres = await startPostgres()
const anew = await emptied(postgres.keeper)

/** An empty database; only one is open at a time, since making the tables anew takes longer than most tests. */
async function openPostgres(): Promise<Database> {
  await sql.raw(anew).execute(postgres.keeper)
  return postgres.open()
}

async function startPostgres(): Promise<Postgres> {
  const template = inject('postgresUrl')
  if (template === undefined) {
    const dialect = pgliteDialect(await PGlite.create())
    const open = async () => new Kysely<Schema>({ dialect })
    return { open, keeper: await migrate(await open()) }
  }
  const url = new URL(template)
  const name = `v6gov_${process.pid}`
  url.pathname = '/postgres'
  const server = await openUnmigrated(url.href)
  await sql.raw(`create database ${name} template v6gov`).execute(server)
  await server.destroy()
  url.pathname = `/${name}`
  const open = () => openUnmigrated(url.href)
  return { open, keeper: await open() }
}

/** The statement that brings the rows of all tables, and the numbers that come next, back to where the migrations left them. */
async function emptied(db: Database): Promise<string> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name)
  await sql.raw('create schema kept').execute(db)
  for (const table of tables)
    await sql.raw(`create table kept."${table}" as table public."${table}"`).execute(db)
  const { rows: numbers } = await sql<{ name: string; last: string | null }>`
    select format('%I', sequencename) as name, last_value::text as last from pg_sequences`.execute(db)
  const steps = [
    ...tables.map((table) => `if exists (select from "${table}") then truncate "${table}" cascade; end if;`),
    ...tables.map((table) => `insert into "${table}" overriding system value select * from kept."${table}";`),
    ...numbers.map(({ name, last }) => `perform setval('${name}', ${last ?? 1}, ${last !== null});`),
  ]
  return `do $$ begin\n${steps.join('\n')}\nend $$`
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
