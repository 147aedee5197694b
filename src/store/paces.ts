import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { everyUnit, revise } from './revisions.ts'

/** Notes the pace that the schedule runs at from now on, when it differs from the one before. */
export async function notePace(db: Database, since: Instant, pace: number): Promise<void> {
  if ((await paceAt(db, since)) === pace) return
  await db
    .insertInto('pace')
    .values({ since, pace })
    .onConflict((conflict) => conflict.column('since').doUpdateSet({ pace }))
    .execute()
  await revise(db, [everyUnit])
}

/** The pace in force at a moment; undefined before the first start. */
export async function paceAt(db: Database, at: Instant): Promise<number | undefined> {
  const row = await db
    .selectFrom('pace')
    .select('pace')
    .where('since', '<=', at)
    .orderBy('since', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.pace
}

/** When the pace changes next after a moment; undefined where it stays. */
export async function nextPaceAt(db: Database, after: Instant): Promise<Instant | undefined> {
  const row = await db
    .selectFrom('pace')
    .select('since')
    .where('since', '>', after)
    .orderBy('since')
    .limit(1)
    .executeTakeFirst()
  return row?.since
}
