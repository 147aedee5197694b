import type { UnitDocument } from '../model/documents.ts'
import type { Day, Instant } from '../model.ts'
import { dayOf } from '../report/period.ts'
import { criterionOf } from './catalogue.ts'

export type DocumentState = {
  name: 'in_force' | 'ends_soon' | 'expired' | 'withdrawn'
  /** Last day on which it holds; null for no end. */
  endsOn: Day | null
}

const dayMs = 86_400_000
/** A month to get the next one signed. */
const soonMs = 30 * dayMs

/** How a document stands at a moment: its own end, or the age up to which its criterion takes a statement. */
export function documentState(document: UnitDocument, asOf: Instant): DocumentState {
  const endsOn = endOf(document)
  if (document.withdrawnAt !== null && document.withdrawnAt <= asOf) return { name: 'withdrawn', endsOn }
  if (endsOn === null) return { name: 'in_force', endsOn }
  if (dayOf(asOf) > endsOn) return { name: 'expired', endsOn }
  const soon = dayOf(new Date(Date.parse(asOf) + soonMs).toISOString())
  return { name: endsOn <= soon ? 'ends_soon' : 'in_force', endsOn }
}

function endOf({ kind, subject, until, enteredAt }: UnitDocument): Day | null {
  const ttlHours = kind === 'attestation' ? criterionOf(subject).ttlHours : null
  if (typeof ttlHours !== 'number') return until
  const aged = dayOf(new Date(Date.parse(enteredAt) + ttlHours * 3_600_000).toISOString())
  return until !== null && until < aged ? until : aged
}
