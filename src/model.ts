import type { ProbeName } from '../probes/index.ts'
import type { TableState } from '../probes/lib/snmp-capability.ts'
import type { Evidence, MemberSet, ProbeErrorCode, Sample, SnmpCredential, Vantage } from '../probes/probe.ts'

/** A moment as ISO 8601 in UTC with milliseconds ("2022-06-30T00:00:00.000Z"): sorts as text, the same in every database. */
export type Instant = string

/** A calendar day in the province's zone, "2022-06-30". */
export type Day = string

export type Clock = () => Instant

export type Locale = 'vi' | 'en'
/** A text in every language of the product; leaving one out does not compile. */
export type Text = Record<Locale, string>

// ---- inventory

export const unitKinds = ['platform', 'department', 'district', 'commune'] as const
export type UnitKind = (typeof unitKinds)[number]

/** What a unit has, so that criteria about what it has not do not apply (domain rules 2.2). */
export const profileFlags = [
  'has_public_domain',
  'has_own_zone',
  'has_mail_domain',
  'has_own_internet',
  'has_tslcd',
  'has_lan',
  'has_public_wifi',
  'has_asn',
] as const
export type ProfileFlag = (typeof profileFlags)[number]

export type Unit = {
  code: string
  name: string
  kind: UnitKind
  /** The administrative type as the catalogue writes it: so, thanh_pho, thi_xa, huyen, phuong, xa, thi_tran, … */
  type: string
  parent: string | null
  validFrom: Day | null
  /** First day on which the unit is no more. */
  validTo: Day | null
  contactName: string
  contactEmail: string
  /** null: not declared, so the template of its kind holds. */
  profile: ProfileFlag[] | null
}

export type AssetKind = 'device' | 'service' | 'line' | 'hotspot'

/** When an asset exists; most say nothing, and are there since they were entered. */
export type AssetValidity = {
  validFrom?: Day | undefined
  /** First day on which the asset is no more. */
  validTo?: Day | undefined
}

export type Device = AssetValidity & {
  kind: 'device'
  code: string
  unit: string
  name: string
  role: 'router' | 'switch' | 'firewall' | 'controller' | 'ap' | 'server'
  address: string | null
  address6: string | null
  credential: string
  internetIf: string | null
  tslcdIf: string | null
  userIf: string[]
  wifiIf: string[]
}

export type Service = AssetValidity & {
  kind: 'service'
  code: string
  unit: string
  type: 'web' | 'zone' | 'mail' | 'resolver' | 'app'
  host: string
  critical: boolean
  owner: string
  /** IPv6 addresses that the mail of a service of type mail is sent from. */
  senders: string[]
}

export type Line = AssetValidity & {
  kind: 'line'
  code: string
  unit: string
  level: 'I' | 'II' | 'internet' | 'backup'
  provider: string
  contractNo: string
  contractFrom: Day | null
  contractTo: Day | null
  /** Vietnamese dong per month. */
  monthlyFee: number | null
  cirDownMbps: number | null
  cirUpMbps: number | null
  slaAvailabilityPct: number | null
  slaRestoreHours: number | null
  slaRttMsP95: number | null
  slaLossPct: number | null
  device: string | null
  ifName: string
  directionSwap: boolean
  nextHop: string | null
  nextHop6: string | null
}

export type Hotspot = AssetValidity & {
  kind: 'hotspot'
  code: string
  unit: string
  name: string
  category: string
  address: string
  lat: number | null
  lon: number | null
  provider: string
  contractNo: string
  contractFrom: Day | null
  contractTo: Day | null
  apContracted: number | null
  ssid: string
  login: string
  downMbps: number | null
  upMbps: number | null
  controller: string | null
  aps: string[]
}

export type Asset = Device | Service | Line | Hotspot

/**
 * - `merge`: the units `from` become the one in `to`, which may be one of them
 * - `split`: the unit `from` becomes those in `to`, of which it may be one
 * - `rename`: the unit `from` goes by another name
 * - `end`: the units `from` are no more, and no unit of ours follows
 */
export const unitChangeKinds = ['merge', 'split', 'rename', 'end'] as const
export type UnitChangeKind = (typeof unitChangeKinds)[number]

/** What a document decided about units, from a day on. */
export type UnitChange = {
  code: string
  /** First day on which it holds. */
  day: Day
  kind: UnitChangeKind
  from: string[]
  to: string[]
  /** Of a rename; else empty. */
  nameBefore: string
  name: string
  documentNo: string
  documentDate: Day | null
  note: string
}

export type Inventory = {
  units: Unit[]
  assets: Asset[]
  /** Absent when there are none. */
  unitChanges?: UnitChange[]
}

/** What a part of the inventory was from one moment until before another; an empty `since` is ever, null still. */
export type Version<Value> = { since: Instant | ''; until: Instant | null; value: Value }

// ---- what a person states, with the document that says so

/**
 * - `attestation`: answers to what a criterion asks of people; it never stands in for a measurement
 * - `not_applicable`: a flag of the profile that the unit does not have, though units of its kind do
 * - `exception`: what cannot be made to pass yet, with an owner and the day by which it is retired
 * - `task`: that a task of the plan is done which no criterion proves
 */
export const documentKinds = ['attestation', 'not_applicable', 'exception', 'task'] as const
export type DocumentKind = (typeof documentKinds)[number]

export type UnitDocument = {
  id: string
  unit: string
  kind: DocumentKind
  /** Id of the criterion; of `not_applicable` the flag, of `task` the code of the task. */
  subject: string
  /** The asset that an exception is about; null for all that the criterion concerns. */
  asset: { kind: AssetKind; code: string } | null
  /** Number and symbol, as "12/KH-UBND". */
  number: string
  date: Day
  signer: string
  /** Who answers for an exception. */
  owner: string
  /** What was answered to the criterion's questions, by the names of its fields. */
  values: Record<string, string>
  note: string
  /** Last day on which it holds; null where only the age of the statement ends it. */
  until: Day | null
  file: { name: string; sha256: string; bytes: number } | null
  enteredAt: Instant
  enteredBy: string
  withdrawnAt: Instant | null
  withdrawnBy: string | null
}

// ---- what others count and hand in as files

/** Steps of a project in their order (domain rules 1.10). */
export const milestoneNames = [
  'policy',
  'approval',
  'bidding_plan',
  'contract',
  'installation',
  'trial',
  'acceptance',
  'in_use',
] as const
type MilestoneName = (typeof milestoneNames)[number]

/** A data centre, operations centre or security operations centre, or another project that is followed here. */
export type Project = {
  code: string
  name: string
  kind: 'dc' | 'ioc' | 'soc' | 'other'
  /** The unit that answers for it. */
  unit: string
  documentNumber: string
  documentDate: Day | null
  /** Whether it has IPv6 from the day it is put into use; null: not said. */
  ipv6FromUse: 'yes' | 'no' | null
  /** The document that says so. */
  ipv6Document: string
}

/** When a step of a project is due, when it was done, and the document that proves it. */
export type Milestone = {
  project: string
  name: MilestoneName
  planned: Day | null
  actual: Day | null
  documentNumber: string
  documentDate: Day | null
}

/** What the console of an anti-malware product counts in one unit on one day (domain rules 1.9). */
export type AntiMalwareDay = {
  unit: string
  day: Day
  declared: number
  agents: number
  seen7d: number
  /** Of those seen within 7 days, with signatures of at most 7 days. */
  updated7d: number
  infections: number
  cleaned: number
  national: 'yes' | 'in_progress' | 'no'
  /** Last exchange of data with the national system. */
  nationalDate: Day | null
  nationalDocument: string
}

/** Requests that a web server logged for a host on one day over one family. Addresses are never kept. */
export type WebCount = { host: string; day: Day; family: '4' | '6'; requests: number; botRequests: number }

export type Figures = {
  projects: Project
  milestones: Milestone
  antimalware: AntiMalwareDay
  web_counts: WebCount
}
export type FigureKind = keyof Figures

/** A row with the import that brought it. Of rows with one key the newest one counts. */
export type Handed<Row> = Row & { key: string; importId: string; importedAt: Instant }

// ---- checks and what they saw

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

/** A check with what was seen of it up to a moment, newest first; at most as many intervals as confirmation needs. */
export type CheckState = {
  check: Check
  /** When its asset or its reason was gone; absent while it looks. */
  retiredAt?: Instant
  observations: Observation[]
  /** Oldest first; only of checks that some question over many days rests on. */
  days?: CheckDay[]
}

/** Everything a verdict about one unit is made from. */
export type UnitState = {
  unit: Unit
  assets: Asset[]
  /** What unit and assets were over the time that the state reaches back; absent when it is about one moment. */
  versions?: { unit: Version<Unit>[]; assets: Version<Asset>[] }
  checks: CheckState[]
  /** The prober's self-test per vantage, newest first. */
  prober: CheckState[]
  /** What people have entered by the moment, withdrawn or not, newest first. */
  documents: UnitDocument[]
  /** The same of the province's platform, from which units inherit. */
  platformDocuments: UnitDocument[]
  /** Counted requests of its web services; every version handed in by the moment. */
  webCounts?: Handed<WebCount>[]
}
