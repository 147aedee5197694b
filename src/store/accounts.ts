import type { Role, Session } from '../auth/access.ts'
import { hashToken } from '../auth/token.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import type { Schema } from './schema.ts'

/** `password` is a hash with its parameters (src/auth/password.ts), never a password. */
export type Account = {
  name: string
  role: Role
  /** The unit that a head of one is kept to. */
  unit: string | null
  password: string
  createdAt: Instant
  disabledAt: Instant | null
  /** The issuer by whose word the account was made and has its role; null where an administrator gave it. */
  provider: string | null
}

/** Whether the account was added: false when the name is taken. */
export async function addAccount(
  db: Database,
  {
    name,
    role,
    unit = null,
    password,
    provider = null,
    now,
  }: {
    name: string
    role: Role
    unit?: string | null
    password: string
    provider?: string | null
    now: Instant
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('account')
    .values({ name, role, unit, password, created_at: now, disabled_at: null, provider })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function findAccount(db: Database, name: string): Promise<Account | undefined> {
  const row = await db.selectFrom('account').selectAll().where('name', '=', name).executeTakeFirst()
  return row && toAccount(row)
}

/** All of them by name; there are as many as people. */
export async function listAccounts(db: Database): Promise<Account[]> {
  const rows = await db.selectFrom('account').selectAll().orderBy('name').execute()
  return rows.map(toAccount)
}

function toAccount(row: Schema['account']): Account {
  return {
    name: row.name,
    role: row.role as Role,
    unit: row.unit,
    password: row.password,
    createdAt: row.created_at,
    disabledAt: row.disabled_at,
    provider: row.provider,
  }
}

export async function countAccounts(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('account')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Gives an account another role, unit or password, disables it, or enables it again, and ends all its sessions and
 * one-time links in the same transaction. `last_admin`: nobody would be left to make accounts, and nothing was changed.
 */
export async function changeAccount(
  db: Database,
  name: string,
  change: {
    role?: Role
    unit?: string | null
    password?: string
    disabledAt?: Instant | null
    provider?: string | null
  },
): Promise<'changed' | 'unknown' | 'last_admin'> {
  return inTransaction(db, async (trx) => {
    // takes the locks of all administrators, so that of two who remove each other the second is refused
    const admins = await trx
      .updateTable('account')
      .set((eb) => ({ created_at: eb.ref('created_at') }))
      .where('role', '=', 'admin')
      .where('disabled_at', 'is', null)
      .returning('name')
      .execute()
    const isLeft = (change.role ?? 'admin') === 'admin' && (change.disabledAt ?? null) === null
    if (!isLeft && admins.length === 1 && admins[0]?.name === name) return 'last_admin'
    const { numUpdatedRows } = await trx
      .updateTable('account')
      .set({
        name,
        ...(change.role !== undefined && { role: change.role }),
        ...(change.unit !== undefined && { unit: change.unit }),
        ...(change.password !== undefined && { password: change.password }),
        ...(change.disabledAt !== undefined && { disabled_at: change.disabledAt }),
        ...(change.provider !== undefined && { provider: change.provider }),
      })
      .where('name', '=', name)
      .executeTakeFirstOrThrow()
    await closeSessionsOf(trx, name)
    await trx.deleteFrom('invitation').where('account', '=', name).where('used_at', 'is', null).execute()
    return numUpdatedRows === 1n ? 'changed' : 'unknown'
  })
}

/**
 * Opens a session for whoever holds the token, of which only the hash is kept. Whether it was opened: not for an
 * account that is unknown or disabled, nor, with `password`, for one whose stored password has changed since it was
 * verified.
 */
export async function openSession(
  db: Database,
  {
    account,
    now,
    ttlHours,
    token,
    password,
    provider = null,
  }: {
    account: string
    now: Instant
    ttlHours: number
    token: string
    password?: string
    /** The issuer that vouched for whoever signs in. */
    provider?: string | null
  },
): Promise<Session | undefined> {
  const expiresAt = hoursAfter(now, ttlHours)
  return inTransaction(db, async (trx) => {
    // an update that changes nothing, because it takes the row's lock in both databases: a change waits or is seen
    const open = await trx
      .updateTable('account')
      .set((eb) => ({ created_at: eb.ref('created_at') }))
      .where('name', '=', account)
      .where('disabled_at', 'is', null)
      .$if(password !== undefined, (query) => query.where('password', '=', password as string))
      .returning(['role', 'unit'])
      .executeTakeFirst()
    if (open === undefined) return undefined
    await trx
      .insertInto('session')
      .values({ token_hash: hashToken(token), account, created_at: now, expires_at: expiresAt, provider })
      .execute()
    return { account, role: open.role as Role, unit: open.unit, expiresAt }
  })
}

/** The session that a token opens at `now`, with the account's role of this moment. */
export async function findSession(db: Database, token: string, now: Instant): Promise<Session | undefined> {
  const row = await db
    .selectFrom('session')
    .innerJoin('account', 'account.name', 'session.account')
    .select(['account.name', 'account.role', 'account.unit', 'session.expires_at'])
    .where('session.token_hash', '=', hashToken(token))
    .where('session.expires_at', '>', now)
    .where('account.disabled_at', 'is', null)
    .executeTakeFirst()
  return row && { account: row.name, role: row.role as Role, unit: row.unit, expiresAt: row.expires_at }
}

/** The issuer that vouched for the session that is ended; null for none. */
export async function closeSession(db: Database, token: string): Promise<string | null> {
  const closed = await db
    .deleteFrom('session')
    .where('token_hash', '=', hashToken(token))
    .returning('provider')
    .executeTakeFirst()
  return closed?.provider ?? null
}

/** The same password, hashed anew: nothing ends by it. */
export async function rehash(db: Database, name: string, password: string): Promise<void> {
  await db.updateTable('account').set({ password }).where('name', '=', name).execute()
}

/** Ends every session of an account at once. */
export async function closeSessionsOf(db: Database, account: string): Promise<void> {
  await db.deleteFrom('session').where('account', '=', account).execute()
}

/** What a one-time link is for: adding one account of a role, or giving the account of this name a new password. */
export type Invitation = { role: Role; account: string | null }

/** Lets whoever holds the token do this once, within `ttlHours`. Only its hash is kept; older links of an account end. */
export async function makeInvitation(
  db: Database,
  {
    role,
    account = null,
    now,
    ttlHours,
    token,
  }: { role: Role; account?: string | null; now: Instant; ttlHours: number; token: string },
): Promise<void> {
  if (account !== null)
    await db.deleteFrom('invitation').where('account', '=', account).where('used_at', 'is', null).execute()
  await db
    .insertInto('invitation')
    .values({
      token_hash: hashToken(token),
      role,
      account,
      expires_at: hoursAfter(now, ttlHours),
      used_at: null,
    })
    .execute()
}

/** What a link that is still open at `now` is for. */
export async function findInvitation(
  db: Database,
  token: string,
  now: Instant,
): Promise<Invitation | undefined> {
  const row = await db
    .selectFrom('invitation')
    .select(['role', 'account'])
    .where('token_hash', '=', hashToken(token))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { role: row.role as Role, account: row.account }
}

/**
 * Uses up a link, and adds its account or gives the account that it names this password: both or neither. `not_open`:
 * unknown, used or expired. `name_taken` leaves the link open for another name.
 */
export async function redeemInvitation(
  db: Database,
  token: string,
  { name, password, now }: { name: string; password: string; now: Instant },
): Promise<'redeemed' | 'not_open' | 'name_taken'> {
  return inTransaction(db, async (trx) => {
    // the condition and the mark are one statement, so of two who come at once the second finds it used
    const used = await trx
      .updateTable('invitation')
      .set({ used_at: now })
      .where('token_hash', '=', hashToken(token))
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning(['role', 'account'])
      .executeTakeFirst()
    if (used === undefined) return 'not_open'
    if (used.account !== null)
      return (await changeAccount(trx, used.account, { password })) === 'changed' ? 'redeemed' : 'not_open'
    if (await addAccount(trx, { name, role: used.role as Role, password, now })) return 'redeemed'
    await trx
      .updateTable('invitation')
      .set({ used_at: null })
      .where('token_hash', '=', hashToken(token))
      .execute()
    return 'name_taken'
  })
}

/** Forgets the sessions and one-time links that are over. */
export async function removeExpired(db: Database, now: Instant): Promise<void> {
  await db.deleteFrom('session').where('expires_at', '<=', now).execute()
  await db.deleteFrom('invitation').where('expires_at', '<=', now).execute()
}

function hoursAfter(now: Instant, hours: number): Instant {
  return new Date(Date.parse(now) + hours * 3_600_000).toISOString()
}
