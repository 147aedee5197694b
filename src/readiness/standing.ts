import type { ProfileFlag, Unit, UnitKind } from '../model/inventory.ts'
import { canonical, sha256 } from '../report/canonical.ts'
import type { Readiness } from './assessment.ts'
import type { Verdict } from './criterion.ts'
import type { PlanTarget } from './plan.ts'
import type { Member } from './plan-progress.ts'
import { flagsOf } from './profile.ts'

/** How a unit stood at the end of a day: enough for trends, and to see which targets it reached. */
export type Standing = Pick<
  Readiness,
  'score' | 'scoreMax' | 'level' | 'levelReachable' | 'enoughData' | 'weight'
> & {
  unit: string
  kind: UnitKind
  /** Code of the district that it is or lies in; null for none. */
  district: string | null
  flags: ProfileFlag[]
  /** Assets with broken IPv6. */
  broken: number
  verdicts: { id: string; verdict: Verdict }[]
}

export function standingOf(unit: Unit, readiness: Readiness): Standing {
  const { score, scoreMax, level, levelReachable, enoughData, weight } = readiness
  const district = unit.kind === 'district' ? unit.code : unit.kind === 'commune' ? unit.parent : null
  return {
    unit: unit.code,
    kind: unit.kind,
    district,
    flags: [...flagsOf(unit)],
    score,
    scoreMax,
    level,
    levelReachable,
    enoughData,
    weight,
    broken: readiness.broken.length,
    verdicts: readiness.verdicts.map(({ id, verdict }) => ({ id, verdict })),
  }
}

/** As a member of the groups that targets are about. */
export function memberOf({ unit, kind, flags, level, levelReachable, verdicts: own }: Standing): Member {
  return {
    unit: { code: unit, kind, profile: flags, validFrom: null, validTo: null },
    readiness: { level, levelReachable, verdicts: own },
  }
}

/** The same for targets that count the same units by the same measure, whatever their date and share. */
export function measureKey({ measure, unitKinds, flag }: PlanTarget): string {
  return sha256(canonical({ measure, unitKinds: unitKinds.toSorted(), flag })).slice(0, 16)
}

const letters: Record<Verdict, string> = { pass: 'p', partial: 'h', fail: 'f', unknown: 'u', na: 'n' }
const codes = Object.keys(letters) as Verdict[]

/** One letter per verdict: years of days stay small. */
export function writeVerdicts(of: { verdict: Verdict }[]): string {
  return of.map(({ verdict }) => letters[verdict]).join('')
}

/** The verdicts on `ids`, in their order. Throws when the letters are not of these. */
export function readVerdicts(text: string, ids: readonly string[]): { id: string; verdict: Verdict }[] {
  if (text.length !== ids.length) throw new Error(`${text.length} verdicts on ${ids.length} criteria`)
  return ids.map((id, index) => {
    const verdict = codes.find((one) => letters[one] === text[index])
    if (verdict === undefined) throw new Error(`"${text[index]}" is no verdict`)
    return { id, verdict }
  })
}

export type GroupStanding = {
  units: number
  /** Means over the units to which something applies, 0 to 100; null for none. */
  score: number | null
  scoreMax: number | null
  /** 0 to 1, by weight; null where nothing applies. */
  coverage: number | null
  /** Units at each level, 0 to 5. */
  levels: number[]
  broken: number
}

/** Adds up the units of a day: `all`, `kind:commune`, `district:291`. */
export function groupStandings(standings: Standing[]): Map<string, GroupStanding> {
  const groups = new Map<string, Standing[]>()
  for (const one of standings)
    for (const name of ['all', `kind:${one.kind}`, ...(one.district ? [`district:${one.district}`] : [])]) {
      const group = groups.get(name)
      if (group) group.push(one)
      else groups.set(name, [one])
    }
  return new Map([...groups].map(([name, members]) => [name, addUpStandings(members)]))
}

function addUpStandings(members: Standing[]): GroupStanding {
  const scored = members.filter(({ score }) => score !== null)
  const sum = (of: (one: Standing) => number) => members.reduce((total, one) => total + of(one), 0)
  const mean = (of: (one: Standing) => number | null) =>
    scored.length === 0 ? null : scored.reduce((total, one) => total + (of(one) ?? 0), 0) / scored.length
  const all = sum(({ weight }) => weight.all)
  return {
    units: members.length,
    score: mean(({ score }) => score),
    scoreMax: mean(({ scoreMax }) => scoreMax),
    coverage: all === 0 ? null : sum(({ weight }) => weight.known) / all,
    levels: [0, 1, 2, 3, 4, 5].map((level) => members.filter((one) => one.level === level).length),
    broken: sum(({ broken }) => broken),
  }
}
