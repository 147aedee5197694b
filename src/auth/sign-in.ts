import type { Instant } from '../model.ts'
import { findAccount, openSession, rehash } from '../store/accounts.ts'
import type { Database } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { Session } from './access.ts'
import { parseAccountName } from './account-name.ts'
import { hashPassword, isOutdated, newSalt, verifyPassword } from './password.ts'
import { addressKey, type RateLimiter } from './rate-limit.ts'

export type SignIn =
  | { state: 'signed_in'; session: Session }
  /** Unknown name, wrong password or disabled account: deliberately one answer. */
  | { state: 'refused' }
  | { state: 'slow_down'; waitMs: number }

/**
 * How often a password is tried: by one address whatever the account, by one address for one account, and for one
 * account by all addresses together. The last must be far higher than the others: it bounds a guesser who has many
 * addresses. It does not count for `proven` addresses, from which the account was signed in to since this process began, so
 * that a guesser does not lock the owner out of where he works.
 */
export type SignInLimits = {
  address: RateLimiter
  accountFromAddress: RateLimiter
  account: RateLimiter
  proven: Set<string>
}

/** More than people have places; past it all are forgotten, and the limit counts for everybody. */
const mostProven = 10_000

/**
 * Signs a person in with name and password and opens a session for the token. Attempts are counted before the password
 * is looked at, whether the account exists or not.
 */
export async function signIn(
  {
    db,
    limits,
    ttlHours,
    tell,
  }: {
    db: Database
    limits: SignInLimits
    ttlHours: number
    /** Writes down, with what it tells of, that somebody signed in to an account or was refused. */
    tell(trx: Database, action: 'session.open' | 'session.refuse', account: string): Promise<void>
  },
  {
    name,
    password,
    address,
    now,
    token,
  }: { name: string; password: string; address: string; now: Instant; token: string },
): Promise<SignIn> {
  const parsed = parseAccountName(name)
  const from = addressKey(address)
  const pair = `${parsed} ${from}` // no name of an account holds a blank
  // who is made to wait no longer counts against the account, so that one address alone cannot lock it for others
  const waitMs =
    limits.address.attempt(from) ||
    (parsed === undefined
      ? 0
      : limits.accountFromAddress.attempt(pair) ||
        (limits.proven.has(pair) ? 0 : limits.account.attempt(parsed)))
  if (waitMs > 0) return { state: 'slow_down', waitMs }
  const account = parsed === undefined ? undefined : await findAccount(db, parsed)
  const verified = await verifyPassword(password, account?.password)
  // of names that nobody has nothing is written: they may be passwords that came into the wrong field
  if (account === undefined) return { state: 'refused' }
  // hashed before, since nobody else writes during a transaction
  const anew = verified && isOutdated(account.password) ? await hashPassword(password, newSalt()) : null
  const session = await inTransaction(db, async (trx) => {
    const opened = verified
      ? await openSession(trx, { account: account.name, now, ttlHours, token, password: account.password })
      : undefined
    if (opened && anew !== null) await rehash(trx, account.name, anew)
    await tell(trx, opened ? 'session.open' : 'session.refuse', account.name)
    return opened
  })
  if (session === undefined) return { state: 'refused' }
  if (limits.proven.size >= mostProven) limits.proven.clear()
  limits.proven.add(pair)
  limits.accountFromAddress.forget(pair) // what others tried on the account still counts
  return { state: 'signed_in', session }
}
