import { milestoneNames } from '../model/figures.ts'
import type { Day } from '../model.ts'
import type { Operations } from '../readiness/operations/evaluate.ts'
import { daysLate, type ProjectSeen, projectVerdict } from '../readiness/operations/projects.ts'
import type { AntiMalwareReport, ProjectReport, UnitReport } from './monthly-report.ts'
import { roundScore, roundShare } from './round.ts'

/** What a report says of a unit's operations at the cut-off; `projects` are those that it answers for. */
export type OperationsMonth = { operations: Operations; projects: ProjectSeen[] }

/** Index O as a report states it. */
export function reportOperations({
  score,
  scoreMax,
  coverage,
  verdicts,
}: Operations): NonNullable<UnitReport['operations']> {
  return {
    score: roundScore(score),
    scoreMax: roundScore(scoreMax),
    coverage: roundShare(coverage),
    verdicts: verdicts.map(({ id, verdict, reason }) => ({ id, verdict, reason })),
  }
}

/** Biểu 08: the newest row of a unit; none where it handed in nothing. */
export function reportAntiMalware({ antimalware, hosts }: Operations): AntiMalwareReport[] {
  if (antimalware === null) return []
  const { unit, day, declared, agents, seen7d, updated7d, infections, cleaned, national, nationalDate } =
    antimalware.newest
  const counted = { declared, agents, seen7d, updated7d, infections, cleaned }
  return [{ unit, day, ...counted, national, nationalDate, seenOnNetwork: hosts?.hosts ?? null }]
}

/** A project with its last step done and the next one planned, as of a day. */
export function reportProject(seen: ProjectSeen, today: Day): ProjectReport {
  const { code, name, kind, unit, ipv6FromUse } = seen.project
  const steps = seen.milestones.toSorted(
    (one, other) => milestoneNames.indexOf(one.name) - milestoneNames.indexOf(other.name),
  )
  const done = steps.filter(({ actual }) => actual !== null && actual <= today)
  const last = done.at(-1)
  const next = steps.find((step) => !done.includes(step) && step.planned !== null)
  return {
    code,
    name,
    kind,
    unit,
    ipv6FromUse,
    verdict: projectVerdict(seen, today).verdict,
    done: done.length,
    milestones: steps.length,
    last: last?.actual ? { name: last.name, day: last.actual } : null,
    next: next?.planned ? { name: next.name, day: next.planned, daysLate: daysLate(next, today) ?? 0 } : null,
  }
}
