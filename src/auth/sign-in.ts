import type { Instant } from '../model.ts'
import { findAccount, openSession } from '../store/accounts.ts'
import type { Database } from '../store/database.ts'
import type { Session } from './access.ts'
import { parseAccountName } from './account-name.ts'
import { verifyPassword } from './password.ts'
import { addressKey, type RateLimiter } from './rate-limit.ts'

export type SignIn =
  | { state: 'signed_in'; session: Session }
  /** Unknown name, wrong password or disabled account: deliberately one answer. */
  | { state: 'refused' }
  | { state: 'slow_down'; waitMs: number }

/**
 * How often a password is tried: by one address whatever the account, by one address for one account, and for one
 * account by all addresses together. The last must be far higher than the others: it bounds a guesser who has many
 * addresses, and whoever reaches it locks out the account's owner too.
 */
export type SignInLimits = { address: RateLimiter; accountFromAddress: RateLimiter; account: RateLimiter }

/**
 * Signs a person in with name and password and opens a session for the token. Attempts are counted before the password
 * is looked at, whether the account exists or not.
 */
export async function signIn(
  { db, limits, ttlHours }: { db: Database; limits: SignInLimits; ttlHours: number },
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
    (parsed === undefined ? 0 : limits.accountFromAddress.attempt(pair) || limits.account.attempt(parsed))
  if (waitMs > 0) return { state: 'slow_down', waitMs }
  const account = parsed === undefined ? undefined : await findAccount(db, parsed)
  const verified = await verifyPassword(password, account?.password)
  if (account === undefined || !verified) return { state: 'refused' }
  const session = await openSession(db, {
    account: account.name,
    now,
    ttlHours,
    token,
    password: account.password,
  })
  if (session === undefined) return { state: 'refused' }
  limits.accountFromAddress.forget(pair) // what others tried on the account still counts
  return { state: 'signed_in', session }
}
