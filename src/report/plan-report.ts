import type { UnitDocument } from '../model/documents.ts'
import type { Instant } from '../model.ts'
import type { UnitReadiness } from '../readiness/group.ts'
import type { Plan } from '../readiness/plan.ts'
import { planProgress, type Reached } from '../readiness/plan-progress.ts'
import { taskDocuments } from './document-report.ts'
import type { MonthlyReport, ReachedReport } from './monthly-report.ts'
import { roundScore, roundShare } from './round.ts'

/** The plan's targets and tasks (Biểu 01a and 09) as the verdicts of the month leave them at the cut-off. */
export function reportPlan(
  plan: Plan | null,
  members: UnitReadiness[],
  cutoffAt: Instant,
  { documents, holding }: { documents: UnitDocument[]; holding: UnitDocument[] },
): Pick<MonthlyReport, 'plan' | 'targets' | 'tasks'> {
  if (plan === null) return { plan: null, targets: [], tasks: [] }
  const { code, name, number, date, sample } = plan
  const { targets, tasks } = planProgress(
    plan,
    members,
    cutoffAt,
    documents.filter(({ kind }) => kind === 'task'),
  )
  const byTask = taskDocuments(holding)
  return {
    plan: { code, name, number, date, sample },
    targets: targets.map(({ target, state, gapPoints, daysPastDue, ...reached }) => ({
      id: target.id,
      name: target.name,
      kinds: target.unitKinds,
      date: target.date,
      wanted: roundShare(target.share),
      ...countsOf(reached),
      gapPoints: roundScore(gapPoints),
      state,
      daysPastDue,
    })),
    tasks: tasks.map(({ task, state, daysPastDue, ...reached }) => ({
      code: task.code,
      stage: task.stage,
      name: task.name,
      lead: task.lead,
      deliverable: task.deliverable,
      due: task.due,
      documents: byTask.get(task.code) ?? [],
      ...countsOf(reached),
      state,
      daysPastDue,
    })),
  }
}

/** How many units, without their codes: those follow from the verdicts in the same report. */
function countsOf({ done, unknown, denominator, share }: Reached): ReachedReport {
  return {
    done: done.value,
    unknown: unknown.value,
    units: denominator.value,
    share: roundShare(share),
  }
}
