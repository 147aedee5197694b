import { addressing } from './criteria/addressing.ts'
import { dns } from './criteria/dns.ts'
import { external } from './criteria/external.ts'
import { governance } from './criteria/governance.ts'
import { lan } from './criteria/lan.ts'
import { mail } from './criteria/mail.ts'
import { security } from './criteria/security.ts'
import { usage } from './criteria/usage.ts'
import { wan } from './criteria/wan.ts'
import { web } from './criteria/web.ts'
import { wifi } from './criteria/wifi.ts'
import type { Criterion } from './criterion.ts'

/** Raised when a rule changes: pages then judge history anew, and frozen reports keep theirs. */
export const catalogueVersion = '2026.7'

/** The criteria of readiness R, in the order in which they are shown (domain rules 2.3). */
export const criteria: readonly Criterion[] = [
  ...governance,
  ...addressing,
  ...external,
  ...wan,
  ...lan,
  ...dns,
  ...web,
  ...mail,
  ...wifi,
  ...security,
  ...usage,
]

const byId = new Map(criteria.map((criterion) => [criterion.id, criterion]))

/** Throws for an id that this version of the catalogue does not have. */
export function criterionOf(id: string): Criterion {
  const criterion = byId.get(id)
  if (criterion === undefined) throw new Error(`catalogue ${catalogueVersion} has no criterion ${id}`)
  return criterion
}
