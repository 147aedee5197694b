import type { FailureClass } from '../../probes/lib/failure-class.ts'
import type { Day, Instant, Text } from '../model.ts'
import type { Share, UnknownReason, Verdict } from './criterion.ts'

/** The verdict on one asset within one criterion, and the observation that proves it. */
export type AssetVerdict = {
  asset: { kind: string; code: string; label: string }
  /** `na`: what was seen itself says that the question does not arise; it then leaves the denominator. */
  verdict: Verdict
  reason: UnknownReason | null
  because: Text
  failure: FailureClass | null
  critical: boolean
  /** What it rests on: link to /checks/<checkId>/<firstDueAt>. */
  evidence: { checkId: string; firstDueAt: Instant; lastSeenAt: Instant }[]
  /** "2 of 3": looks of a pending change and how many it needs; null when nothing is pending. */
  pending: { verdict: Verdict; looks: number; needed: number } | null
  /** The share that decided it; absent where none did. */
  share?: Share
  /** The document that excuses the failure for a time. */
  exception?: DocumentRef
  /** What was handed in that it rests on; absent where it rests on no figures. */
  imports?: ImportRef[]
}

/** A document cited by a verdict: /documents/<id>. */
export type DocumentRef = { id: string; number: string; date: Day }

/** An import that brought figures which a verdict rests on: /figure-imports/<id>. */
export type ImportRef = { id: string; importedAt: Instant }

export type CriterionVerdict = {
  id: string
  verdict: Verdict
  reason: UnknownReason | null
  because: Text
  assets: AssetVerdict[]
  /** What people have stated that it rests on; absent where it rests on none. */
  documents?: DocumentRef[]
  /** What was handed in that it rests on besides its assets; absent where it rests on no figures. */
  imports?: ImportRef[]
}

/** Where a unit stands (domain rules 2.2). Scores are 0 to 100, unrounded; coverage is 0 to 1. */
export type Readiness = {
  unit: string
  asOf: Instant
  catalogue: string
  verdicts: CriterionVerdict[]
  /** null when no criterion applies. */
  score: number | null
  scoreMax: number | null
  coverage: number | null
  /** 0 to 5, at most 1 while coverage is below 80 %. */
  level: number
  /** Highest level whose gate holds a criterion that applies: shown next to the level. */
  levelReachable: number
  enoughData: boolean
  /** AAAA published, of an allowed class, and dead while IPv4 answers. */
  broken: AssetVerdict[]
  /** Weights, to add up groups and to recompute by hand. */
  weight: { all: number; known: number; earned: number }
  counts: Record<Verdict, number>
}
