import type { Clock } from '../model.ts'
import { isOverdue } from '../operations/task-overdue.ts'
import type { Database } from '../store/database.ts'
import { announceTasks, listTaskRuns, noteRun } from '../store/task-runs.ts'
import { cronPeriod } from './cron-period.ts'
import type { Task } from './schedule.ts'

/** Between two notes that a task goes on as before, in milliseconds. */
const noteEveryMs = 60_000

/**
 * Keeps when each task last succeeded, for whoever watches over them. Returns the tasks, of which those that were missed while
 * nobody ran are run at once, and what to call after each run.
 */
export async function keepTaskRuns(
  { db, now }: { db: Database; now: Clock },
  tasks: Task[],
): Promise<{ tasks: Task[]; onDone(task: Task, error: unknown): Promise<void> }> {
  await announceTasks(
    db,
    tasks.map(({ name, when }) => ({ name, everySeconds: cronPeriod(when) })),
    now(),
  )
  const at = now()
  const missed = new Set((await listTaskRuns(db)).filter((run) => isOverdue(run, at)).map(({ name }) => name))
  const noted = new Map<string, { at: number; error: string | null }>()
  return {
    tasks: tasks.map((task) => (missed.has(task.name) ? { ...task, atStart: true } : task)),
    async onDone({ name }, failure) {
      const moment = now()
      const error = failure === null ? null : failure instanceof Error ? failure.message : String(failure)
      const before = noted.get(name)
      const since = before === undefined ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(moment) - before.at)
      if (before?.error === error && since < noteEveryMs) return
      await noteRun(db, name, moment, error)
      noted.set(name, { at: Date.parse(moment), error })
    },
  }
}
