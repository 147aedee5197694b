import { constants, copyFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { type BackupContent, contentOf } from '../store/backup-content.ts'
import { type Backup, measureFile } from '../store/backup-files.ts'
import { checkIntegrity } from '../store/copy-sqlite.ts'
import { type Database, openDatabase, openUnmigrated } from '../store/database.ts'
import { migrations } from '../store/migrations/index.ts'
import { inTemporaryDatabase } from '../store/postgres-dump.ts'

type Proof = { url: string; place: string; keep?: boolean; examine?: (db: Database) => Promise<void> }

/**
 * Restores a copy to a temporary place, brings it up to date there and tells what it holds. Throws, in words, when its bytes
 * are not those that were written, when it is of a newer release, or when it is damaged inside. `place` is a file that may be
 * made for that; `url` the database, on whose server a PostgreSQL dump is proved; `examine` may find more to refuse in it.
 */
export async function proveCopy(
  { file, manifest }: Backup,
  { url, place, keep = false, examine = async () => {} }: Proof,
): Promise<BackupContent> {
  const { size, sha256 } = await measureFile(file)
  if (size < manifest.size) throw new Error(`it is cut off: ${size} bytes of ${manifest.size} are there`)
  if (sha256 !== manifest.sha256) throw new Error('it is damaged: its bytes are not those that were written')
  if (manifest.migration !== '' && !Object.hasOwn(migrations, manifest.migration))
    throw new Error(
      `it was made by a newer release of v6gov (tables ${manifest.migration}); install that release, or restore an older backup`,
    )
  if (manifest.kind === 'postgres')
    return await inTemporaryDatabase(
      url,
      { name: `v6gov_proof_${sha256.slice(0, 12)}`, dump: path.resolve(file) },
      async (db) => {
        await examine(db)
        return contentOf(db)
      },
    )
  let good = false
  try {
    copyFileSync(file, place, constants.COPYFILE_FICLONE)
    checkIntegrity(place)
    const content = await contentIn(`sqlite:${place}`, openUnmigrated)
    const migrated = await contentIn(`sqlite:${place}`, openDatabase, examine)
    if (migrated.reports.join() !== content.reports.join())
      throw new Error('bringing it up to date changed its frozen reports')
    good = true
    return content
  } finally {
    const leftovers = good && keep ? ['-wal', '-shm'] : ['', '-journal', '-wal', '-shm']
    for (const left of leftovers) rmSync(place + left, { force: true })
  }
}

async function contentIn(
  url: string,
  open: (url: string) => Promise<Database>,
  examine: (db: Database) => Promise<void> = async () => {},
): Promise<BackupContent> {
  const db = await open(url)
  try {
    await examine(db)
    return await contentOf(db)
  } finally {
    await db.destroy()
  }
}
