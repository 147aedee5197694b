import type { UnitDocument } from '../model/documents.ts'
import type { Instant, UnitState } from '../model.ts'
import { dayOf } from '../report/period.ts'
import { holdsAt } from '../versions.ts'
import { existsOn } from './profile.ts'

/** The part of a state that was so at a moment within it: the unit and its assets, checks and documents of then. */
export function stateAt(whole: UnitState, at: Instant): UnitState {
  const known = ({ enteredAt, withdrawnAt }: UnitDocument) =>
    enteredAt <= at && (withdrawnAt === null || withdrawnAt > at)
  return {
    ...whole,
    ...inventoryAt(whole, at),
    checks: whole.checks.filter(({ retiredAt }) => retiredAt === undefined || retiredAt > at),
    documents: whole.documents.filter(known),
    platformDocuments: whole.platformDocuments.filter(known),
  }
}

function inventoryAt({ versions }: UnitState, at: Instant): Partial<Pick<UnitState, 'unit' | 'assets'>> {
  if (versions === undefined) return {}
  const unit = versions.unit.find((one) => holdsAt(one, at))?.value
  const assets = versions.assets.filter((one) => holdsAt(one, at) && existsOn(one.value, dayOf(at)))
  return { ...(unit && { unit }), assets: assets.map(({ value }) => value) }
}
