import { rmSync, statfsSync, statSync } from 'node:fs'
import path from 'node:path'
import { makeDirectory } from '../make-directory.ts'
import type { Clock, Instant } from '../model.ts'
import { contentDifference } from '../store/backup-content.ts'
import {
  type Backup,
  backupFile,
  keepBackup,
  listBackups,
  type Manifest,
  measureFile,
  removeBackup,
  removeParts,
} from '../store/backup-files.ts'
import { copySqlite } from '../store/copy-sqlite.ts'
import { isPostgres, sqliteFile } from '../store/database.ts'
import { dumpPostgres } from '../store/postgres-dump.ts'
import { proveCopy } from './prove-copy.ts'

/** How many backups stay, and how old they grow, in days. */
export type Keeping = { most: number; days: number }

const dayMs = 86_400_000

/**
 * Takes a copy of the database while others work on it, restores it to a temporary place, and holds that against what was
 * copied: pages, rows, frozen reports, attached files. Only then is it a backup. Throws, in words, when it is not.
 */
export async function makeBackup({
  url,
  directory,
  now,
}: {
  url: string
  directory: string
  now: Clock
}): Promise<Backup> {
  const madeAt = now()
  const kind: Manifest['kind'] = isPostgres(url) ? 'postgres' : 'sqlite'
  if (kind === 'sqlite' && sqliteFile(url) === ':memory:')
    throw new Error('a database in memory has nothing to back up')
  makeDirectory(directory)
  removeParts(directory)
  if (kind === 'sqlite') refuseFullDisk(sqliteFile(url), directory)
  const file = backupFile(directory, madeAt, kind)
  const part = `${file}.part`
  try {
    const content = await (kind === 'sqlite' ? copySqlite(sqliteFile(url), part) : dumpPostgres(url, part))
    const measured = await measureFile(part)
    const manifest: Manifest = { format: 'v6gov-backup-1', madeAt, kind, ...measured, ...content }
    const proved = await proveCopy({ file: part, manifest }, { url, place: `${part}-proof` })
    const difference = contentDifference(content, proved)
    if (difference !== undefined) throw new Error(`the copy is not what was copied: ${difference}`)
    keepBackup(part, { file, manifest })
    return { file, manifest }
  } finally {
    for (const left of ['', '-journal', '-wal', '-shm']) rmSync(part + left, { force: true })
  }
}

/** Two copies have to fit: the backup, and what it is proved in. */
function refuseFullDisk(database: string, directory: string): void {
  const size = statSync(database, { throwIfNoEntry: false })?.size ?? 0
  const { bavail, bsize } = statfsSync(directory)
  if (bavail * bsize < 2.2 * size)
    throw new Error(
      `${directory} has no room: a backup needs ${megabytes(2.2 * size)}, and ${megabytes(bavail * bsize)} are free`,
    )
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024 / 1024)} MB`
}

/** Removes the backups beyond a number and an age, but never the newest. Returns what it removed. */
export function pruneBackups(directory: string, { most, days }: Keeping, at: Instant): string[] {
  const old = listBackups(directory).filter(
    ({ manifest }, place) =>
      place > 0 && (place >= most || Date.parse(at) - Date.parse(manifest.madeAt) > days * dayMs),
  )
  for (const { file } of old) removeBackup(file)
  return old.map(({ file }) => path.basename(file))
}
