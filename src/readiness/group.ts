import { type Unit, type UnitKind, unitKinds } from '../model/inventory.ts'
import type { Readiness } from './assessment.ts'

/** A unit with its readiness at the moment shown. */
export type UnitReadiness = { unit: Unit; readiness: Readiness }

/** A number and the codes of the units behind it, so that it opens down to them. */
export type Figure<Value> = { value: Value; units: string[] }

/** Units added up. Means are over units, each counted once; coverage weighs by what applies to each. */
export type GroupReadiness = {
  units: string[]
  /** Mean R and mean R_max of the units to which anything applies, 0 to 100; null for none. */
  score: Figure<number | null>
  scoreMax: Figure<number | null>
  /** 0 to 1; null where nothing applies. */
  coverage: Figure<number | null>
  /** Units at each level, 0 to 5. */
  levels: Figure<number>[]
  /** Units with coverage below 80 %, whose level is held at 1. */
  notEnoughData: Figure<number>
  /** Criteria that are unknown, over all units. */
  unknown: Figure<number>
  /** Assets with broken IPv6. */
  broken: Figure<number>
}

/** Adds up units; an empty group has no mean. */
export function addUp(members: UnitReadiness[]): GroupReadiness {
  const scored = members.filter(({ readiness }) => readiness.score !== null)
  const weight = { all: 0, known: 0 }
  for (const { readiness } of members) {
    weight.all += readiness.weight.all
    weight.known += readiness.weight.known
  }
  const holding = (has: (readiness: Readiness) => number): Figure<number> => ({
    value: members.reduce((sum, { readiness }) => sum + has(readiness), 0),
    units: codesOf(members.filter(({ readiness }) => has(readiness) > 0)),
  })
  const mean = (of: (readiness: Readiness) => number | null): Figure<number | null> => ({
    value:
      scored.length === 0
        ? null
        : scored.reduce((sum, { readiness }) => sum + (of(readiness) ?? 0), 0) / scored.length,
    units: codesOf(scored),
  })
  return {
    units: codesOf(members),
    score: mean(({ score }) => score),
    scoreMax: mean(({ scoreMax }) => scoreMax),
    coverage: { value: weight.all === 0 ? null : weight.known / weight.all, units: codesOf(scored) },
    levels: [0, 1, 2, 3, 4, 5].map((level) => holding((readiness) => Number(readiness.level === level))),
    notEnoughData: holding((readiness) => Number(!readiness.enoughData)),
    unknown: holding(({ counts }) => counts.unknown),
    broken: holding(({ broken }) => broken.length),
  }
}

/** Each kind of unit by itself: units are only ever compared with their own kind. */
export function addUpByKind(members: UnitReadiness[]): Record<UnitKind, GroupReadiness> {
  const of = (kind: UnitKind) => addUp(members.filter(({ unit }) => unit.kind === kind))
  return Object.fromEntries(unitKinds.map((kind) => [kind, of(kind)])) as Record<UnitKind, GroupReadiness>
}

/** Each district with its communes, by the district's code. */
export function addUpByDistrict(members: UnitReadiness[]): Map<string, GroupReadiness> {
  const districts = members.filter(({ unit }) => unit.kind === 'district')
  return new Map(
    districts.map(({ unit: { code } }) => [
      code,
      addUp(
        members.filter(({ unit }) => unit.code === code || (unit.kind === 'commune' && unit.parent === code)),
      ),
    ]),
  )
}

function codesOf(members: UnitReadiness[]): string[] {
  return members.map(({ unit }) => unit.code)
}
