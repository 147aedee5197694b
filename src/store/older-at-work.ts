import { statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { type Kysely, type Migrator, sql } from 'kysely'
import type { Schema } from './schema.ts'

/** How long a process that does not announce itself any more still counts, in seconds. */
const silentSeconds = 15

/**
 * Throws, with what to do, when a `v6gov serve` is at work on tables that this release would change: it would fail at what it
 * does next, or write what means something else now. `file` of SQLite, or null on PostgreSQL.
 */
export async function refuseUnderOlder(
  db: Kysely<Schema>,
  migrator: Migrator,
  file: string | null,
): Promise<void> {
  // asked first where it is cheap: most databases are up to date
  if (file !== null && !isHeldByAnother(file)) return
  const known = await migrator.getMigrations()
  const pending = known.filter(({ executedAt }) => executedAt === undefined)
  if (pending.length === 0 || pending.length === known.length) return
  const announces = pending.every(({ name }) => name !== '0006-process')
  if (file !== null || (announces && (await isSomebodyHeard(db))))
    throw new Error(
      `a v6gov serve of an older release is at work on it, whose tables this release would change (${pending[0]?.name}); end that first, then start this release, or use the v6gov of that release`,
    )
}

function isHeldByAnother(file: string): boolean {
  const lock = `${file}-lock`
  if (file === ':memory:' || !statSync(lock, { throwIfNoEntry: false })) return false
  const opened = new Sqlite(lock, { timeout: 0 })
  try {
    opened.exec('begin exclusive')
    return false
  } catch (error) {
    return (error as { code?: string }).code === 'SQLITE_BUSY'
  } finally {
    opened.close()
  }
}

/** By the server's own clock. */
async function isSomebodyHeard(db: Kysely<Schema>): Promise<boolean> {
  const { rows } =
    await sql`select 1 from process where heard_at::timestamptz > now() - ${silentSeconds} * interval '1 second'
    limit 1`.execute(db)
  return rows.length > 0
}
