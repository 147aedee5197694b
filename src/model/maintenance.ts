import type { Day, Instant } from '../model.ts'

/** What work is announced for. The key is the code of the unit or line, or the provider's name; empty for the province. */
export const maintenanceScopes = ['unit', 'line', 'provider', 'province'] as const
export type MaintenanceScope = (typeof maintenanceScopes)[number]

/**
 * - `mute`: what happens in it is told of to nobody
 * - `exclude`: that, and its minutes are left out of the availability of lines, where it was approved before it began
 */
export const maintenanceModes = ['mute', 'exclude'] as const
export type MaintenanceMode = (typeof maintenanceModes)[number]

/** "2022-06-30T22:00" on the clocks of a zone. */
export type LocalTime = string

/** Days of the week as RFC 5545 names them, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]

/**
 * When work comes again, a subset of RRULE (RFC 5545, 3.3.10): every so many weeks on days of the week, or every so many
 * months on a day of the month or on the nth (-1: the last) of a day of the week. `until` is the last local day on which
 * it may begin, `count` how often it does at most; both null for no end.
 */
export type Repetition = { interval: number; until: Day | null; count: number | null } & (
  | { every: 'week'; on: Weekday[] }
  | { every: 'month'; on: { date: number } | { weekday: Weekday; nth: 1 | 2 | 3 | 4 | -1 } }
)

export type Maintenance = {
  id: string
  scope: MaintenanceScope
  key: string
  mode: MaintenanceMode
  /** What is done, in words. */
  what: string
  /** IANA name of the zone whose clocks `start` and `end` are read from. */
  zone: string
  start: LocalTime
  /** Of the first time; where the end is open, when somebody is asked whether it is over. */
  end: LocalTime
  /** null: once. */
  repetition: Repetition | null
  /** It goes on until somebody says that it is over; only of what comes once. */
  openEnd: boolean
  /** From when on somebody is asked whether work with an open end is over; null where the end is known. */
  askAt: Instant | null
  enteredAt: Instant
  enteredBy: string
  approvedAt: Instant | null
  approvedBy: string | null
  /** Nothing of it applies from then on: before it began it was withdrawn, later ended. */
  closedAt: Instant | null
  closedBy: string | null
}

/** What something that may be under maintenance belongs to. */
export type MaintenanceTarget = { line?: string | null; unit?: string | null; provider?: string | null }
