import { mkdirSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Dialect, Kysely, Migrator, PostgresDialect, SqliteDialect } from 'kysely'
import { migrations } from './migrations/index.ts'
import type { Schema } from './schema.ts'

export type Database = Kysely<Schema>

/**
 * Opens `sqlite:FILE`, `sqlite::memory:` or `postgres://…` and brings its tables up to date. The only place that knows
 * which database is underneath. Throws when the database cannot be opened or was made by a newer release.
 */
export async function openDatabase(url: string): Promise<Database> {
  return migrate(new Kysely<Schema>({ dialect: isPostgres(url) ? await postgres(url) : sqlite(url) }))
}

export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url)
}

export async function migrate(db: Database): Promise<Database> {
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  }).migrateToLatest()
  if (error) throw new Error('the database could not be brought up to date', { cause: error })
  return db
}

function sqlite(url: string): Dialect {
  const file = url.replace(/^sqlite:/, '')
  if (file !== ':memory:') mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  const database = new Sqlite(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL') // kill -9 loses nothing; a power cut may lose the last commits
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_size_limit = 67108864')
  return new SqliteDialect({ database })
}

async function postgres(connectionString: string): Promise<Dialect> {
  const { default: pg } = await import('pg')
  pg.types.setTypeParser(pg.types.builtins.INT8, Number) // counts: SQLite returns numbers too
  const pool = new pg.Pool({ connectionString, max: 10 })
  // the server may end an idle connection at any time; the pool opens another, and nobody has to die of it
  pool.on('error', () => {})
  return new PostgresDialect({ pool })
}
