import type { Unit } from '../model/inventory.ts'
import type { AssetVerdict, Readiness } from '../readiness/assessment.ts'
import type { DayTally } from './month-rule.ts'
import type { AssetReport, Comparison, UnitReport, VerdictReport } from './monthly-report.ts'
import { roundScore, roundShare } from './round.ts'

/** One unit as the days of its period and its state at the cut-off show it. */
export type UnitMonth = { unit: Unit; readiness: Readiness; tally: DayTally }

/** Least coverage on both sides for a change to be stated (domain rules 6.3). */
export const comparableCoverage = 0.8

/**
 * A unit's month, measured against what the report of the period before says of it. `month` is its readiness after the
 * month rule.
 */
export function reportUnit(
  { unit, readiness, tally }: UnitMonth,
  month: Readiness,
  before: UnitReport[] | null,
): UnitReport {
  const previous = before?.find(({ code }) => code === unit.code)
  const now = {
    score: roundScore(month.score),
    coverage: roundShare(month.coverage),
    verdicts: month.verdicts.map((verdict, i): VerdictReport => {
      const { id, reason, because, assets } = verdict
      const isStable = verdict !== readiness.verdicts[i] || (assets.length === 0 && verdict.verdict !== 'na')
      return {
        id,
        verdict: verdict.verdict,
        reason,
        because: isStable ? because : null,
        daysPassed: tally.passed.get(id) ?? 0,
        unknownSince: unknownSince(id, tally, previous),
        assets: assets.map(reportAsset),
      }
    }),
  }
  const comparison = before === null ? 'no_previous' : compareUnits(now, previous)
  const previousScore = previous?.score ?? null
  return {
    code: unit.code,
    name: unit.name,
    kind: unit.kind,
    type: unit.type,
    parent: unit.parent,
    validFrom: unit.validFrom,
    validTo: unit.validTo,
    profile: unit.profile,
    days: tally.days,
    scoreMax: roundScore(month.scoreMax),
    level: month.level,
    levelReachable: month.levelReachable,
    enoughData: month.enoughData,
    weight: month.weight,
    counts: month.counts,
    comparison,
    previousScore,
    change:
      comparison === 'comparable' && now.score !== null && previousScore !== null
        ? roundScore(now.score - previousScore)
        : null,
    broken: [...new Set(readiness.broken.map(({ asset }) => asset.label))].sort(),
    ...now,
  }
}

type Comparable = Pick<UnitReport, 'score' | 'coverage'> & { verdicts: { id: string; verdict: string }[] }

/** Whether the same criteria applied in both periods; only then do two scores measure the same. */
export function sameCriteria(now: Comparable, before: Comparable): boolean {
  const applying = ({ verdicts }: Comparable) =>
    verdicts
      .filter(({ verdict }) => verdict !== 'na')
      .map(({ id }) => id)
      .sort()
      .join()
  return applying(now) === applying(before)
}

function compareUnits(now: Comparable, before: Comparable | undefined): Comparison {
  if (before === undefined) return 'new'
  if (now.score === null || before.score === null) return 'no_score'
  if (!sameCriteria(now, before)) return 'profile_changed'
  return isCovered(now.coverage) && isCovered(before.coverage) ? 'comparable' : 'coverage_low'
}

export function isCovered(coverage: number | null): boolean {
  return coverage !== null && coverage >= comparableCoverage
}

/** A run of unknown days that goes back to the first day of the period goes on in the report before. */
function unknownSince(id: string, tally: DayTally, previous: UnitReport | undefined) {
  const since = tally.unknownSince.get(id) ?? null
  if (since === null || since !== tally.firstDay) return since
  return previous?.verdicts.find((verdict) => verdict.id === id)?.unknownSince ?? since
}

function reportAsset({ asset, verdict, reason, failure, evidence }: AssetVerdict): AssetReport {
  return {
    ...asset,
    verdict,
    reason,
    failure,
    evidence: evidence.map(({ checkId, firstDueAt }) => ({ checkId, firstDueAt })),
  }
}
