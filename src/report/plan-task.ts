import type { Day, Text, UnitKind } from '../model.ts'

/** A task of the plan with what is recorded about its fulfilment (domain rules 1.3). */
export type PlanTask = {
  code: string
  name: Text
  /** Who leads it. */
  lead: Text
  deliverable: Text
  dueOn: Day | null
  /** The day on which it was completed, and the document that says so; null and empty while it is not. */
  doneOn: Day | null
  document: string
  /** Criteria that units of these kinds must pass for it to be done; null when only a document can say so. */
  measuredBy: { criteria: string[]; kinds: UnitKind[] } | null
}
