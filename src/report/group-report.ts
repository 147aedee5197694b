import { type UnitKind, unitKinds } from '../model/inventory.ts'
import type { Comparison, GroupReport, UnitReport } from './monthly-report.ts'
import { mean, roundScore, roundShare } from './round.ts'
import { isCovered, sameCriteria } from './unit-report.ts'

const levels = [0, 1, 2, 3, 4, 5]

/** Biểu 01: every khối that has units now or had them in the report before. */
export function reportGroups(units: UnitReport[], before: UnitReport[] | null): GroupReport[] {
  return unitKinds.flatMap((kind) => {
    const now = units.filter((unit) => unit.kind === kind)
    const then = before?.filter((unit) => unit.kind === kind) ?? null
    return now.length === 0 && !then?.length ? [] : [reportGroup(kind, now, then)]
  })
}

/**
 * Units that are new, or to which other criteria apply than before, are named and left out of the change, so that a
 * merger or a new profile does not read as progress (domain rules 6.3).
 */
function reportGroup(kind: UnitKind, now: UnitReport[], then: UnitReport[] | null): GroupReport {
  const earlier = new Map(then?.map((unit) => [unit.code, unit]))
  const known = then === null ? [] : now.filter(({ code }) => earlier.has(code))
  const pairs = known.flatMap((unit) => {
    const previous = earlier.get(unit.code)
    return previous && hasScore(unit) && hasScore(previous) && sameCriteria(unit, previous)
      ? [{ unit, previous }]
      : []
  })
  const compared = summary(pairs.map(({ unit }) => unit))
  const previous = summary(pairs.map((pair) => pair.previous))
  const comparison = compare(then, compared, previous)
  const { score, scoreMax, coverage } = summary(now)
  return {
    kind,
    units: now.length,
    levels: levels.map((level) => now.filter((unit) => unit.level === level).length),
    score,
    scoreMax,
    coverage,
    comparison,
    comparedUnits: pairs.length,
    previousScore: previous.score,
    change:
      comparison === 'comparable' && compared.score !== null && previous.score !== null
        ? roundScore(compared.score - previous.score)
        : null,
    newUnits: then === null ? [] : codes(now.filter(({ code }) => !earlier.has(code))),
    changedUnits: codes(known.filter((unit) => !sameCriteria(unit, earlier.get(unit.code) as UnitReport))),
    endedUnits: codes(then?.filter(({ code }) => !now.some((unit) => unit.code === code)) ?? []),
  }
}

type Summary = Pick<GroupReport, 'score' | 'scoreMax' | 'coverage'>

function compare(then: UnitReport[] | null, now: Summary, before: Summary): Comparison {
  if (then === null) return 'no_previous'
  if (now.score === null || before.score === null) return 'no_score'
  return isCovered(now.coverage) && isCovered(before.coverage) ? 'comparable' : 'coverage_low'
}

/** As on the pages (`addUp`): each unit counts the same in means. From the weights, since scores are rounded. */
function summary(units: UnitReport[]): Summary {
  const scored = units.filter(hasScore)
  const average = (part: (weight: UnitReport['weight']) => number) =>
    mean(scored.map(({ weight }) => part(weight) / weight.all))
  const sum = (part: 'all' | 'known') => units.reduce((total, { weight }) => total + weight[part], 0)
  const [all, known] = [sum('all'), sum('known')]
  const percent = (share: number | null) => (share === null ? null : roundScore(100 * share))
  return {
    score: percent(average(({ earned }) => earned)),
    scoreMax: percent(average((weight) => weight.earned + weight.all - weight.known)),
    coverage: all === 0 ? null : roundShare(known / all),
  }
}

function hasScore({ weight }: UnitReport): boolean {
  return weight.all > 0
}

function codes(units: UnitReport[]): string[] {
  return units.map(({ code }) => code)
}
