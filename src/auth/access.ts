import type { Instant } from '../model.ts'

/** What an account of a person may be. A unit's head sees his unit and what lies under it; all others see the province. */
export const roles = ['unit_head', 'reader', 'auditor', 'engineer', 'admin'] as const
export type Role = (typeof roles)[number]

export function isRole(text: string): text is Role {
  return roles.some((role) => role === text)
}

/**
 * What a route asks of whoever calls it. `public`: nothing. `everyone`: an account, since nothing of a unit is shown.
 * `own`: an account, and the page itself leaves out what the account may not see. `unit`: that it may see the units of
 * what is asked for. `reader`: that it sees the whole province. `setup`: how the product is set up, which those who work
 * with it and those who check them see. `auditor`: who did what. The others name whom they are for.
 */
const rules = [
  'public',
  'everyone',
  'own',
  'unit',
  'reader',
  'setup',
  'engineer',
  'auditor',
  'admin',
] as const
export type Rule = (typeof rules)[number]

const reads: Rule[] = ['everyone', 'own', 'unit', 'reader']

/** A role that is not listed, and a rule that is not in its list, give nothing. */
const granted: Record<Session['role'], readonly Rule[]> = {
  machine: reads,
  unit_head: ['everyone', 'own', 'unit'],
  reader: reads,
  auditor: [...reads, 'setup', 'auditor'],
  engineer: [...reads, 'setup', 'engineer'],
  admin: rules,
}

/** Someone who has signed in. The store never hands out a session that is over or whose account is disabled. */
export type Session = {
  account: string
  /** A program has a token in place of an account. */
  role: Role | 'machine'
  /** The unit that it is kept to; null for the whole province. */
  unit: string | null
  /** Of a program: the first parts of addresses that it may read, or `*`; `inventory:write` where it may write. */
  scopes?: readonly string[]
  expiresAt: Instant
}

export type Access = 'allowed' | 'sign_in' | 'forbidden'

/**
 * The one place that decides. A route without a rule is closed to everybody. `writes`: the section that a program would
 * write to; it needs a token for just that and for the whole province, and does what engineers do and nothing else.
 */
export function authorise(rule: Rule | undefined, session: Session | null, writes?: string): Access {
  if (rule === 'public') return 'allowed'
  if (rule === undefined || !rules.includes(rule)) return 'forbidden'
  if (session === null) return 'sign_in'
  if (session.role === 'machine' && writes !== undefined) {
    const isMeant =
      rule === 'engineer' && session.unit === null && session.scopes?.includes(writeScope(writes))
    return isMeant ? 'allowed' : 'forbidden'
  }
  return granted[session.role]?.includes(rule) ? 'allowed' : 'forbidden'
}

/** What a token that may write to a section says; `*` is for reading alone. */
export function writeScope(section: string): string {
  return `${section}:write`
}

/** Whether a token is for this address: `/units/30` and `/units.json` are of the section `units`. */
export function isInScope({ scopes }: Session, section: string): boolean {
  return scopes === undefined || scopes.includes('*') || scopes.includes(section)
}

/** The units that a session may see, each with all that lies under it; null for all there are. */
export function reachOf(
  { role, unit }: Pick<Session, 'role' | 'unit'>,
  units: { code: string; parent: string | null }[],
): ReadonlySet<string> | null {
  if (unit === null && role !== 'unit_head') return null
  const reach = new Set<string>()
  const queue = unit === null ? [] : [unit]
  for (const code of queue) {
    if (reach.has(code)) continue // a parent that is its own child ends here
    reach.add(code)
    queue.push(...units.filter(({ parent }) => parent === code).map((one) => one.code))
  }
  return reach
}
