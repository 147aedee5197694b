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
 * Signs a person in with name and password and opens a session for the token. Attempts are counted per account and per
 * address before the password is looked at, whether the account exists or not.
 */
export async function signIn(
  {
    db,
    limits,
    ttlHours,
  }: { db: Database; limits: { account: RateLimiter; address: RateLimiter }; ttlHours: number },
  {
    name,
    password,
    address,
    now,
    token,
  }: { name: string; password: string; address: string; now: Instant; token: string },
): Promise<SignIn> {
  const parsed = parseAccountName(name)
  // an address that is made to wait no longer counts against the account, or it could lock others out
  const waitMs =
    limits.address.attempt(addressKey(address)) || (parsed === undefined ? 0 : limits.account.attempt(parsed))
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
  limits.account.forget(account.name)
  return { state: 'signed_in', session }
}
