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

/** Which of them was the plan of a moment; the days of a quarter are asked for once for each unit. */
const moments = new WeakMap<AddressPlan, Map<Instant, PlanAt>>()
const mostMoments = 100

/** The plan as it was at a moment. */
export function planAt(plan: AddressPlan, asOf: Instant): PlanAt {
  return remembered(moments, mostMoments, plan, asOf, () => makeAt(plan, asOf))
}

function makeAt(plan: AddressPlan, asOf: Instant): PlanAt {
  const day = dayOf(asOf)
  const there = plan.entries.flatMap((one, index) =>
    holdsAt(one, asOf) && existsOn(one.value, day) ? [index] : [],
  )
  return remembered(made, mostMade, plan, there.join(), () => {
    const prefixes = there.flatMap((index) => plan.entries[index]?.value ?? [])
    return { tree: planTree(prefixes), isPartOf: unitTree(plan.units) }
  })
}

/** What is known of a plan by a key, of which the last few are kept; made where it is not. */
function remembered<Value extends object>(
  memory: WeakMap<AddressPlan, Map<string, Value>>,
  most: number,
  plan: AddressPlan,
  key: string,
  make: () => Value,
): Value {
  const known = memory.get(plan) ?? new Map<string, Value>()
  memory.set(plan, known)
  const there = known.get(key)
  if (there) return there
  const value = make()
  const [oldest] = known.keys()
  if (known.size >= most && oldest !== undefined) known.delete(oldest)
  known.set(key, value)
  return value
}
