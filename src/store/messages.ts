import type { Selectable } from 'kysely'
import type { Message, MessageState, Notice } from '../model/notifications.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** What the messages tell, by message, oldest first. */
export async function listNotices(db: Database, messages: string[]): Promise<Map<string, Notice[]>> {
  if (messages.length === 0) return new Map()
  const rows = await db
    .selectFrom('message_notice')
    .select(['message', 'body'])
    .where('message', 'in', messages)
    .execute()
  const notices = new Map<string, Notice[]>()
  for (const { message, body } of rows)
    notices.set(message, [...(notices.get(message) ?? []), JSON.parse(body)])
  for (const list of notices.values())
    list.sort((one, other) => (one.since + one.key < other.since + other.key ? -1 : 1))
  return notices
}

/** The messages of a subscription that tell of one thing, and how they stand. */
export async function listMessagesAbout(
  db: Database,
  about: string,
): Promise<{ id: string; subscription: string; state: MessageState; key: string }[]> {
  const rows = await db
    .selectFrom('message_notice')
    .innerJoin('message', 'message.id', 'message_notice.message')
    .select(['message.id', 'message.subscription', 'message.state', 'message_notice.key'])
    .where('message_notice.about', '=', about)
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as MessageState }))
}

/** Those written since a moment, newest first, by state or all, and how many there are. */
export async function listMessages(
  db: Database,
  {
    since,
    state,
    limit,
    offset,
  }: { since: Instant; state?: MessageState | undefined; limit: number; offset: number },
): Promise<{ messages: Message[]; total: number }> {
  const found = db
    .selectFrom('message')
    .where('made_at', '>=', since)
    .$if(state !== undefined, (query) => query.where('state', '=', state ?? ''))
  const rows = await found
    .selectAll()
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .limit(limit)
    .offset(offset)
    .execute()
  const { count } = await found
    .select((eb) => eb.fn.countAll<number | string | bigint>().as('count'))
    .executeTakeFirstOrThrow()
  return { messages: rows.map(toMessage), total: Number(count) }
}

/** Messages that are not sent yet, by channel. */
export async function countWaiting(db: Database): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('message')
    .select((eb) => ['channel', eb.fn.countAll<number | string | bigint>().as('count')])
    .where('state', 'in', ['waiting', 'sending', 'held'])
    .groupBy('channel')
    .execute()
  return new Map(rows.map(({ channel, count }) => [channel, Number(count)]))
}

export function toMessage(row: Selectable<Schema['message']>): Message {
  return {
    id: row.id,
    subscription: row.subscription,
    channel: row.channel,
    kind: row.kind as Message['kind'],
    state: row.state as MessageState,
    madeAt: row.made_at,
    dueAt: row.due_at,
    attempts: row.attempts,
    sentAt: row.sent_at,
    error: row.error,
  }
}
