import { hashToken } from '../auth/token.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** What a program signs in with; only the hash of it is kept. */
export type Token = {
  name: string
  /** First parts of the addresses that it may read, or `*`. */
  scopes: string[]
  /** The unit that it is kept to; null for the whole province. */
  unit: string | null
  createdAt: Instant
  createdBy: string
  expiresAt: Instant | null
  revokedAt: Instant | null
  /** To the minute. */
  usedAt: Instant | null
}

/** Every request would else be a write. */
const usedEveryMs = 60_000

/** Whether it was added: false when the name is taken, which it stays, so that the log means one token by it. */
export async function addToken(
  db: Database,
  { token, ...about }: Omit<Token, 'revokedAt' | 'usedAt'> & { token: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('token')
    .values({
      name: about.name,
      token_hash: hashToken(token),
      scopes: JSON.stringify(about.scopes),
      unit: about.unit,
      created_at: about.createdAt,
      created_by: about.createdBy,
      expires_at: about.expiresAt,
      revoked_at: null,
      used_at: null,
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

/** The token that is good at `now`, whose use is noted. */
export async function useToken(db: Database, token: string, now: Instant): Promise<Token | undefined> {
  const row = await db
    .selectFrom('token')
    .selectAll()
    .where('token_hash', '=', hashToken(token))
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst()
  if (row === undefined) return undefined
  if (row.used_at === null || Date.parse(now) - Date.parse(row.used_at) >= usedEveryMs)
    await db.updateTable('token').set({ used_at: now }).where('name', '=', row.name).execute()
  return toToken(row)
}

/** All that there ever were, by name; there are as many as programs. */
export async function listTokens(db: Database): Promise<Token[]> {
  return (await db.selectFrom('token').selectAll().orderBy('name').execute()).map(toToken)
}

/** Whether there was one to revoke. */
export async function revokeToken(db: Database, name: string, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('token')
    .set({ revoked_at: now })
    .where('name', '=', name)
    .where('revoked_at', 'is', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

function toToken(row: Schema['token']): Token {
  return {
    name: row.name,
    scopes: JSON.parse(row.scopes),
    unit: row.unit,
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    usedAt: row.used_at,
  }
}
