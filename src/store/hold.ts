import Sqlite from 'better-sqlite3'
import { isPostgres, sqliteFile, UnusableDatabase } from './database.ts'

/**
 * Makes the embedded database this process's own, until the returned function is called or the process ends, however
 * it ends: a second product on the same file would take the first one's hosts away. PostgreSQL is there to be shared.
 * Throws UnusableDatabase when another process holds it.
 */
export function holdDatabase(url: string): () => void {
  const file = sqliteFile(url)
  if (isPostgres(url) || file === ':memory:') return () => {}
  const lock = new Sqlite(`${file}-lock`, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    throw new UnusableDatabase(url, error)
  }
  return () => void lock.close()
}
