import type { Instant } from '../model.ts'
import type { Database } from './database.ts'

/** A thing that the scheduler does by itself. */
export type TaskRun = {
  name: string
  everySeconds: number
  /** Since when the scheduler knows it. */
  since: Instant
  okAt: Instant | null
  failedAt: Instant | null
  /** What the last failure said; null once it has succeeded again. */
  error: string | null
}

/** Makes the tasks known, and forgets those that there are no longer. */
export async function announceTasks(
  db: Database,
  tasks: Pick<TaskRun, 'name' | 'everySeconds'>[],
  at: Instant,
): Promise<void> {
  const names = tasks.map(({ name }) => name)
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('task_run').where('name', 'not in', names).execute()
    for (const { name, everySeconds } of tasks)
      await trx
        .insertInto('task_run')
        .values({ name, every_seconds: everySeconds, since: at })
        .onConflict((conflict) => conflict.column('name').doUpdateSet({ every_seconds: everySeconds }))
        .execute()
  })
}

/** Notes how a task ended: `error` is null when it succeeded. */
export async function noteRun(db: Database, name: string, at: Instant, error: string | null): Promise<void> {
  await db
    .updateTable('task_run')
    .set(error === null ? { ok_at: at, error } : { failed_at: at, error })
    .where('name', '=', name)
    .execute()
}

export async function listTaskRuns(db: Database): Promise<TaskRun[]> {
  const rows = await db.selectFrom('task_run').selectAll().orderBy('name').execute()
  return rows.map(({ name, every_seconds, since, ok_at, failed_at, error }) => ({
    name,
    everySeconds: every_seconds,
    since,
    okAt: ok_at,
    failedAt: failed_at,
    error,
  }))
}
