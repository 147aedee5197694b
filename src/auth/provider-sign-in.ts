import type { Instant } from '../model.ts'
import { addAccount, changeAccount, closeSessionsOf, findAccount, openSession } from '../store/accounts.ts'
import type { Database } from '../store/database.ts'
import { inTransaction } from '../store/in-transaction.ts'
import type { Session } from './access.ts'
import type { Claims } from './oidc.ts'
import { accountNamed, type ProviderRule, ruleFor } from './provider-rules.ts'

/** Who is vouched for by whom, and which account that is. */
export type ProviderTrust = {
  issuer: string
  /** The claim that holds the name of an account. */
  claim: string
  /** Who gets an account by themselves; without any rule nobody does. */
  rules: readonly ProviderRule[]
}

export type ProviderRefusal =
  | 'no_name'
  | 'email_unverified'
  | 'no_account'
  | 'no_rule'
  | 'disabled'
  | 'last_admin'

type Told = {
  action: 'session.open' | 'session.refuse' | 'account.add' | 'account.change'
  before?: unknown
  after: unknown
}

/**
 * Signs in whom the provider vouches for. An account that an administrator made keeps its role; one that a rule made has
 * the role of the rule that fits today, and none fits no more: then its sessions end too. All else is refused.
 */
export async function signInByProvider(
  {
    db,
    trust: { issuer, claim, rules },
    ttlHours,
    tell,
  }: {
    db: Database
    trust: ProviderTrust
    ttlHours: number
    /** Writes down, with what it tells of, what was done to an account. */
    tell(trx: Database, account: string, told: Told): Promise<void>
  },
  { claims, now, token }: { claims: Claims; now: Instant; token: string },
): Promise<{ session: Session } | { refused: ProviderRefusal }> {
  const by = { provider: issuer, subject: claims.sub }
  const named = accountNamed(claims, claim)
  const name = 'name' in named ? named.name : String(claims.sub)
  return inTransaction(db, async (trx) => {
    const refuse = async (refused: ProviderRefusal) => {
      await tell(trx, name, { action: 'session.refuse', after: { ...by, why: refused } })
      return { refused }
    }
    if ('refused' in named) return refuse(named.refused)
    const known = await findAccount(trx, name)
    if (known === undefined || known.provider === issuer) {
      const rule = ruleFor(rules, claims)
      if (rule === undefined) {
        await closeSessionsOf(trx, name)
        return refuse(known === undefined ? 'no_account' : 'no_rule')
      }
      const { role, unit } = rule
      if (known === undefined) {
        await addAccount(trx, { name, role, unit, password: '', provider: issuer, now })
        await tell(trx, name, { action: 'account.add', after: { role, unit, ...by } })
      } else if (role !== known.role || unit !== known.unit) {
        const before = { role: known.role, unit: known.unit }
        if ((await changeAccount(trx, name, { role, unit })) === 'last_admin') return refuse('last_admin')
        await tell(trx, name, { action: 'account.change', before, after: { role, unit, ...by } })
      }
    }
    const session = await openSession(trx, { account: name, now, ttlHours, token, provider: issuer })
    if (session === undefined) return refuse('disabled')
    await tell(trx, name, { action: 'session.open', after: by })
    return { session }
  })
}
