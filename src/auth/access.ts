import type { Instant } from '../model.ts'

/** What an account may do, least first: each role may do all that the ones before it may. */
const roles = ['reader', 'engineer', 'admin'] as const
export type Role = (typeof roles)[number]

/** What a route asks of whoever calls it: nothing, or at least a role. */
export type Rule = 'public' | Role

/** Someone who has signed in. The store never hands out a session that is over or whose account is disabled. */
export type Session = { account: string; role: Role; expiresAt: Instant }

export type Access = 'allowed' | 'sign_in' | 'forbidden'

/** The one place that decides. A route without a rule is closed to everybody. */
export function authorise(rule: Rule | undefined, session: Session | null): Access {
  if (rule === 'public') return 'allowed'
  if (rule === undefined || !roles.includes(rule)) return 'forbidden'
  if (session === null) return 'sign_in'
  return roles.indexOf(session.role) >= roles.indexOf(rule) ? 'allowed' : 'forbidden'
}
