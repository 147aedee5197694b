import type { UnitKind } from '../model/inventory.ts'
import { criteria } from './catalogue.ts'
import type { UnitReadiness } from './group.ts'
import type { TargetProgress } from './plan-progress.ts'

/** A criterion that keeps units from what a target measures, and the units, by what it found on them. */
export type Blocker = {
  id: string
  found: { verdict: 'fail' | 'partial' | 'unknown'; units: string[]; wholeKind: UnitKind | null }[]
}

const standing = ['fail', 'partial', 'unknown'] as const

/**
 * What blocks a target, the criterion that holds up most units first. `wholeKind`: the units are all of their kind on
 * which the criterion found this.
 */
export function blockersOf({ target, denominator }: TargetProgress, members: UnitReadiness[]): Blocker[] {
  const counted = new Set(denominator.units)
  const { measure, unitKinds } = target
  const ids =
    'criteria' in measure
      ? measure.criteria
      : criteria.filter(({ level }) => level !== null && level <= measure.level).map(({ id }) => id)
  const of = (all: UnitReadiness[], id: string, verdict: (typeof standing)[number]) =>
    all
      .filter(({ readiness }) => readiness.verdicts.some((one) => one.id === id && one.verdict === verdict))
      .map(({ unit }) => unit.code)
  const inKinds = members.filter(({ unit }) => unitKinds.includes(unit.kind))
  const inTarget = inKinds.filter(({ unit }) => counted.has(unit.code))
  const [kind = null, ...otherKinds] = unitKinds
  return ids
    .map((id) => ({
      id,
      found: standing.flatMap((verdict) => {
        const units = of(inTarget, id, verdict)
        const isWhole = otherKinds.length === 0 && of(inKinds, id, verdict).length === units.length
        return units.length === 0 ? [] : [{ verdict, units, wholeKind: isWhole ? kind : null }]
      }),
    }))
    .filter(({ found }) => found.length > 0)
    .sort((a, b) => held(b) - held(a))
}

function held({ found }: Blocker): number {
  return found.reduce((sum, { units }) => sum + units.length, 0)
}
