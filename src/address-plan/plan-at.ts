import type { AddressPlan, Instant } from '../model.ts'
import { existsOn } from '../readiness/profile.ts'
import { dayOf } from '../report/period.ts'
import { holdsAt } from '../versions.ts'
import type { IsPartOf } from './flaws.ts'
import { type PlanTree, planTree } from './tree.ts'
import { unitTree } from './unit-tree.ts'

/** The address plan of a moment as a tree. */
export type PlanAt = { tree: PlanTree; isPartOf: IsPartOf }

/** Trees of a plan by the entries that they are of: a month judges every unit on every day, mostly by the same plan. */
const made = new WeakMap<AddressPlan, Map<string, PlanAt>>()
const mostMade = 8

/** The plan as it was at a moment. */
export function planAt(plan: AddressPlan, asOf: Instant): PlanAt {
  const day = dayOf(asOf)
  const there = plan.entries.flatMap((one, index) =>
    holdsAt(one, asOf) && existsOn(one.value, day) ? [index] : [],
  )
  const trees = made.get(plan) ?? new Map<string, PlanAt>()
  made.set(plan, trees)
  const key = there.join()
  const known = trees.get(key)
  if (known) return known
  const prefixes = there.flatMap((index) => plan.entries[index]?.value ?? [])
  const tree = { tree: planTree(prefixes), isPartOf: unitTree(plan.units) }
  const [oldest] = trees.keys()
  if (trees.size >= mostMade && oldest !== undefined) trees.delete(oldest)
  trees.set(key, tree)
  return tree
}
