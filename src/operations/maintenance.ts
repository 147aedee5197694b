import type { Instant } from '../model.ts'
import type { Stretch } from './line-minutes.ts'

/** A time in which work on a line is announced; `approvedAt` null: not approved. */
export type MaintenanceWindow = { from: Instant; to: Instant; approvedAt: Instant | null }

/** The windows that count: what is approved once the line is down excuses nothing (domain rules 3.7). */
export function maintenanceIn(windows: MaintenanceWindow[]): Stretch[] {
  return windows
    .filter(({ from, approvedAt }) => approvedAt !== null && approvedAt < from)
    .map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) }))
}
