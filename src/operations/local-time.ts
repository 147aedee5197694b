import type { LocalTime } from '../model/maintenance.ts'

/** Where units are unless they say otherwise; the pages speak in its time. */
export const provinceZone = 'Asia/Ho_Chi_Minh'

const minuteMs = 60_000
const dayMs = 86_400_000

/** Whether this machine knows a zone of that name. */
export function isZone(zone: string): boolean {
  return /^[A-Za-z][\w+/-]*$/.test(zone) && formatterOf(zone) !== null
}

/** Milliseconds since 1970 that the clocks would show if they were those of UTC; NaN for what is no time. */
export function clockMs(local: LocalTime): number {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local)) return Number.NaN
  const ms = Date.parse(`${local}:00.000Z`)
  return new Date(ms).toJSON()?.slice(0, 16) === local ? ms : Number.NaN // there is no 30 February
}

/** The time that clocks show `ms` milliseconds since 1970 (see clockMs). */
export function clockTime(ms: number): LocalTime {
  return new Date(ms).toISOString().slice(0, 16)
}

/**
 * The moment at which the clocks of a zone show a time, in milliseconds since 1970. As RFC 5545 (3.3.5) has it: of a time
 * that comes twice the first, and of one that clocks skip the moment at which it would have come without the skip.
 */
export function momentMs(clock: number, zone: string): number {
  const before = offsetMs(clock - dayMs, zone)
  const after = offsetMs(clock + dayMs, zone)
  if (offsetMs(clock - before, zone) === before) return clock - before
  return offsetMs(clock - after, zone) === after ? clock - after : clock - before
}

/** What the clocks of a zone show at a moment (see clockMs). */
export function localClockMs(ms: number, zone: string): number {
  return ms + offsetMs(ms, zone)
}

/** How far the clocks of a zone are ahead of UTC at a moment. */
function offsetMs(ms: number, zone: string): number {
  const format = formatterOf(zone)
  if (format === null) throw new RangeError(`no time zone is called "${zone}"`)
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(ms)) part[type] = Number(value)
  const { year = 0, month = 1, day, hour, minute, second } = part
  const whole = Math.floor(ms / 1000) * 1000
  return Math.round((Date.UTC(year, month - 1, day, hour, minute, second) - whole) / minuteMs) * minuteMs
}

const formatters = new Map<string, Intl.DateTimeFormat | null>()

/** Making one costs a thousand times what using it does. */
function formatterOf(zone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = makeFormatter(zone)
  if (formatters.size < 1000) formatters.set(zone, made)
  return made
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return null
  }
}
