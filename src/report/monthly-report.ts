import type { FailureClass } from '../../probes/lib/failure-class.ts'
import type { DocumentKind } from '../model/documents.ts'
import type { AntiMalwareDay, Milestone, Project } from '../model/figures.ts'
import type { Cause, Incident, IncidentNodeKind } from '../model/incidents.ts'
import type { Hotspot, Line, ProfileFlag, UnitKind } from '../model/inventory.ts'
import type { Day, Instant, Text } from '../model.ts'
import type { LineEvidence, LineMinutes } from '../operations/line-figures.ts'
import type { ApMinutes, SiteMinutes } from '../operations/wifi-figures.ts'
import type { Layer, UnknownReason, Verdict } from '../readiness/criterion.ts'
import type { EvaluateOptions } from '../readiness/evaluate.ts'
import type { Plan } from '../readiness/plan.ts'
import type { TargetProgress, TaskProgress } from '../readiness/plan-progress.ts'

/** The province's monthly report. A change of this shape is a new template, so that old reports stay readable. */
export const monthlyTemplate = 'province-4'

/**
 * All that a report may have been frozen under, newest last. The first has no leased lines, the second no operations,
 * addresses, exceptions and documents, and is of months alone; the third has no incidents and no hashes of evidence.
 */
export const monthlyTemplates = [
  'province-monthly-1',
  'province-monthly-2',
  'province-3',
  monthlyTemplate,
] as const

/**
 * A period of the province, self-contained: what it was judged by, the units that existed at the cut-off, their verdicts
 * with the observations that prove them, and the figures of the tables (the Biểu).
 * What is optional is absent in reports of an older template, and then not known.
 * Scores are 0 to 100 with one decimal, changes are points with one decimal, shares are 0 to 1 with four decimals.
 */
export type MonthlyReport = {
  template: (typeof monthlyTemplates)[number]
  /** `draft`: the period was still open; a draft is never stored. */
  state: 'draft' | 'final'
  period: { name: string; from: Instant; to: Instant; cutoffDay: number; days: number }
  /** The moment as of which everything is judged: the last millisecond of the period, or of the draft. */
  cutoffAt: Instant
  /** The report of the period before: the link of the chain, and what the changes are measured against. */
  previous: { period: string; sha256: string; catalogue: string } | null
  /** Of a quarter or longer: the reports of its months, whose days it counts. */
  months?: { period: string; sha256: string }[]
  /** The version that this one corrects, why, and what is different: the Biểu, row and column with both values. */
  replaces?: {
    version: number
    sha256: string
    reason: string
    differences: Difference[]
    more: number
  } | null
  catalogue: { version: string; criteria: ReportCriterion[] }
  /** How verdicts were made: from each day on, until the next. */
  judging: (EvaluateOptions & { from: Day })[]
  /** The rules of the report itself. */
  rules: {
    /** Least share of days of the period on which a criterion must pass to count as passed. */
    monthShare: number
    /** Least coverage on both sides for a change to be stated. */
    comparableCoverage: number
  }
  units: UnitReport[]
  groups: GroupReport[]
  indicators: Indicator[]
  services: ServiceReport[]
  lines?: LineReport[]
  incidents?: IncidentReport[]
  addresses?: AddressReport[]
  hotspots?: HotspotReport[]
  antimalware?: AntiMalwareReport[]
  projects?: ProjectReport[]
  exceptions?: ExceptionReport[]
  /** Documents of the register that are dated within the period. */
  documents?: DocumentReport[]
  /** From where was looked. */
  vantages?: string[]
  /**
   * SHA-256 of every exchange that is cited, by check and the moment that it was due; null for one that is kept without a
   * hash, or no more. Not in a draft.
   */
  evidence?: Record<string, Record<Instant, string | null>>
  /** Which plan the targets and tasks are of; null when none was given. */
  plan: Pick<Plan, 'code' | 'name' | 'number' | 'date' | 'sample'> | null
  targets: TargetReport[]
  tasks: TaskReport[]
}

type ReportCriterion = {
  id: string
  name: Text
  layer: Layer
  weight: number
  ttlHours: number | 'month'
  phase: number
  level: number | null
}

/** Why there is no change to state, or that there is one. */
export type Comparison =
  | 'comparable'
  | 'no_previous'
  | 'new'
  | 'profile_changed'
  | 'coverage_low'
  | 'no_score'

export type UnitReport = {
  code: string
  name: string
  kind: UnitKind
  type: string
  parent: string | null
  validFrom: Day | null
  validTo: Day | null
  profile: ProfileFlag[] | null
  /** Days of the period on which the unit existed: what the days of its verdicts are counted against. */
  days: number
  /** R, after the month rule. null when no criterion applies. */
  score: number | null
  scoreMax: number | null
  coverage: number | null
  level: number
  levelReachable: number
  enoughData: boolean
  weight: { all: number; known: number; earned: number }
  counts: Record<Verdict, number>
  comparison: Comparison
  previousScore: number | null
  change: number | null
  /** Labels of what publishes an AAAA that is dead while IPv4 answers. */
  broken: string[]
  verdicts: VerdictReport[]
  /** Index O at the cut-off. */
  operations?: {
    score: number | null
    scoreMax: number | null
    coverage: number | null
    verdicts: { id: string; verdict: Verdict; reason: UnknownReason | null }[]
  }
}

export type VerdictReport = {
  id: string
  /** After the month rule. */
  verdict: Verdict
  reason: UnknownReason | null
  /**
   * The sentence that explains a verdict of the month rule, or one that rests on no asset; else null. Sentences about
   * assets count looks, and intervals grow after the cut-off: with them a report made late would differ.
   */
  because: Text | null
  /** Days of the period on which it was `pass`. */
  daysPassed: number
  /** Since when without interruption it has been `unknown`, looking back over reports; null when it is not. */
  unknownSince: Day | null
  assets: AssetReport[]
}

export type AssetReport = {
  kind: string
  code: string
  label: string
  verdict: Verdict
  reason: UnknownReason | null
  failure: FailureClass | null
  /** The observations that prove it, as keys of the store. */
  evidence: { checkId: string; firstDueAt: Instant }[]
}

/** Biểu 01: one khối. */
export type GroupReport = {
  kind: UnitKind
  units: number
  /** Units on level 0, 1, … 5. */
  levels: number[]
  /** Means over the units that have a score. */
  score: number | null
  scoreMax: number | null
  coverage: number | null
  /** The change is taken over the units that both reports have with the same criteria. */
  comparison: Comparison
  comparedUnits: number
  previousScore: number | null
  change: number | null
  /** Codes of the units left out of the comparison, and of those that are no more. */
  newUnits: string[]
  changedUnits: string[]
  endedUnits: string[]
}

export type IndicatorId = 'plan' | 'portals' | 'resources' | 'traffic'

/** Biểu 02: one of the four national indicators. A value that cannot be measured yet is null, never 0. */
export type Indicator = {
  id: IndicatorId
  /** Share, 0 to 1. */
  value: number | null
  /** What the share counts, where it counts something. */
  passed: number | null
  total: number | null
  unknown: number | null
  previousValue: number | null
  /** National targets of IPv6 For Gov for the end of 2022 and of 2025; null where none is published. */
  target2022: number | null
  target2025: number | null
}

/** Biểu 04: a portal or web service. `na`: the unit's profile says it has no public domain. */
export type ServiceReport = {
  unit: string
  code: string
  host: string
  critical: boolean
  aaaa: Verdict
  access: Verdict
  content: Verdict
  dnssec: Verdict
  failure: FailureClass | null
  /** Days of the period on which AAAA, access and content all passed, of `days`. */
  daysPassed: number
  days: number
}

/** Biểu 06: a leased line. Times in minutes and milliseconds, rates in Mb/s, shares 0 to 1. */
export type LineReport = Pick<
  Line,
  'unit' | 'code' | 'provider' | 'cirDownMbps' | 'cirUpMbps' | 'slaAvailabilityPct'
> & {
  /** null where no day of the period is kept. */
  figures: {
    from: Instant
    to: Instant
    /** The accounting method. */
    method: string
    minutes: LineMinutes
    /** As the method rounds it; null where too little was measured. */
    availabilityPct: number | null
    p95DownMbps: number | null
    p95UpMbps: number | null
    /** Of the busier direction. */
    p95OfCir: number | null
    trafficCoverage: number
    incidents: number
    mttrMinutes: number | null
    late: number | null
    ipv4: { rttP95Ms: number | null; loss: number | null } | null
    ipv6: { rttP95Ms: number | null; loss: number | null } | null
    ipv6Share: number | null
    ipv6ShareMark: 'exact' | 'estimate' | 'whole_device' | null
    /** The looks that opened incidents, and the first and the last. */
    evidence: LineEvidence[]
  } | null
}

/**
 * Biểu 06a: an incident of the network that lasted in the period, as its log had it at the cut-off. What fell with its root
 * is no incident of its own.
 */
export type IncidentReport = Pick<Incident, 'id' | 'symptom' | 'severity' | 'unit' | 'provider' | 'since'> & {
  kind: IncidentNodeKind
  code: string
  openedAt: Instant
  /** null: it went on at the cut-off. */
  restoredAt: Instant | null
  /** Nobody looked at it any more, so that its end is not known. */
  abandoned: boolean
  cause: Cause
  /** Whether people said so; else it is proposed by rule. */
  causeConfirmed: boolean
  /** Leased lines that fell in it. */
  lines: string[]
  /** The look that saw it first. */
  evidence: { checkId: string; firstDueAt: Instant }[]
}

/** Units by what is known of them: `done` and `unknown` of `units`, to which it applies. */
export type ReachedReport = {
  done: number
  unknown: number
  units: number
  /** done / units; null when it applies to none. */
  share: number | null
}

/** Biểu 01a: a target of the plan. */
export type TargetReport = ReachedReport & {
  id: string
  name: Text
  kinds: UnitKind[]
  /** The day by which it is to be reached, and the share of units that is to reach it. */
  date: Day
  wanted: number
  /** share - wanted in percentage points. */
  gapPoints: number | null
  state: TargetProgress['state']
  daysPastDue: number
}

/** Biểu 09: a task of the plan. */
export type TaskReport = ReachedReport & {
  code: string
  stage: number
  name: Text
  lead: Text
  deliverable: Text
  due: Day | null
  state: TaskProgress['state']
  daysPastDue: number
  /** Number and day of what is stated about it, in force at the cut-off. */
  documents?: string[]
}

/** A value of the tables that a correction changed. */
export type Difference = { table: string; row: string; column: string; before: string; after: string }

/** Biểu 05: a unit's address block or Internet line. */
export type AddressReport = {
  unit: string
  /** The block, who gave it and the AS that announces it, as stated with a document; null: not stated. */
  prefix: string | null
  source: string | null
  asn: string | null
  /** The line's provider; null for a block without a line. */
  provider: string | null
  line: string | null
  bgp: Verdict
  defaultRoute: Verdict
}

/** Biểu 07: a public Wi-Fi site. Minutes, percent as the method rounds them, shares 0 to 1. */
export type HotspotReport = Pick<
  Hotspot,
  'unit' | 'code' | 'name' | 'address' | 'provider' | 'apContracted' | 'ssid' | 'downMbps' | 'upMbps'
> & {
  /** null where no day of the period is kept. */
  figures: {
    from: Instant
    to: Instant
    /** The accounting method. */
    method: string
    /** Access points that were counted against. */
    contracted: number
    apMinutes: ApMinutes
    /** null where too little was measured. */
    apPct: number | null
    siteMinutes: SiteMinutes
    sitePct: number | null
    /** Of the busier direction. */
    p95OfContract: number | null
    trafficCoverage: number
    clientsMost: number | null
    days: number
    /** Those of which there are client figures. */
    daysTold: number
    volumeGb: number | null
    incidents: number
    /** The looks that showed incidents first, and the first and the last. */
    evidence: LineEvidence[]
  } | null
}

/** Biểu 08: what a unit handed in on its newest day by the cut-off. */
export type AntiMalwareReport = Pick<
  AntiMalwareDay,
  | 'unit'
  | 'day'
  | 'declared'
  | 'agents'
  | 'seen7d'
  | 'updated7d'
  | 'infections'
  | 'cleaned'
  | 'national'
  | 'nationalDate'
> & {
  /** Machines met on its network; null where nobody could count them. */
  seenOnNetwork: number | null
}

/** A project by its next step: the first planned one that is not done. */
export type ProjectReport = Pick<Project, 'code' | 'name' | 'kind' | 'unit' | 'ipv6FromUse'> & {
  verdict: Verdict
  done: number
  milestones: number
  last: { name: Milestone['name']; day: Day } | null
  next: { name: Milestone['name']; day: Day; daysLate: number } | null
}

/** Biểu 10: what cannot be met yet or does not apply, by a document in force at the cut-off. */
export type ExceptionReport = {
  unit: string
  kind: 'exception' | 'not_applicable'
  /** A criterion, or a flag of the profile. */
  subject: string
  asset: string | null
  number: string
  date: Day
  until: Day | null
}

export type DocumentReport = {
  number: string
  date: Day
  signer: string
  kind: DocumentKind
  subjects: string[]
  units: number
}
