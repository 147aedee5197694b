import type { Selectable } from 'kysely'
import type { Channel, ChannelKind, Subscription } from '../model/notifications.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

export async function addSubscription(
  db: Database,
  subscription: Omit<Subscription, 'endedAt' | 'endedBy'>,
): Promise<void> {
  const { id, channel, enteredAt, enteredBy, ...body } = subscription
  await db
    .insertInto('subscription')
    .values({
      id,
      channel,
      entered_at: enteredAt,
      entered_by: enteredBy,
      ended_at: null,
      ended_by: null,
      body: JSON.stringify(body),
    })
    .execute()
}

/** From then on nothing new is written for it. False when it had ended. */
export async function endSubscription(
  db: Database,
  id: string,
  { at, by }: { at: Instant; by: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('subscription')
    .set({ ended_at: at, ended_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** Those that have not ended, oldest first. */
export async function listSubscriptions(db: Database): Promise<Subscription[]> {
  const rows = await db
    .selectFrom('subscription')
    .selectAll()
    .where('ended_at', 'is', null)
    .orderBy('entered_at')
    .orderBy('id')
    .execute()
  return rows.map(toSubscription)
}

export async function findSubscription(db: Database, id: string): Promise<Subscription | undefined> {
  const row = await db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst()
  return row && toSubscription(row)
}

export async function findSubscriptions(db: Database, ids: string[]): Promise<Map<string, Subscription>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('subscription').selectAll().where('id', 'in', ids).execute()
  return new Map(rows.map((row) => [row.id, toSubscription(row)]))
}

function toSubscription(row: Selectable<Schema['subscription']>): Subscription {
  const { id, channel, entered_at, entered_by, ended_at, ended_by, body } = row
  return {
    id,
    channel,
    topics: ['incidents'], // all that there was at first
    ...JSON.parse(body),
    enteredAt: entered_at,
    enteredBy: entered_by,
    endedAt: ended_at,
    endedBy: ended_by,
  }
}

/** Notes which channels a process has. What is known of their working stays. */
export async function offerChannels(
  db: Database,
  channels: Pick<Channel, 'name' | 'kind' | 'detail'>[],
  at: Instant,
): Promise<void> {
  for (const { name, kind, detail } of channels) {
    const said = { kind, detail, offered_at: at }
    await db
      .insertInto('channel')
      .values({ name, ...said, ok_at: null, failed_at: null, failures: 0, error: null })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(said))
      .execute()
  }
}

export async function listChannels(db: Database): Promise<Channel[]> {
  const rows = await db.selectFrom('channel').selectAll().orderBy('name').execute()
  return rows.map(({ kind, offered_at, ok_at, failed_at, ...row }) => ({
    ...row,
    kind: kind as ChannelKind,
    offeredAt: offered_at,
    okAt: ok_at,
    failedAt: failed_at,
  }))
}
