import { statfsSync } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import { logSize } from './copy-sqlite.ts'
import { isPostgres, sqliteFile } from './database.ts'

/** What the disk under an embedded database has left, and how long its log is, in bytes. */
export type Disk = { free: number; log: number }

/** undefined for PostgreSQL, whose disk is its own, and for a database in memory. */
export function readDisk(url: string): Disk | undefined {
  const file = sqliteFile(url)
  if (isPostgres(url) || file === ':memory:') return undefined
  const { bavail, bsize } = statfsSync(path.dirname(file))
  return { free: bavail * bsize, log: logSize(file) }
}

/**
 * Brings what stands in the log into the database's file as far as nobody still reads what was before. Returns whether all of it
 * could be: then the log begins anew with the next write.
 */
export async function emptyLog<T>(db: Kysely<T>): Promise<boolean> {
  const { rows } = await sql<{
    busy: number
    log: number
    checkpointed: number
  }>`pragma wal_checkpoint(passive)`.execute(db)
  return rows[0] === undefined || rows[0].log === rows[0].checkpointed
}
