import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** A write of a program: whose it is, by which key it is known, and a hash of what was sent. */
export type KeyedWrite = { token: string; key: string; requestHash: string }

/** `body` is null until the answer is made, and stays so where we ended before. */
export type Answered = { requestHash: string; body: string | null; at: Instant }

/** What was written under a key. */
export async function findAnswer(
  db: Database,
  { token, key }: Pick<KeyedWrite, 'token' | 'key'>,
): Promise<Answered | undefined> {
  const row = await db
    .selectFrom('answer')
    .select(['request_hash', 'body', 'at'])
    .where('token', '=', token)
    .where('key', '=', key)
    .executeTakeFirst()
  return row && { requestHash: row.request_hash, body: row.body || null, at: row.at }
}

/** Takes a key in the transaction that writes. Whether it was free: of two at once the second waits and finds it taken. */
export async function takeKey(
  trx: Database,
  { token, key, requestHash }: KeyedWrite,
  at: Instant,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('answer')
    .values({ token, key, request_hash: requestHash, body: '', at })
    .onConflict((conflict) => conflict.columns(['token', 'key']).doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function keepAnswer(db: Database, { token, key }: KeyedWrite, body: string): Promise<void> {
  await db.updateTable('answer').set({ body }).where('token', '=', token).where('key', '=', key).execute()
}

/** Forgets the keys that were taken before a moment. */
export async function removeAnswers(db: Database, before: Instant): Promise<void> {
  await db.deleteFrom('answer').where('at', '<', before).execute()
}
