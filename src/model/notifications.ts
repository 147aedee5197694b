import type { Instant, Locale, Text } from '../model.ts'
import type { Severity } from './incidents.ts'

/** Gravest first. */
export const severities: readonly Severity[] = ['critical', 'major', 'minor']

/** What people may be told of. */
export const topics = ['incidents', 'reports'] as const
export type Topic = (typeof topics)[number]

export type ChannelKind = 'email' | 'webhook' | 'telegram'

/**
 * What people are told of: that something began, and that it is over. Both have a key of their own, so that of each there
 * is one however often it is read; `about` is what they have in common.
 */
export type Notice = {
  key: string
  about: string
  kind: 'opened' | 'closed'
  severity: Severity
  title: Text
  /** Where it is, as people call it. */
  place: string
  /** Codes of the units that it touches; none where it is about the province or ourselves. */
  units: string[]
  since: Instant
  /** When it was over; null while it lasts. */
  until: Instant | null
  /** The page about it. */
  path: string
}

/** Who wants to be told of what, how and when. Never changed or deleted but ended, so that old messages explain themselves. */
export type Subscription = {
  id: string
  /** Who is told, as others call them. */
  name: string
  /** The channel by its name in the credentials file, and where on it: an address, a URL, a chat. */
  channel: string
  target: string
  locale: Locale
  topics: Topic[]
  /** Codes of units; empty for all, and only then for what is about no unit and for the province's reports. */
  units: string[]
  /** The least severity. */
  severity: Severity
  /** Whether to be told of the end, too. */
  tellEnd: boolean
  zone: string
  /** Times of the zone's clocks, "22:00", between which messages wait; null for none. */
  quiet: { from: string; to: string } | null
  /** "07:30": everything of a day in one message then; null for each at once. */
  digestAt: string | null
  /** Whether what is critical waits for neither. */
  urgent: boolean
  enteredAt: Instant
  enteredBy: string
  endedAt: Instant | null
  endedBy: string | null
}

/**
 * - `held`: maintenance is under way where it happened; told of at its end if it still lasts
 * - `waiting`: to be sent when it is due
 * - `sending`: somebody has claimed it
 * - `dead`: given up after so many tries
 * - `dropped`: over before its time came
 */
export const messageStates = ['held', 'waiting', 'sending', 'sent', 'dead', 'dropped'] as const
export type MessageState = (typeof messageStates)[number]

export type Message = {
  /** The same however often it is sent, so that whoever receives it twice can tell. */
  id: string
  subscription: string
  channel: string
  kind: 'single' | 'digest' | 'test' | 'report'
  state: MessageState
  madeAt: Instant
  dueAt: Instant
  attempts: number
  sentAt: Instant | null
  /** Why the last try failed, without a secret. */
  error: string | null
}

/** A version of a report, as messages name it. */
export type ReportTold = { period: string; version: number; sha256: string }

/** Messages that bring a version of a report, by how they stand. */
export type ReportMail = Partial<Record<MessageState, number>>

export type Channel = {
  name: string
  kind: ChannelKind
  /** Where it goes, without a secret. */
  detail: string
  /** When a process last said that it has the channel. */
  offeredAt: Instant
  okAt: Instant | null
  failedAt: Instant | null
  /** Tries that failed since the last that did not. */
  failures: number
  error: string | null
}
