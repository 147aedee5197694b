import { accessSync, constants, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { type Dialect, Kysely, Migrator, PostgresDialect, type SqliteDatabase, SqliteDialect } from 'kysely'
import { makeDirectory } from '../make-directory.ts'
import { breather } from './breather.ts'
import { unsafeFileSystem } from './file-system.ts'
import { migrations } from './migrations/index.ts'
import { refuseUnderOlder } from './older-at-work.ts'
import { openPostgresLink, type PostgresLink } from './postgres-link.ts'
import type { Schema } from './schema.ts'
import { type Trouble, troubleOf } from './trouble.ts'

export type Database = Kysely<Schema>

/** The database that the settings name cannot be used; the message says which and why, in one line without a secret. */
export class UnusableDatabase extends Error {
  /** Set where it is the disk's fault, and may pass or be mended while we wait. */
  readonly trouble: Trouble | undefined
  constructor(url: string, cause: unknown) {
    super(`the database ${withoutPassword(url)} cannot be used: ${reasonOf(cause)}`, { cause })
    this.name = 'UnusableDatabase'
    this.trouble = troubleOf(cause)
  }
}

/**
 * Opens `sqlite:FILE`, `sqlite::memory:` or `postgres://…` and brings its tables up to date. The only place that knows
 * which database is underneath. `link` is the way to PostgreSQL where the caller watches it. Throws UnusableDatabase when
 * it cannot be opened, was made by a newer release, or is in use by a server of an older one.
 */
export async function openDatabase(url: string, link?: PostgresLink): Promise<Database> {
  let db: Database | undefined
  try {
    db = new Kysely<Schema>({ dialect: isPostgres(url) ? await postgres(url, link) : sqlite(url) })
    await refuseUnderOlder(db, migratorOf(db), isPostgres(url) ? null : sqliteFile(url))
    return await migrate(db)
  } catch (error) {
    await db?.destroy()
    throw new UnusableDatabase(url, error)
  }
}

/** The database as it is, without bringing its tables up to date; an SQLite file must be there. Throws UnusableDatabase. */
export async function openUnmigrated(url: string): Promise<Database> {
  try {
    if (isPostgres(url)) return new Kysely<Schema>({ dialect: await postgres(url) })
    const database = new Sqlite(sqliteFile(url), { fileMustExist: true })
    return new Kysely<Schema>({ dialect: new SqliteDialect({ database }) })
  } catch (error) {
    throw new UnusableDatabase(url, error)
  }
}

/** The file of `sqlite:FILE`, or `:memory:`. */
export function sqliteFile(url: string): string {
  return url.replace(/^sqlite:/, '')
}

export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:\/\//.test(url)
}

/** Throws when a step fails, or when the database knows steps that this release does not. */
export async function migrate(db: Database): Promise<Database> {
  const { error } = await migratorOf(db).migrateToLatest()
  if (error) throw error
  return db
}

function migratorOf(db: Database): Migrator {
  return new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } })
}

function sqlite(url: string): Dialect {
  const file = sqliteFile(url)
  if (file !== ':memory:') {
    makeDirectory(path.dirname(file))
    const name = unsafeFileSystem(statfsSync(path.dirname(file)).type)
    if (name !== undefined)
      throw new Error(
        `it lies on ${name}, where the locks of SQLite do not hold; put it on a disk of this machine, or use PostgreSQL`,
      )
  }
  const database = openFile(file)
  database.pragma('synchronous = NORMAL') // kill -9 loses nothing; a power cut may lose the last commits
  database.pragma('foreign_keys = ON')
  database.pragma('busy_timeout = 5000')
  database.pragma('journal_size_limit = 67108864')
  return breathing(new SqliteDialect({ database: forgivingRollback(database) }))
}

/** Of a disk that is full or read-only SQLite says no more than that it could not make the files that it needs beside. */
function openFile(file: string): Sqlite.Database {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(file)
    database.pragma('journal_mode = WAL')
    return database
  } catch (error) {
    database?.close() // whoever tries again every few seconds would keep each of them open
    const { code = '' } = error as { code?: string }
    if (!/^SQLITE_(CANTOPEN|IOERR)/.test(code) || !statSync(file, { throwIfNoEntry: false })?.isFile())
      throw error
    try {
      accessSync(path.dirname(file), constants.W_OK)
    } catch {
      throw Object.assign(new Error('read-only'), { code: 'SQLITE_READONLY_DIRECTORY' })
    }
    const { bavail, bsize } = statfsSync(path.dirname(file))
    if (bavail * bsize < leastRoom) throw Object.assign(new Error('no room'), { code: 'SQLITE_FULL' })
    throw error
  }
}

/** What SQLite needs beside a database to open it, in bytes. */
const leastRoom = 64 * 1024

/** Lets others in between statements, where whoever asks them one after the other would keep the event loop to himself. */
function breathing(dialect: SqliteDialect): Dialect {
  const breathe = breather()
  const driver = dialect.createDriver()
  const acquire = driver.acquireConnection.bind(driver)
  const acquireConnection = async () => {
    await breathe()
    return acquire()
  }
  return Object.assign(dialect, { createDriver: () => Object.assign(driver, { acquireConnection }) })
}

/**
 * A full disk makes SQLite roll back by itself; the rollback that then follows fails for want of a transaction, and its
 * complaint would be told instead of the full disk.
 */
function forgivingRollback(database: Sqlite.Database): SqliteDatabase {
  const nothing = 'select 1 where false'
  const prepared = preparedOnce(database)
  return {
    prepare(sql) {
      if (sql === 'rollback' && !database.inTransaction) return prepared(nothing)
      // another process may write after a transaction has read and before it writes, which it would then die of
      return prepared(sql === 'begin' ? 'begin immediate' : sql)
    },
    close: () => void database.close(),
  }
}

/** More than the statements of this product; those of batches differ by their number of rows. */
const mostPrepared = 500

/** Prepares each statement once, which else costs as much as running it. They are run at once, never left open. */
function preparedOnce(database: Sqlite.Database): (sql: string) => Sqlite.Statement<unknown[]> {
  const known = new Map<string, Sqlite.Statement<unknown[]>>()
  return (sql) => {
    const before = known.get(sql)
    if (before !== undefined) return before
    const statement = database.prepare<unknown[]>(sql)
    if (known.size >= mostPrepared) known.clear()
    known.set(sql, statement)
    return statement
  }
}

async function postgres(url: string, link?: PostgresLink): Promise<Dialect> {
  const { openPool } = link ?? (await openPostgresLink(url))
  return new PostgresDialect({ pool: openPool() })
}

function withoutPassword(url: string): string {
  return url.replace(/^(\w+:\/\/[^:/@]*):[^@]*@/, '$1:…@')
}

const reasons: Record<string, string> = {
  SQLITE_NOTADB: 'the file is no SQLite database',
  SQLITE_CORRUPT: 'the file is damaged; restore it from a backup',
  SQLITE_READONLY: 'the file may not be written to',
  SQLITE_READONLY_DIRECTORY: 'its directory may not be written to',
  SQLITE_CANTOPEN: 'the file cannot be opened (a directory, or no permission)',
  SQLITE_IOERR: 'the disk cannot be read or written',
  SQLITE_FULL: 'the disk is full',
  SQLITE_BUSY: 'another v6gov is at work on it; stop that one, or use PostgreSQL to share the work',
}

/** Why a database cannot be used, in one line. */
export function reasonOf(error: unknown): string {
  const { code, message, errors } = error as Error & { code?: string; errors?: Error[] }
  if (/previously executed migration .* is missing/.test(message))
    return 'it was made by a newer release of v6gov; install that release, or restore a backup of this one'
  // of the many codes for one thing, the part before the detail will do
  const known = code === undefined ? undefined : (reasons[code] ?? reasons[code.split('_', 2).join('_')])
  return known ?? (message || errors?.map((each) => each.message).join('; ') || code || 'unknown error')
}
