import type { Maintenance, MaintenanceScope, MaintenanceTarget } from '../model/maintenance.ts'
import type { Instant } from '../model.ts'
import { clockMs, clockTime, momentMs } from './local-time.ts'
import type { Stretch } from './minutes.ts'
import { startsOf } from './repetition.ts'

/** A time in which work on a line is announced; `approvedAt` null: not approved. */
export type MaintenanceWindow = { from: Instant; to: Instant; approvedAt: Instant | null }

/** The windows that count: what is approved once the line is down excuses nothing (domain rules 3.7). */
export function maintenanceIn(windows: MaintenanceWindow[]): Stretch[] {
  return windows
    .filter(({ from, approvedAt }) => approvedAt !== null && approvedAt < from)
    .map(({ from, to }) => ({ fromMs: Date.parse(from), toMs: Date.parse(to) }))
}

/** One time that announced work comes: moments, and what the clocks of its zone show then. */
export type MaintenanceTime = Stretch & { startLocal: string; endLocal: string }

/**
 * When announced work is to be done, as far as it touches a time, oldest first: to the end that was announced, or until
 * it was closed. Clocks decide: work from 1:00 to 4:00 lasts two hours in the night in which they are put forward.
 */
export function timesIn(maintenance: Maintenance, { fromMs, toMs }: Stretch): MaintenanceTime[] {
  const { start, end, zone, repetition, closedAt } = maintenance
  const length = clockMs(end) - clockMs(start)
  const closedMs = closedAt === null ? Number.POSITIVE_INFINITY : Date.parse(closedAt)
  const times: MaintenanceTime[] = []
  // clocks are never more than a day ahead of UTC or behind it
  for (const clock of startsOf(start, repetition, Math.min(toMs, closedMs) + dayMs)) {
    if (clock + length < fromMs - dayMs) continue
    const begins = momentMs(clock, zone)
    const ends = Math.min(momentMs(clock + length, zone), closedMs)
    if (begins < ends && begins < toMs && ends > fromMs)
      times.push({
        fromMs: begins,
        toMs: ends,
        startLocal: clockTime(clock),
        endLocal: clockTime(clock + length),
      })
  }
  return times
}

/** When nobody is told of what happens, as far as it touches a time: an open end goes on until somebody closes it. */
export function mutedIn(maintenance: Maintenance, time: Stretch): Stretch[] {
  if (!maintenance.openEnd) return timesIn(maintenance, time)
  const { start, zone, closedAt } = maintenance
  const fromMs = momentMs(clockMs(start), zone)
  const toMs = closedAt === null ? Number.POSITIVE_INFINITY : Date.parse(closedAt)
  return fromMs < toMs && fromMs < time.toMs && toMs > time.fromMs ? [{ fromMs, toMs }] : []
}

/** What may be left out of the availability of lines: nobody approved an end that is open beyond what was announced. */
export function excludedIn(maintenance: Maintenance, time: Stretch): MaintenanceWindow[] {
  if (maintenance.mode !== 'exclude') return []
  const { approvedAt } = maintenance
  return timesIn(maintenance, time).map(({ fromMs, toMs }) => ({
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    approvedAt,
  }))
}

/** Under what work on something may be announced, with the keys of each. */
export function scopesOf({ line, unit, provider }: MaintenanceTarget): [MaintenanceScope, string][] {
  const scopes: [MaintenanceScope, string | null | undefined][] = [
    ['line', line],
    ['unit', unit],
    ['provider', provider],
  ]
  const named = scopes.filter((one): one is [MaintenanceScope, string] => Boolean(one[1]))
  return [...named, ['province', '']]
}

/** The first moment of all of it, and the one from which on nothing of it applies; null for no such. */
export function spanOf(maintenance: Pick<Maintenance, 'start' | 'end' | 'zone' | 'repetition' | 'openEnd'>): {
  from: Instant
  over: Instant | null
} {
  const { start, end, zone, repetition, openEnd } = maintenance
  const from = new Date(momentMs(clockMs(start), zone)).toISOString()
  const isEndless = repetition !== null && repetition.until === null && repetition.count === null
  if (openEnd || isEndless) return { from, over: null }
  let last = clockMs(start)
  for (const clock of startsOf(start, repetition, Number.POSITIVE_INFINITY)) last = clock
  const over = momentMs(last + clockMs(end) - clockMs(start), zone)
  return { from, over: new Date(over).toISOString() }
}

export type MaintenanceState = 'planned' | 'under_way' | 'forgotten' | 'ended' | 'withdrawn'

/** How it stands at a moment. `forgotten`: its end is open, and was to be said by now. Between two times it is planned. */
export function maintenanceState(maintenance: Maintenance, at: Instant): MaintenanceState {
  const { closedAt, askAt } = maintenance
  const { from, over } = spanOf(maintenance)
  if (closedAt !== null && closedAt <= at) return closedAt <= from ? 'withdrawn' : 'ended'
  if (over !== null && over <= at) return 'ended'
  if (from > at) return 'planned'
  if (askAt !== null) return askAt <= at ? 'forgotten' : 'under_way'
  const atMs = Date.parse(at)
  return timesIn(maintenance, { fromMs: atMs, toMs: atMs + 1 }).length > 0 ? 'under_way' : 'planned'
}

const dayMs = 86_400_000
