import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** Notes that a thing which happens by itself has happened. */
export async function beat(db: Database, name: string, at: Instant): Promise<void> {
  await db
    .insertInto('heartbeat')
    .values({ name, at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ at }))
    .execute()
}

/** When each of them last happened. */
export async function listHeartbeats(db: Database): Promise<Record<string, Instant>> {
  const rows = await db.selectFrom('heartbeat').selectAll().execute()
  return Object.fromEntries(rows.map(({ name, at }) => [name, at]))
}
