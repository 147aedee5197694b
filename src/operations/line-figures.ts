import type { Instant } from '../model.ts'
import type { Ipv6Share } from './ipv6-share.ts'
import type { Run } from './minutes.ts'

/**
 * What a line was in a minute (domain rules 3.7): `void`: we ourselves could not look; `unmeasured`: nobody looked, or too
 * few looks tell. Neither is a state of the line, and both are kept apart from it.
 */
export const lineStates = ['up', 'degraded_v6', 'down', 'maintenance', 'void', 'unmeasured'] as const
export type LineState = (typeof lineStates)[number]

/** Minutes by what the line was in them; they add up to the length of the time. */
export type LineMinutes = Record<LineState, number>

export type LineRun = Run<LineState>

/** A look that proves something: the observation at /checks/<checkId>/<firstDueAt>. */
export type LineEvidence = { checkId: string; firstDueAt: Instant }

/** Outages less than some minutes apart, taken as one. */
export type LineIncident = {
  from: Instant
  /** First minute after it; null while it goes on. */
  to: Instant | null
  /** From its beginning to its end, the minutes in between included. */
  minutes: number
  /** Longer than the contract's time to restore; null where the contract has none. */
  late: boolean | null
  /** The observation that opened it. */
  opened: LineEvidence
}

/** One direction of a line over a time, of averages over 5 minutes aligned to the clock. Rates in Mb/s. */
export type LineTraffic = {
  meanMbps: number | null
  maxMbps: number | null
  /** null below 80 % coverage. */
  p95Mbps: number | null
  /** p95 / CIR; null where one of them is not known. */
  p95OfCir: number | null
  /** Averages that could be made of those that there could be, 0 to 1. */
  coverage: number
}

/** Packets received in error of all received; discards are congestion and stand apart. */
export type LineErrors = {
  ratio: number | null
  errors: number
  packets: number
  discards: number
  /** Share of the time of which all that is known, 0 to 1. */
  coverage: number
}

/** Round trips to the line's end over one family. Times in milliseconds. */
export type LineDelay = {
  rttP95Ms: number | null
  rttMeanMs: number | null
  jitterMs: number | null
  /** Lost of sent, 0 to 1; of minutes in which the line was up. */
  loss: number | null
  sent: number
  lost: number
  /** Looks that there were of those that there could be, 0 to 1. */
  coverage: number
}

/** What a line was over a time, made by an accounting method. */
export type LineFigures = {
  line: string
  /** The time they are of: from (included) to (not). Shorter than the period while that goes on. */
  from: Instant
  to: Instant
  /** Name and version of the accounting method, as "v6gov-1"; shown beside every figure. */
  method: string
  minutes: LineMinutes
  /** (up + degraded_v6) / (up + degraded_v6 + down), 0 to 1; null when too little was measured. */
  availability: number | null
  /** Minutes of the time that were measured, without maintenance, 0 to 1. */
  coverage: number
  incidents: LineIncident[]
  /** Mean length of the incidents, and mean time up between them; null for no incident. */
  mttrMinutes: number | null
  mtbfMinutes: number | null
  /** Incidents that took longer to restore than the contract allows; null where it does not say. */
  late: number | null
  /** As the unit sees it: `down` is towards the unit. */
  traffic: { down: LineTraffic; up: LineTraffic }
  errors: LineErrors
  /** null for a family that the line has no address of. */
  delay: { ipv4: LineDelay | null; ipv6: LineDelay | null }
  /** Share of IPv6 in the traffic, how it was come by, and of how much of the time; null where nothing counts it. */
  ipv6: { share: Ipv6Share; coverage: number } | null
  /** The first and the last look at its end, and at what its interface counted; none where nobody looked. */
  reachEvidence: LineEvidence[]
  countEvidence: LineEvidence[]
}

/** Ids of the checks that look at a line, by which charts find their series. */
export function lineCheckIds(code: string): { reach: string; counters: string; pe: string } {
  return { reach: `line~${code}~reach-ping`, counters: `line~${code}~snmp-line`, pe: `line~${code}~snmp-pe` }
}
