import type { Clock } from '../model.ts'
import type { Queue } from '../queue/queue.ts'
import type { Database } from '../store/database.ts'
import { bringForwardChecks } from '../store/turns.ts'

/** The queue as pages use it: while another process does the looking, what is asked for comes due there. */
export function beside(
  queue: Queue,
  { db, now, isStandby }: { db: Database; now: Clock; isStandby(): boolean },
): Queue {
  return {
    ...queue,
    async send(jobs) {
      if (!isStandby()) return await queue.send(jobs)
      const ids = jobs.flatMap(({ turns }) => turns.map(({ checkId }) => checkId))
      await bringForwardChecks(db, ids, now())
    },
  }
}
