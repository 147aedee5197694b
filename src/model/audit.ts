import type { Instant } from '../model.ts'

/** What people and programs do that is written down; the part before the dot is what it is done to. */
export const auditActions = [
  'session.open',
  'session.refuse',
  'session.close',
  'account.add',
  'account.change',
  'account.link',
  'account.password',
  'token.add',
  'token.revoke',
  'inventory.import',
  'inventory.undo',
  'inventory.withdraw',
  'discovery.dismiss',
  'discovery.restore',
  'discovery.sweep',
  'figures.import',
  'plan.save',
  'document.enter',
  'document.withdraw',
  'maintenance.announce',
  'maintenance.approve',
  'maintenance.close',
  'maintenance.prolong',
  'incident.act',
  'subscription.add',
  'subscription.test',
  'subscription.end',
  'wall.add',
  'wall.revoke',
  'office.save',
  'check.look',
  'secret.set',
  'secret.remove',
  'secret.rotate',
  'secret.test',
] as const
export type AuditAction = (typeof auditActions)[number]

/** One entry of the log, before it has its place in the chain. */
export type AuditEntry = {
  at: Instant
  /** An account, `token:NAME`, or `shell:USER` for the command line. */
  who: string
  /** Address of the browser or program; null at the command line. */
  from: string | null
  /** As in the process's log and on error pages; null at the command line. */
  request: string | null
  action: AuditAction
  /** What it was done to: an account's name, a unit's code, a period. */
  subject: string
  /** What was there, and what is; null for nothing. Never a secret. */
  before: unknown
  after: unknown
}

/** An entry with its place: `hash` is made of it and of the hash before. */
export type AuditRow = AuditEntry & { seq: number; hash: string }
