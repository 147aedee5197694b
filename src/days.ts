import type { Instant } from './model.ts'

/** A day of the calendar, in milliseconds; there is no summer time. */
export const calendarDayMs = 86_400_000
/** Asia/Ho_Chi_Minh, UTC+7 the whole year: a day begins at midnight there. */
const zoneMs = 7 * 3_600_000
/** The schedule ticks once a second, so that at a high pace periods are no shorter than that. */
const shortestPeriodMs = 1000
/** Fewer looks than this are no window. */
const leastLooks = 4

/** Milliseconds between two looks of a check. */
export function periodMsOf(everySeconds: number, pace: number): number {
  return Math.max((everySeconds * 1000) / pace, shortestPeriodMs)
}

/** Milliseconds of a day of the schedule: shorter at a pace above 1, and never longer than a calendar day. */
export function dayMsOf(pace: number): number {
  return Math.round(calendarDayMs / Math.max(pace, 1))
}

/** The number of the day in which a moment falls, counted from 1970. */
export function dayAt(at: Instant, dayMs: number): number {
  return Math.floor((Date.parse(at) + zoneMs) / dayMs)
}

/** The first moment of a day. */
export function startOfDayAt(day: number, dayMs: number): Instant {
  return new Date(day * dayMs - zoneMs).toISOString()
}

/** How often a check looks, and for how many days at pace 1 a question needs what it saw. */
export type WindowOf = { days: number; everySeconds: number; pace: number }

/**
 * The length of a window in days of the schedule. Where looks are rarer than in production it is as much longer as a
 * few of them take.
 */
export function windowDays({ days, everySeconds, pace }: WindowOf): number {
  return Math.max(days, Math.ceil((leastLooks * periodMsOf(everySeconds, pace)) / dayMsOf(pace)))
}

/** The days of a window: from `first` to before `end`, the day that is not over yet at the moment judged. */
export type DayWindow = { first: number; end: number; dayMs: number; from: Instant; to: Instant }

/** The window of a question at a moment: days that are over, so that the same moment always gives the same figure. */
export function windowAt(asOf: Instant, of: WindowOf): DayWindow {
  const dayMs = dayMsOf(of.pace)
  // a day is over at its last millisecond, at which reports judge
  const end = dayAt(new Date(Date.parse(asOf) + 1).toISOString(), dayMs)
  const first = end - windowDays(of)
  return { first, end, dayMs, from: startOfDayAt(first, dayMs), to: startOfDayAt(end, dayMs) }
}

/**
 * A salt of sets of members. The salt of a window is that of the epoch in which it begins; epochs are as long as
 * windows, so that a salt is written with for two of them, and then forgotten.
 */
export type SaltSpan = {
  name: string
  /** What is written with it on a day serves windows judged in [useFrom, useUntil). */
  useFrom: Instant
  useUntil: Instant
  /** Nothing is written with it from then on. */
  expiresAt: Instant
}

/** The name of the salt under which the sets of a window are comparable. */
export function saltOfWindow({ first, end, dayMs }: DayWindow): string {
  return saltName(Math.floor(first / (end - first)), end - first, dayMs)
}

/** The salts that the members of a day are hashed with: one for each epoch in which a window with that day begins. */
export function saltsOfDay(day: number, days: number, dayMs: number): SaltSpan[] {
  const oldest = Math.floor((day + 1 - days) / days)
  const newest = Math.floor(day / days)
  const epochs = oldest === newest ? [newest] : [oldest, newest]
  return epochs.map((epoch) => {
    // windows that hold the day end before day + 1 to day + days, and begin in the epoch
    const earliest = Math.max(day + 1, (epoch + 1) * days)
    const latest = Math.min(day + days, (epoch + 2) * days - 1)
    return {
      name: saltName(epoch, days, dayMs),
      useFrom: new Date(Date.parse(startOfDayAt(earliest, dayMs)) - 1).toISOString(),
      useUntil: new Date(Date.parse(startOfDayAt(latest + 1, dayMs)) - 1).toISOString(),
      expiresAt: startOfDayAt((epoch + 2) * days + 1, dayMs),
    }
  })
}

function saltName(epoch: number, days: number, dayMs: number): string {
  return `${dayMs}.${days}.${epoch}`
}
