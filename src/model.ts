import type { ProbeName } from '../probes/index.ts'
import type { TableState } from '../probes/lib/snmp-capability.ts'
import type { Evidence, MemberSet, ProbeErrorCode, Sample, SnmpCredential, Vantage } from '../probes/probe.ts'
import type { UnitDocument } from './model/documents.ts'
import type { Handed, WebCount } from './model/figures.ts'
import type { Asset, AssetKind, Device, Prefix, Unit, Version } from './model/inventory.ts'

/** A moment as ISO 8601 in UTC with milliseconds ("2022-06-30T00:00:00.000Z"): sorts as text, the same in every database. */
export type Instant = string

/** A calendar day in the province's zone, "2022-06-30". */
export type Day = string

export type Clock = () => Instant

export type Locale = 'vi' | 'en'
/** A text in every language of the product; leaving one out does not compile. */
export type Text = Record<Locale, string>

/** One probe pointed at one thing. Checks follow from assets; nobody writes one by hand. */
export type Check = {
  /** `kind~code~probe`, stable as long as the asset keeps its code. */
  id: string
  /** The unit judged by it; null for the prober's own self-test. */
  unit: string | null
  asset: { kind: AssetKind | 'prober'; code: string }
  probe: ProbeName
  settings: unknown
  vantage: Vantage
  /** Seconds between two looks at pace 1. */
  everySeconds: number
  /** Checks of one host run one after the other, never at once. */
  host: string
  /** Since when it asks what it asks now; what was seen before that was another question's answer. Absent: always. */
  since?: Instant
}

/** One turn of one check. */
export type Turn = { checkId: string; dueAt: Instant }

/**
 * What the queue carries: the turns of one host, taken together so that a host has one conversation at a time and
 * one that is silent is asked once.
 */
export type Job = {
  host: string
  vantage: Vantage
  turns: Turn[]
  /** Until when the scheduler keeps the host for this job; absent when a person asked for it. */
  leaseUntil?: Instant
  manual?: boolean
}

export type Result = { ok: true; facts: unknown } | { ok: false; error: ProbeErrorCode; message: string }

/** One look, as the worker brings it home. */
export type Look = {
  checkId: string
  dueAt: Instant
  startedAt: Instant
  endedAt: Instant
  durationMs: number
  vantage: Vantage
  probeVersion: number
  manual: boolean
  result: Result
  samples: Sample[]
  /** Hashed as they are written; absent when the probe met none to tell. */
  sets?: MemberSet[]
  evidence: Evidence
  /** Of looks by SNMP that saw something. */
  agent?: AgentSeen | undefined
}

/** What a look tells of the SNMP agent itself; null for what it does not tell. */
export type AgentSeen = {
  /** By which address, port and credential: through another view an agent may have other tables. */
  askedAs: string
  version: SnmpCredential['version']
  /** What it has of the tables that were asked for, by their names in the MIB. */
  tables: Record<string, TableState>
  sysObjectId: string | null
  sysDescr: string | null
  engineBoots: number | null
  /** When it last started. */
  bootedAt: Instant | null
}

/**
 * An interval in which every look at a check saw the same: equal facts extend it, different facts open a new one,
 * and a gap longer than three periods closes it. Its evidence is the exchange that opened it.
 */
export type Observation = {
  checkId: string
  /** With checkId the key: the turn that opened the interval. */
  firstDueAt: Instant
  firstSeenAt: Instant
  lastSeenAt: Instant
  timesSeen: number
  vantage: Vantage
  probeVersion: number
  result: Result
}

/**
 * What the looks at a check came to on one day, for questions over many. At a pace above 1 a "day" is that much shorter.
 * Looks that failed are not in it.
 */
export type CheckDay = {
  from: Instant
  /** First moment after it. */
  to: Instant
  probeVersion: number
  looks: number
  first: SeenAt
  last: SeenAt
  /** Every value of the gauges that some question wants, by series. */
  values: Record<string, ArrayLike<number>>
  /** By how much counters grew, by link. */
  growth: Record<string, LinkGrowth>
  /** Members met, as hashes under the salt of that name: equal members have equal hashes under equal salts. */
  sets: { salt: string; members: Record<string, BigUint64Array> }[]
}

/** One look of a day: its moment, and the key of the observation that it belongs to. */
type SeenAt = { at: Instant; firstDueAt: Instant }

/** Growth of a link's counters over the intervals between looks that could be used, and why others could not. */
export type LinkGrowth = {
  intervals: number
  dropped: Partial<Record<DroppedInterval, number>>
  /** By counter, in and out together; `intervals` is lower where a counter began or ended on the way. */
  counters: Record<string, { growth: bigint; intervals: number }>
}

/** Why the time between two looks says nothing of a counter (domain rules 3.7); such an interval is missing, not zero. */
export type DroppedInterval =
  | 'no_clock' // the agent does not tell its uptime
  | 'reboot'
  | 'stalled' // the agent's clock and ours disagree
  | 'discontinuity' // or a counter that only one of the looks brought
  | 'decreased' // a counter of 64 bits went back
  | 'ambiguous_wrap' // one of 32 bits went back, and may have done so more than once
  | 'implausible' // more than the link can carry
  | 'gap' // too long to say when in it something was carried
  | 'not_told' // neither of the looks brought a counter

/** A check with what was seen of it up to a moment, newest first; at most as many intervals as confirmation needs. */
export type CheckState = {
  check: Check
  /** When its asset or its reason was gone; absent while it looks. */
  retiredAt?: Instant
  observations: Observation[]
  /** Oldest first; only of checks that some question over many days rests on. */
  days?: CheckDay[]
}

/** The address plan of the whole province: every version of every entry, and which units are part of which today. */
export type AddressPlan = {
  entries: Version<Prefix>[]
  units: Pick<Unit, 'code' | 'parent' | 'kind'>[]
}

/** Everything a verdict about one unit is made from. */
export type UnitState = {
  unit: Unit
  assets: Asset[]
  /** What unit and assets were over the time that the state reaches back; absent when it is about one moment. */
  versions?: { unit: Version<Unit>[]; assets: Version<Asset>[] }
  /** Devices of other units that its own devices may have beside them. */
  beside?: Device[]
  checks: CheckState[]
  /** The prober's self-test per vantage, newest first. */
  prober: CheckState[]
  /** What people have entered by the moment, withdrawn or not, newest first. */
  documents: UnitDocument[]
  /** The same of the province's platform, from which units inherit. */
  platformDocuments: UnitDocument[]
  /** What its addresses are compared with; absent where nobody plans. */
  addressPlan?: AddressPlan
  /** Counted requests of its web services; every version handed in by the moment. */
  webCounts?: Handed<WebCount>[]
}

/** An exchange as it is kept, and whether it is what was written. */
export type KeptEvidence = {
  /** undefined where its bytes cannot be read any more. */
  evidence: Evidence | undefined
  /** Of its JSON text, as stored when it was written; null for what is not hashed, or was kept before hashes were. */
  sha256: string | null
  state: 'whole' | 'unhashed' | 'changed'
}
