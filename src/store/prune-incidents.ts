import { sql } from 'kysely'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import { readCursor } from './outbox.ts'

/** Rows that one piece looks at. */
const rowsAtOnce = 500

/**
 * Removes what was written down by rule before `before` in the logs of incidents that have been closed since then too, some
 * at a time. What people did stays, and so do the incidents with what fell in them. Returns the number of the event to go
 * on behind, null when all have been looked at, and how many went.
 */
export async function pruneEvents(
  db: Database,
  { after, before }: { after: number; before: Instant },
): Promise<{ next: number | null; removed: number }> {
  const told = await readCursor(db) // what nobody has read yet for messages is not old
  const rows = await db
    .selectFrom('incident_event')
    .innerJoin('incident', 'incident.id', 'incident_event.incident')
    .select(['incident_event.seq', 'incident_event.account', 'incident_event.at', 'incident.closed_at'])
    .where('incident_event.seq', '>', after)
    .where('incident_event.seq', '<=', told)
    .orderBy('incident_event.seq')
    .limit(sql.lit(rowsAtOnce))
    .execute()
  const old = rows.filter(({ at }) => at < before)
  const gone = old
    .filter(({ account, closed_at }) => account === null && closed_at !== null && closed_at < before)
    .map(({ seq }) => seq)
  if (gone.length > 0) await db.deleteFrom('incident_event').where('seq', 'in', gone).execute()
  // numbers grow with time: behind the first that is young there is nothing old
  const next = old.length < rowsAtOnce ? null : (old.at(-1)?.seq ?? null)
  return { next, removed: gone.length }
}

/**
 * Removes messages that were made before a moment and are on their way no more, some at a time; not those that tell of an
 * incident that is open, whose end is told to whoever they told, nor those that brought a report, which is sent but once.
 * Returns how many went; 0 when there are no more.
 */
export async function pruneMessages(db: Database, before: Instant): Promise<number> {
  return await inTransaction(db, async (trx) => {
    const rows = await trx
      .selectFrom('message')
      .select('id')
      .where('made_at', '<', before)
      .where('state', 'in', ['sent', 'dead', 'dropped'])
      .where('kind', '!=', 'report')
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('message_notice')
              .innerJoin('incident', 'incident.id', 'message_notice.about')
              .select('incident.id')
              .whereRef('message_notice.message', '=', 'message.id')
              .where('incident.closed_at', 'is', null),
          ),
        ),
      )
      .orderBy('made_at')
      .limit(sql.lit(rowsAtOnce))
      .execute()
    if (rows.length === 0) return 0
    const ids = rows.map(({ id }) => id)
    await trx.deleteFrom('message_notice').where('message', 'in', ids).execute()
    await trx.deleteFrom('message').where('id', 'in', ids).execute()
    return ids.length
  })
}
