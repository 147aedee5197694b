import type { Instant, Job } from '../model.ts'
import type { Database } from '../store/database.ts'
import { claimDue, nextDueAt } from '../store/turns.ts'

/**
 * The clock jumps at least this far, so that hosts wait side by side for those that do not answer: the looking itself
 * takes real time. Three days: what is due every day leaves no gap that would end an observation (three periods).
 */
const leastJumpMs = 3 * 86_400_000

/**
 * Runs the schedule from `from` to `to` with a clock of its own: whenever a check is due the clock is set to that
 * moment, and it stands still until everybody due has been looked at.
 */
export async function runSimulated({
  db,
  run,
  setClock,
  from,
  to,
  pace,
  concurrency,
  onDay,
  stopping,
}: {
  db: Database
  run(job: Job): Promise<void>
  setClock(at: Instant): Promise<void>
  from: Instant
  to: Instant
  pace: number
  concurrency: number
  /** Called with each new day (UTC) that the clock reaches. */
  onDay(day: string): Promise<void>
  stopping: AbortSignal
}): Promise<void> {
  let at = from
  let day = ''
  while (at < to && !stopping.aborted) {
    await setClock(at)
    if (at.slice(0, 10) !== day) {
      day = at.slice(0, 10)
      await onDay(day)
    }
    const waiting = await claimDue(db, at, { pace, hosts: 100_000, leaseMs: 60_000 })
    await Promise.all(
      Array.from({ length: concurrency }, async () => {
        for (let job = waiting.shift(); job; job = waiting.shift()) await run(job)
      }),
    )
    const next = (await nextDueAt(db)) ?? to
    at = new Date(Math.max(Date.parse(next), Date.parse(at) + leastJumpMs)).toISOString()
  }
}
