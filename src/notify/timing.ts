import { type Notice, type Subscription, severities } from '../model/notifications.ts'
import type { Instant } from '../model.ts'
import { clockMs, clockTime, localClockMs, momentMs } from '../operations/local-time.ts'

const dayMs = 86_400_000

/** Whether a person is to be told that something began. */
export function wants({ topics, units, severity }: Subscription, notice: Notice): boolean {
  if (!topics.includes('incidents')) return false
  const isGrave = severities.indexOf(notice.severity) <= severities.indexOf(severity)
  return isGrave && (units.length === 0 || notice.units.some((unit) => units.includes(unit)))
}

/** When a person is told of what is known now, and whether together with all else of that time. */
export function timingOf(
  subscription: Subscription,
  severity: Notice['severity'],
  now: Instant,
): { dueAt: Instant; digest: boolean } {
  const { urgent, digestAt, quiet, zone } = subscription
  if (urgent && severity === 'critical') return { dueAt: now, digest: false }
  if (digestAt !== null) return { dueAt: nextAt(digestAt, zone, now), digest: true }
  const quietEnd = quiet && isQuiet(quiet, zone, now) ? nextAt(quiet.to, zone, now) : null
  return quietEnd === null ? { dueAt: now, digest: false } : { dueAt: quietEnd, digest: true }
}

function isQuiet({ from, to }: { from: string; to: string }, zone: string, now: Instant): boolean {
  const clock = clockTime(localClockMs(Date.parse(now), zone)).slice(11)
  return from <= to ? clock >= from && clock < to : clock >= from || clock < to
}

/** The first moment after now at which the clocks of a zone show a time. */
function nextAt(time: string, zone: string, now: Instant): Instant {
  const nowMs = Date.parse(now)
  const today = clockTime(localClockMs(nowMs, zone)).slice(0, 10)
  for (let day = clockMs(`${today}T${time}`); ; day += dayMs) {
    const at = momentMs(day, zone)
    if (at > nowMs) return new Date(at).toISOString()
  }
}

/** After how long a message is tried again, in milliseconds; null: no more. A try a minute, and twice as long each time. */
export function retryAfterMs(attempts: number): number | null {
  return attempts >= mostAttempts ? null : Math.min(2 ** (attempts - 1), 60) * 60_000
}

/** Over two hours: a mail server that is serviced comes back by then. */
const mostAttempts = 9
