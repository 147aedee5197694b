import type { Text } from '../model.ts'
import type { CriterionVerdict, Readiness } from './assessment.ts'
import { criterionOf } from './catalogue.ts'
import type { Verdict } from './criterion.ts'
import type { Plan } from './plan.ts'

/** What holds a unit back, and who leads the task of the plan that would change it; null: no task names it. */
export type UnitBlocker = { of: CriterionVerdict; lead: Text | null }

const order: Verdict[] = ['fail', 'unknown', 'partial']

/** The criteria that cost a unit most: by weight, and of equal weight what fails before what is unknown. */
export function unitBlockersOf(
  { verdicts }: Readiness,
  plan: Plan,
  { most }: { most: number },
): UnitBlocker[] {
  return verdicts
    .filter(({ verdict }) => order.includes(verdict))
    .toSorted(
      (a, b) =>
        criterionOf(b.id).weight - criterionOf(a.id).weight ||
        order.indexOf(a.verdict) - order.indexOf(b.verdict),
    )
    .slice(0, most)
    .map((of) => ({ of, lead: plan.tasks.find(({ criteria }) => criteria.includes(of.id))?.lead ?? null }))
}
