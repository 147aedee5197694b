import type { Day } from '../model.ts'
import type { Plan, PlanTarget } from './plan.ts'
import { measureKey } from './standing.ts'

/**
 * The share that the plan wants on a day of what a target measures: its targets on the same measure are milestones,
 * between which it holds the last one, or grows evenly where the plan says so.
 */
export function plannedShare(plan: Plan, target: PlanTarget, day: Day): number {
  const measure = measureKey(target)
  const milestones = plan.targets
    .filter((one) => measureKey(one) === measure)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
  let from = { date: plan.from, share: 0 }
  for (const { date, share } of milestones) {
    if (day < date) return plan.line === 'step' ? from.share : between(from, { date, share }, day)
    from = { date, share }
  }
  return from.share
}

type Milestone = { date: Day; share: number }

function between(from: Milestone, to: Milestone, day: Day): number {
  const length = Date.parse(to.date) - Date.parse(from.date)
  const passed = Math.max(0, Date.parse(day) - Date.parse(from.date))
  return length <= 0 ? to.share : from.share + ((to.share - from.share) * passed) / length
}
