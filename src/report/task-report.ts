import type { Day } from '../model.ts'
import type { TaskReport, UnitReport } from './monthly-report.ts'
import type { PlanTask } from './plan-task.ts'

/** Biểu 09: the tasks of the plan as they stood on the day of the cut-off. */
export function reportTasks(tasks: PlanTask[], units: UnitReport[], cutoffOn: Day): TaskReport[] {
  return tasks.map((task) => {
    const progress = progressOf(task, units)
    return { ...task, progress, ...statusOf(task, progress, cutoffOn) }
  })
}

/** Units to which a criterion of the task applies: those that pass all that apply, and those not known. */
function progressOf({ measuredBy }: PlanTask, units: UnitReport[]): TaskReport['progress'] {
  if (measuredBy === null) return null
  const verdicts = units
    .filter(({ kind }) => measuredBy.kinds.includes(kind))
    .map((unit) =>
      unit.verdicts.filter(({ id }) => measuredBy.criteria.includes(id)).map(({ verdict }) => verdict),
    )
    .map((all) => all.filter((verdict) => verdict !== 'na'))
    .filter((all) => all.length > 0)
  return {
    passed: verdicts.filter((all) => all.every((verdict) => verdict === 'pass')).length,
    unknown: verdicts.filter((all) => all.includes('unknown')).length,
    total: verdicts.length,
  }
}

function statusOf(
  { dueOn, doneOn }: PlanTask,
  progress: TaskReport['progress'],
  cutoffOn: Day,
): Pick<TaskReport, 'status' | 'daysLate'> {
  const recorded = doneOn !== null && doneOn <= cutoffOn
  if (recorded && dueOn !== null && doneOn > dueOn)
    return { status: 'done_late', daysLate: daysBetween(dueOn, doneOn) }
  const measured = progress !== null && progress.total > 0 && progress.passed === progress.total
  if (recorded || measured) return { status: 'done', daysLate: null }
  if (dueOn === null) return { status: 'undated', daysLate: null }
  if (cutoffOn <= dueOn) return { status: 'not_due', daysLate: null }
  return { status: 'late', daysLate: daysBetween(dueOn, cutoffOn) }
}

function daysBetween(from: Day, to: Day): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
