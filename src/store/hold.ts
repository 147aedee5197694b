import Sqlite from 'better-sqlite3'
import { isPostgres, sqliteFile, UnusableDatabase } from './database.ts'

/**
 * Makes the embedded database this process's own to schedule and to probe on, until the returned function is called or the
 * process ends, however it ends. It is a lock of the system and not a row with a time, so no clock can give it to two, and
 * one that only hangs keeps it. PostgreSQL is there to be shared. Returns undefined while another process has it; throws
 * UnusableDatabase when the file cannot be made or written.
 */
export function tryHold(url: string): (() => void) | undefined {
  const file = sqliteFile(url)
  if (isPostgres(url) || file === ':memory:') return () => {}
  let lock: Sqlite.Database | undefined
  try {
    lock = new Sqlite(`${file}-lock`, { timeout: 0 })
    lock.exec('begin exclusive')
    const held = lock
    return () => void held.close()
  } catch (error) {
    lock?.close()
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return undefined
    throw new UnusableDatabase(url, error)
  }
}

/** The same for who cannot do without it. Throws UnusableDatabase also when another process has it. */
export function holdDatabase(url: string): () => void {
  const letGo = tryHold(url)
  if (letGo === undefined)
    throw new UnusableDatabase(url, Object.assign(new Error(), { code: 'SQLITE_BUSY' }))
  return letGo
}
