import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect } from 'kysely'
import { type Database, migrate, openDatabase } from '../../src/store/database.ts'
import type { Schema } from '../../src/store/schema.ts'

/** The databases that every store test runs on; the lab tests add a real PostgreSQL server. */
export const databases: [string, () => Promise<Database>][] = [
  ['sqlite', () => openDatabase('sqlite::memory:')],
  ['postgres', openPglite],
]

let shared: Promise<PGlite> | undefined

/** An empty database of the one server of this test file, which takes a second to start: only one is open at a time. */
async function openPglite(): Promise<Database> {
  shared ??= PGlite.create()
  const pglite = await shared
  await pglite.exec('drop schema public cascade; create schema public')
  return migrate(new Kysely<Schema>({ dialect: pgliteDialect(pglite) }))
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
