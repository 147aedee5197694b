import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { type BackupContent, contentOf } from './backup-content.ts'
import type { Schema } from './schema.ts'

/** Pages that are copied between two looks at the log. */
const pagesAtOnce = 2_000

/** The log of a database cannot be emptied while it is read; a copy that makes it grow by so many bytes is given up. */
const mostGrowth = 32 * 1024 * 1024

/**
 * Copies an SQLite database that others write to, as it is at this moment, and tells what it held then. Throws when it cannot
 * be read, or when others write so much meanwhile that the log would outgrow its bounds.
 */
export async function copySqlite(file: string, to: string): Promise<BackupContent> {
  const source = new Sqlite(file, { readonly: true, fileMustExist: true, timeout: 10_000 })
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: source }) })
  try {
    // from the first read on, this connection sees one moment: the copy is of it, and never has to begin anew
    source.exec('begin')
    source.prepare('select count(*) from sqlite_master').get()
    const before = logSize(file)
    await source.backup(to, {
      progress() {
        if (logSize(file) - before > mostGrowth)
          throw new Error(
            'others write more than can be waited for while it is copied; try when there is less to do',
          )
        return pagesAtOnce
      },
    })
    return await contentOf(db)
  } finally {
    await db.destroy()
  }
}

/** Bytes of the write-ahead log beside an SQLite database. */
export function logSize(file: string): number {
  return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0
}

/** Throws with the first thing that is wrong inside an SQLite database. */
export function checkIntegrity(file: string): void {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true })
  try {
    const found = database.pragma('integrity_check(1)', { simple: true })
    if (found !== 'ok') throw new Error(`its pages are damaged (${String(found).replaceAll('\n', ' ')})`)
    const [lost] = database.pragma('foreign_key_check') as { table: string; parent: string }[]
    if (lost) throw new Error(`rows of ${lost.table} name rows of ${lost.parent} that are not there`)
  } finally {
    database.close()
  }
}
