import { type AssetChange, assetChanges, type FieldChange, fieldChanges } from '../inventory/field-changes.ts'
import type { UnitDocument } from '../model/documents.ts'
import type { Instant, UnitState } from '../model.ts'
import type { AssetVerdict, CriterionVerdict, Readiness } from './assessment.ts'
import { documentState } from './document-state.ts'
import { stateAt } from './state-at.ts'

/** A unit at a moment, and how it was judged then. */
export type Moment = { state: UnitState; readiness: Readiness }

export type VerdictChange = {
  id: string
  before: CriterionVerdict
  after: CriterionVerdict
  /** Those of its assets whose verdicts differ, each with what proves both; null where it was not judged. */
  assets: { before: AssetVerdict | null; after: AssetVerdict | null }[]
}

/** `expired` by its own end or by its age. */
export type DocumentChange = { event: 'entered' | 'withdrawn' | 'expired'; document: UnitDocument }

/** What is different about a unit between two moments. */
export type UnitDifference = {
  since: Instant
  asOf: Instant
  verdicts: VerdictChange[]
  /** Of the unit's own row in the inventory. */
  unit: FieldChange[]
  assets: AssetChange[]
  documents: DocumentChange[]
}

export function differenceBetween(before: Moment, after: Moment): UnitDifference {
  const since = before.readiness.asOf
  const { asOf } = after.readiness
  const then = stateAt(before.state, since)
  const now = stateAt(after.state, asOf)
  return {
    since,
    asOf,
    verdicts: verdictChanges(before.readiness, after.readiness),
    unit: fieldChanges('units', then.unit, now.unit),
    assets: assetChanges(then.assets, now.assets),
    documents: after.state.documents.flatMap((document) =>
      eventsOf(document, since, asOf).map((event): DocumentChange => ({ event, document })),
    ),
  }
}

function verdictChanges(before: Readiness, after: Readiness): VerdictChange[] {
  const earlier = new Map(before.verdicts.map((verdict) => [verdict.id, verdict]))
  return after.verdicts.flatMap((now) => {
    const was = earlier.get(now.id)
    if (was === undefined) return []
    const assets = assetVerdictChanges(was.assets, now.assets)
    return was.verdict === now.verdict && assets.length === 0
      ? []
      : [{ id: now.id, before: was, after: now, assets }]
  })
}

function assetVerdictChanges(before: AssetVerdict[], after: AssetVerdict[]): VerdictChange['assets'] {
  const keyOf = ({ asset: { kind, code } }: AssetVerdict) => `${kind} ${code}`
  const earlier = new Map(before.map((one) => [keyOf(one), one]))
  const there = new Set(after.map(keyOf))
  return [
    ...after.flatMap((now) => {
      const was = earlier.get(keyOf(now)) ?? null
      return was?.verdict === now.verdict ? [] : [{ before: was, after: now }]
    }),
    ...before.filter((one) => !there.has(keyOf(one))).map((was) => ({ before: was, after: null })),
  ]
}

function eventsOf(document: UnitDocument, since: Instant, asOf: Instant): DocumentChange['event'][] {
  const { enteredAt, withdrawnAt } = document
  const within = (at: Instant | null) => at !== null && at > since && at <= asOf
  const hadExpired = enteredAt <= since && documentState(document, since).name === 'expired'
  return [
    ...(within(enteredAt) ? (['entered'] as const) : []),
    ...(within(withdrawnAt) ? (['withdrawn'] as const) : []),
    ...(documentState(document, asOf).name === 'expired' && !hadExpired ? (['expired'] as const) : []),
  ]
}
