import { createHash } from 'node:crypto'
import type { Message, MessageState, Notice, Subscription } from '../model/notifications.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { toMessage } from './messages.ts'

/** What is to be written for one subscription about one notice. */
export type Planned = {
  subscription: Subscription
  notice: Notice
  dueAt: Instant
  digest: boolean
  held: boolean
}

/**
 * Writes messages, and that what happens has been read up to `seq`, together; false and nothing when somebody else has
 * read on since `before`. A notice becomes one message of a subscription, however often it is written.
 */
export async function writeMessages(
  db: Database,
  planned: Planned[],
  { before, seq, now }: { before: number; seq: number; now: Instant },
): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    await trx
      .insertInto('notify_cursor')
      .values({ name: 'events', seq: 0 })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .execute()
    const { numUpdatedRows } = await trx
      .updateTable('notify_cursor')
      .set({ seq })
      .where('name', '=', 'events')
      .where('seq', '=', before)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    for (const one of planned) await writeMessage(trx, one, now)
    return true
  })
}

/** How far what happens has been read; 0 before the first. */
export async function readCursor(db: Database): Promise<number> {
  const row = await db
    .selectFrom('notify_cursor')
    .select('seq')
    .where('name', '=', 'events')
    .executeTakeFirst()
  return row?.seq ?? 0
}

async function writeMessage(db: Database, planned: Planned, now: Instant): Promise<void> {
  const { subscription, notice, digest } = planned
  const single = messageId(subscription.id, notice.key)
  const told = await db.selectFrom('message').select('id').where('id', '=', single).executeTakeFirst()
  if (told) return
  let id = digest && !planned.held ? messageId(subscription.id, `digest ${planned.dueAt}`) : single
  const insert = (state: MessageState, kind: Message['kind']) =>
    db
      .insertInto('message')
      .values({
        id,
        subscription: subscription.id,
        channel: subscription.channel,
        kind,
        state,
        made_at: now,
        due_at: planned.dueAt,
        attempts: 0,
        claimed_until: null,
        sent_at: null,
        error: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  if (id === single) await insert(planned.held ? 'held' : 'waiting', 'single')
  else {
    await insert('waiting', 'digest')
    // what is on its way already takes nothing more along
    const { state } = await db
      .selectFrom('message')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    if (state !== 'waiting') {
      id = single
      await insert('waiting', 'single')
    }
  }
  await db
    .insertInto('message_notice')
    .values({ message: id, key: notice.key, about: notice.about, body: JSON.stringify(notice) })
    .onConflict((conflict) => conflict.columns(['message', 'key']).doNothing())
    .execute()
}

/** The id of what a subscription is told of a notice; the same whoever reckons it, however often. */
export function messageId(subscription: string, key: string): string {
  return createHash('sha256').update(`${subscription} ${key}`).digest('hex').slice(0, 32)
}

/** A message without a notice, to see whether a channel works. */
export async function addTestMessage(
  db: Database,
  { id, channel }: Pick<Subscription, 'id' | 'channel'>,
  now: Instant,
): Promise<void> {
  const row = { subscription: id, channel, kind: 'test', state: 'waiting', made_at: now, due_at: now }
  await db
    .insertInto('message')
    .values({
      ...row,
      id: messageId(id, `test ${now}`),
      attempts: 0,
      claimed_until: null,
      sent_at: null,
      error: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** Of a channel, what is due, and what whoever claimed it has not sent in time; longest due first. */
export async function listDueMessages(
  db: Database,
  { channel, now, limit }: { channel: string; now: Instant; limit: number },
): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('state', 'in', ['waiting', 'sending'])
    .where('due_at', '<=', now)
    .where('channel', '=', channel)
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', now)]))
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

/** Takes a message for sending; false when somebody else has. `attempts` as it was read. */
export async function claimMessage(
  db: Database,
  { id, attempts }: Pick<Message, 'id' | 'attempts'>,
  { now, until }: { now: Instant; until: Instant },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('message')
    .set({ state: 'sending', attempts: attempts + 1, claimed_until: until })
    .where('id', '=', id)
    .where('attempts', '=', attempts)
    .where('state', 'in', ['waiting', 'sending'])
    .where((eb) => eb.or([eb('claimed_until', 'is', null), eb('claimed_until', '<', now)]))
    .executeTakeFirst()
  return numUpdatedRows > 0
}

/** What became of a try: sent, or to be tried again at `dueAt`, or given up where that is null; and how the channel is. */
export async function endAttempt(
  db: Database,
  { id, channel, attempts }: Pick<Message, 'id' | 'channel' | 'attempts'>,
  outcome: { at: Instant } & ({ sent: true } | { sent: false; error: string; dueAt: Instant | null }),
): Promise<void> {
  const { at } = outcome
  await db.transaction().execute(async (trx) => {
    await trx
      .updateTable('message')
      .set(
        outcome.sent
          ? { state: 'sent', sent_at: at, claimed_until: null, error: null }
          : {
              state: outcome.dueAt === null ? 'dead' : 'waiting',
              claimed_until: null,
              error: outcome.error,
              ...(outcome.dueAt === null ? {} : { due_at: outcome.dueAt }),
            },
      )
      .where('id', '=', id)
      .where('attempts', '=', attempts + 1)
      .execute()
    await trx
      .updateTable('channel')
      .set((eb) =>
        outcome.sent
          ? { ok_at: at, failures: 0, error: null }
          : { failed_at: at, failures: eb('failures', '+', 1), error: outcome.error },
      )
      .where('name', '=', channel)
      .execute()
  })
}

/** Gives back what this process had claimed before it ended; only where no other process can be sending. */
export async function releaseClaims(db: Database): Promise<void> {
  await db.updateTable('message').set({ claimed_until: null }).where('state', '=', 'sending').execute()
}

/** Messages that wait for maintenance to end, whose time has come. */
export async function listHeldMessages(db: Database, now: Instant): Promise<Message[]> {
  const rows = await db
    .selectFrom('message')
    .selectAll()
    .where('state', '=', 'held')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(500)
    .execute()
  return rows.map(toMessage)
}

/** Ends the wait of a held message: to be sent, held on, or not needed any more. */
export async function settleHeld(
  db: Database,
  id: string,
  to: { state: 'held' | 'waiting' | 'dropped'; dueAt: Instant },
): Promise<void> {
  await db
    .updateTable('message')
    .set({ state: to.state, due_at: to.dueAt })
    .where('id', '=', id)
    .where('state', '=', 'held')
    .execute()
}
