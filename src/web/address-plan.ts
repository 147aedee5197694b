import { compareThree, type DiffRow } from '../address-plan/diff.ts'
import { type PlanAt, planAt } from '../address-plan/plan-at.ts'
import type { Unit } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { loadAddressPlan } from '../store/address-plan.ts'
import { type Judged, recentProvince } from './province.ts'
import type { WebDeps } from './web.ts'

/** The plan of a moment, how it differs from what was seen by then, and the units of then by code. */
export type PlanSeen = { plan: PlanAt; rows: DiffRow[]; units: Map<string, Unit> }

export async function loadPlanSeen(deps: WebDeps, at: Instant): Promise<PlanSeen> {
  const plan = planAt(await loadAddressPlan(deps.db), at)
  const judged = await recentProvince(deps, at)
  return {
    plan,
    rows: rowsOf(plan, judged),
    units: new Map(judged.map(({ unit }) => [unit.code, unit])),
  }
}

/** The comparison of the last round with the plan that it was made with, which many requests ask for. */
const compared = new WeakMap<Judged[], { plan: PlanAt; rows: DiffRow[] }>()

function rowsOf(plan: PlanAt, judged: Judged[]): DiffRow[] {
  const known = compared.get(judged)
  if (known?.plan.tree === plan.tree) return known.rows
  const rows = compareThree(
    plan,
    judged.map(({ seen }) => seen),
  )
  compared.set(judged, { plan, rows })
  return rows
}
