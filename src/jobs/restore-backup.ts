import { constants, copyFileSync, linkSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { type KeyRing, unseal } from '../auth/key-ring.ts'
import { makeDirectory } from '../make-directory.ts'
import type { Clock } from '../model.ts'
import { readManifest } from '../store/backup-files.ts'
import { type Database, isPostgres, openDatabase, sqliteFile } from '../store/database.ts'
import { holdDatabase } from '../store/hold.ts'
import { restorePostgres } from '../store/postgres-dump.ts'
import { listSecrets, removeSecrets } from '../store/secrets.ts'
import { proveCopy } from './prove-copy.ts'

export type Restored = {
  file: string
  madeAt: string
  migration: string
  reports: number
  rows: number
  /** Where what was there before lies now; null when nothing was. */
  kept: string | null
}

/**
 * Puts a backup in the place of the database, once it has been restored beside it and found whole there. What was there stays
 * under another name. `keys` must open its secrets, since nothing starts with secrets that cannot be opened; null where there
 * are none. `check`: only says whether it could be done; `dropSecrets`: without its secrets. Throws, in words, when it is
 * refused; then nothing has changed.
 */
export async function restoreBackup(
  { file, url, keys, now }: { file: string; url: string; keys: KeyRing | null; now: Clock },
  { check = false, dropSecrets = false } = {},
): Promise<Restored> {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) throw new Error('it is not there')
  const manifest = readManifest(file)
  const { madeAt, migration, reports } = manifest
  const rows = Object.values(manifest.rows).reduce((sum, count) => sum + count, 0)
  const done = { file, madeAt, migration, reports: reports.length, rows }
  const hasSecrets = (manifest.rows.secret ?? 0) > 0
  const examine = (db: Database) => (hasSecrets && !dropSecrets ? openSecrets(db, keys) : Promise.resolve())
  const wanted = isPostgres(url) ? 'postgres' : 'sqlite'
  if (manifest.kind !== wanted)
    throw new Error(
      `it is a backup of ${manifest.kind}, and V6GOV_DATABASE_URL names a database of ${wanted}`,
    )
  if (wanted === 'postgres') {
    await proveCopy({ file, manifest }, { url, place: '', examine })
    if (!check) await restorePostgres(url, path.resolve(file))
    if (!check && dropSecrets) await withoutSecrets(url)
    return { ...done, kept: null }
  }
  const target = sqliteFile(url)
  makeDirectory(path.dirname(target))
  const letGo = holdDatabase(url)
  try {
    const place = `${target}.restoring`
    await proveCopy({ file, manifest }, { url, place, keep: !check, examine })
    if (!check && dropSecrets) await withoutSecrets(`sqlite:${place}`)
    return { ...done, kept: check ? null : putInPlace(place, target, now) }
  } finally {
    letGo()
  }
}

/** Throws when one of them cannot be opened. */
async function openSecrets(db: Database, keys: KeyRing | null): Promise<void> {
  for (const secret of await listSecrets(db))
    try {
      if (keys === null) throw new Error('neither V6GOV_KEY_FILE nor V6GOV_KEY names a key')
      unseal(keys, secret.name, secret)
    } catch (error) {
      throw new Error(
        `its secret ${secret.name} is encrypted with the key ${secret.keyId}, and ${(error as Error).message}; give the keys that were in use when it was made, or leave its secrets out with --drop-secrets and enter them anew`,
      )
    }
}

async function withoutSecrets(url: string): Promise<void> {
  const db = await openDatabase(url)
  try {
    await removeSecrets(db)
  } finally {
    await db.destroy()
  }
}

/**
 * At every moment there is a whole database under the name, the old one or the new: a start in between must never find none
 * and begin an empty one.
 */
function putInPlace(place: string, target: string, now: Clock): string | null {
  if (statSync(target, { throwIfNoEntry: false }) === undefined) {
    renameSync(place, target)
    return null
  }
  emptyLog(target)
  const kept = `${target}.before-restore-${now().replace(/\.\d+/, '').replace(/[-:]/g, '')}`
  for (const part of ['', '-wal'])
    if (statSync(target + part, { throwIfNoEntry: false })) keepFile(target + part, kept + part)
  // an old log beside the new file would be read into it
  for (const part of ['-wal', '-shm']) rmSync(target + part, { force: true })
  renameSync(place, target)
  return kept
}

function keepFile(from: string, to: string): void {
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to, constants.COPYFILE_EXCL) // a file system without links
  }
}

/** Brings what stands in the log into the file, if that can still be read. Throws when somebody is at work on it. */
function emptyLog(target: string): void {
  let database: Sqlite.Database | undefined
  try {
    database = new Sqlite(target, { timeout: 1_000 })
    const [state] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    if (state?.busy) throw new Error('another program has the database open; end that first')
  } catch (error) {
    if ((error as { code?: string }).code === undefined) throw error
    // damaged: it is kept as it is, its log too
  } finally {
    database?.close()
  }
}
