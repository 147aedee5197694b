import type { ProbeName, probes } from '../../probes/index.ts'
import type { FailureClass } from '../../probes/lib/failure-class.ts'
import type { FactsOf, ProbeErrorCode } from '../../probes/probe.ts'
import type { Asset, ProfileFlag, Unit } from '../model/inventory.ts'
import type { Instant, Text, UnitState } from '../model.ts'
import type { Kept } from '../operations/fold-day.ts'
import type { AssetVerdict, CriterionVerdict, DocumentRef } from './assessment.ts'
import type { WindowSeen } from './window.ts'

export type Verdict = 'pass' | 'partial' | 'fail' | 'unknown' | 'na'

/** Why a verdict is `unknown` (finite list of the domain rules 2.4). */
export type UnknownReason =
  | 'no_evidence'
  | 'stale'
  | 'prober_no_ipv6'
  | 'snmp_timeout'
  | 'snmp_auth'
  | 'oid_not_supported'
  | 'counter_not_hw'
  | 'coverage_low'
  | 'contradiction'
  | 'awaiting_confirmation'
  | 'attestation_expired'
  | 'na_not_approved'
  /** The other ways in which we could not look; they are ours to mend. */
  | Exclude<ProbeErrorCode, 'snmp_timeout' | 'snmp_auth' | 'prober_no_ipv6'>

/** So many of so many. */
export type Share = { part: number; whole: number }

export type Layer =
  | 'governance'
  | 'addressing'
  | 'external'
  | 'wan'
  | 'lan'
  | 'dns'
  | 'web'
  | 'mail'
  | 'wifi'
  | 'security'
  | 'usage'

/** What a judge may know besides the facts. */
export type JudgeOptions = {
  /** Only fixtures and the demo set it: 2001:db8::/32 then reads as global, under a banner that says so. */
  treatDocumentationAsGlobal: boolean
  /**
   * An operator who knows the routing says that `inside` sees public services as the Internet does; without it a
   * public service looked at only from inside gets `partial` at most (domain rules 4.1).
   */
  insideCountsAsOutside: boolean
}

/**
 * What one check's facts say about one criterion, with the sentence that explains it, filled with numbers and
 * without a full stop. `critical`: broken IPv6, published in the DNS and dead while IPv4 answers.
 * `na`: the DNS itself says that the question does not arise (domain rules 4.2, 4.4): no glue is needed, no mail is taken.
 */
export type Finding =
  | {
      verdict: 'pass' | 'partial' | 'fail' | 'na'
      because: Text
      failure?: FailureClass
      severity?: 'critical'
      /** The share that decided it, in whole numbers. */
      share?: Share
    }
  | { verdict: 'unknown'; reason: UnknownReason; because: Text }

/** Whom a criterion asks, and about what. */
type Asked<Name extends ProbeName> = {
  probe: Name
  /**
   * Which assets of a unit it concerns, for example only routers with an Internet interface. A concerned asset that
   * nothing looks at is unknown; it does not leave the denominator.
   */
  concerns(asset: Asset): boolean
  /** What to enter in the inventory when a unit has no asset that it concerns. */
  wants: Text
}

type About = { asset: Asset; options: JudgeOptions }

/** One thing a criterion asks of one kind of check. `judge` is pure: equal facts give an equal finding. */
export type FactQuestion<Name extends ProbeName = ProbeName> = Asked<Name> & {
  over?: undefined
  /** It asks about a service for the public, so that a pass seen only from inside counts as partial. */
  fromOutside?: true
  /** It can be answered only by a process that stands in the unit and speaks for its vantage. */
  fromUnit?: true
  judge(facts: FactsOf<(typeof probes)[Name]>, about: About): Finding
}

/**
 * One thing a criterion asks of what one kind of check saw over many days: it declares what of the looks it needs, and
 * for how many days, and the store brings it. Asked only when enough of the looks are there.
 */
export type WindowQuestion<Name extends ProbeName = ProbeName> = Asked<Name> & {
  over: { days: number } & Partial<Kept>
  fromOutside?: undefined
  fromUnit?: undefined
  judge(seen: WindowSeen, about: About): Finding
}

export type Question = FactQuestion | WindowQuestion

/** What judges of a whole unit are handed. */
export type OfUnitContext = {
  asOf: Instant
  options: JudgeOptions & { pace: number }
  /** The verdict on one asset by the questions of any criterion, with confirmation and age as everywhere. */
  judge(criterion: Criterion, asset: Asset): { verdict: AssetVerdict }
}

/** A question the plan asks of a unit (domain rules 2.3). */
export type Criterion = {
  id: string
  name: Text
  /** How it is measured, one or two sentences. */
  how: Text
  layer: Layer
  weight: number
  /** Hours after which evidence no longer counts; `month` for criteria over a reporting period. */
  ttlHours: number | 'month'
  /** Stage of the plan: 1 preparation, 2 connection and trial, 3 conversion, 4 IPv6-only pilot. */
  phase: 1 | 2 | 3 | 4
  /** Maturity level whose gate it is. */
  level: 1 | 2 | 3 | 4 | 5 | null
  /** Whether it applies to a unit with these flags. */
  appliesTo(unit: Pick<Unit, 'kind'>, flags: ReadonlySet<ProfileFlag>): boolean
  /** Share of assets from which on the set passes, or passes in part; 1 and 0.5 unless the criterion says else. */
  shares?: { pass: number; partial: number }
  /** A failure counts as partial while a document lists and approves it until a date (domain rules 2.4, SEC-02). */
  exceptionMakesPartial?: true
  /**
   * Judges from the unit's whole state where no single look answers: from rows that were handed in, or from several
   * devices together. Each asset gets its verdict as if it had been asked about; none, and `wants` says what is missing.
   */
  ofUnit?: {
    wants: Text
    judge(state: UnitState, about: OfUnitContext): AssetVerdict[]
    /**
     * It rests on looks of these probes, the inventory, the address plan and documents alone, and can change only where one
     * of them does.
     */
    ofLooks?: readonly ProbeName[]
    /** What people have stated that its verdict rests on besides. */
    documents?(state: UnitState, asOf: Instant): DocumentRef[]
  }
  /** What a statement comes to with what the prober itself has seen. */
  confirm?(stated: CriterionVerdict, state: UnitState, about: OfUnitContext): CriterionVerdict
  /**
   * What people state counts in full only with this measurement beside it, which is no older than `ttlHours`; without it
   * a statement is partial.
   */
  beside?: { ttlHours: number; question: Question }
  /** An asset must satisfy every one. None: not measured by a probe yet, so honestly `unknown (no_evidence)`. */
  questions: Question[]
}

/** Infers the type of `facts` from the probe's name. */
export function question<Name extends ProbeName>(asked: FactQuestion<Name>): Question {
  return asked as unknown as Question
}

/** A question over many days. */
export function windowQuestion(asked: WindowQuestion): Question {
  return asked
}
