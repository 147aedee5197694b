import type PgBoss from 'pg-boss'
import type { Job } from '../model.ts'
import type { Queue } from './queue.ts'

/** How long a process with nothing to do waits before it looks for jobs again, in milliseconds. */
const restMs = 500

/** The queue of several processes on PostgreSQL: one queue for each vantage, and a process takes only its own. */
export async function pgBossQueue(
  boss: PgBoss,
  {
    vantages,
    concurrency,
    onError,
    onFault,
  }: {
    vantages: string[]
    concurrency: number
    onError(error: unknown, job: Job): void
    /** The queue itself cannot be reached; it is tried again. */
    onFault(error: unknown): void
  },
): Promise<Queue> {
  await boss.start()
  const made = new Set<string>()
  const loops: Promise<void>[] = []
  const running = new Set<Promise<void>>()
  /** Places that a fetch under way may fill. */
  let reserved = 0
  let stopping = false
  async function queueOf(vantage: string): Promise<string> {
    const name = `probe-${vantage}`
    if (!made.has(name)) {
      await boss.createQueue(name)
      made.add(name)
    }
    return name
  }

  /** Fills free places as they come free, so that a slow host delays nobody else. */
  async function takeJobs(name: string, handle: (job: Job) => Promise<void>): Promise<void> {
    while (!stopping) {
      const free = concurrency - running.size - reserved
      reserved += Math.max(0, free)
      const jobs = free > 0 ? await fetchJobs(name, free) : []
      reserved -= Math.max(0, free)
      for (const { id, data } of jobs) {
        const run = handle(data)
          .catch((error: unknown) => onError(error, data))
          .then(() => boss.complete(name, id))
          .catch((error: unknown) => onError(error, data))
          .finally(() => running.delete(run))
        running.add(run)
      }
      if (jobs.length < free || free <= 0) await Promise.race([rest(), ...(free <= 0 ? running : [])])
    }
  }

  /** A database that is away for a while must not end the process. */
  async function fetchJobs(name: string, batchSize: number): Promise<{ id: string; data: Job }[]> {
    try {
      return (await boss.fetch<Job>(name, { batchSize })) ?? []
    } catch (error) {
      if (!stopping) onFault(error)
      return []
    }
  }

  return {
    async send(jobs) {
      const rows = []
      // never tried again: a lost turn is a gap, and the check comes due by itself
      for (const data of jobs)
        rows.push({ name: await queueOf(data.vantage), data, expireInSeconds: 600, retryLimit: 0 })
      if (rows.length > 0) await boss.insert(rows)
    },
    async work(handle) {
      for (const vantage of vantages) loops.push(takeJobs(await queueOf(vantage), handle))
    },
    async depth() {
      const sizes = vantages.map(async (vantage) => boss.getQueueSize(await queueOf(vantage)))
      return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
    },
    async stop() {
      stopping = true
      await Promise.all(loops)
      await Promise.all(running)
      await boss.stop({ graceful: true, timeout: 30_000, wait: true })
    },
  }
}

function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, restMs))
}
