import { isRole, type Role } from './access.ts'
import { parseAccountName } from './account-name.ts'
import type { Claims } from './oidc.ts'

/** Whoever has this value in this claim has this role, and, of heads, this unit. */
export type ProviderRule = { claim: string; value: string; role: Role; unit: string | null }

/** `CLAIM=VALUE:ROLE`, of heads of a unit `CLAIM=VALUE:unit_head@CODE`; undefined for anything else. */
export function parseProviderRule(text: string): ProviderRule | undefined {
  const [, claim, value, role = '', unit] =
    /^([\w.:/-]{1,200}?)=(.{1,200}):([a-z_]+)(?:@([\w-]{1,40}))?$/.exec(text) ?? []
  if (claim === undefined || value === undefined || !isRole(role)) return undefined
  if ((role === 'unit_head') !== (unit !== undefined)) return undefined
  return { claim, value, role, unit: unit ?? null }
}

/** The first rule that fits; undefined for none, and then nobody is let in by rules. */
export function ruleFor(rules: readonly ProviderRule[], claims: Claims): ProviderRule | undefined {
  return rules.find(({ claim, value }) => [claims[claim]].flat().includes(value))
}

/**
 * The name of the account that a claim names, or why there is none. A mail address counts only where the provider says
 * that it is verified: else whoever can enter one would be whom they like.
 */
export function accountNamed(
  claims: Claims,
  claim: string,
): { name: string } | { refused: 'no_name' | 'email_unverified' } {
  const value = claims[claim]
  const name = typeof value === 'string' ? parseAccountName(value) : undefined
  if (name === undefined) return { refused: 'no_name' }
  return claim === 'email' && claims.email_verified !== true ? { refused: 'email_unverified' } : { name }
}
