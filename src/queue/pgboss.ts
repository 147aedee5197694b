import type PgBoss from 'pg-boss'
import type { Job } from '../model.ts'
import type { Queue } from './queue.ts'

/** Jobs that one poller of a process takes at a time; a slow host delays only those it came with. */
const batchSize = 4

/** The queue of several processes on PostgreSQL: one queue for each vantage, and a process takes only its own. */
export async function pgBossQueue(
  boss: PgBoss,
  {
    vantages,
    concurrency,
    onError,
  }: { vantages: string[]; concurrency: number; onError(error: unknown, job: Job): void },
): Promise<Queue> {
  await boss.start()
  const made = new Set<string>()
  async function queueOf(vantage: string): Promise<string> {
    const name = `probe-${vantage}`
    if (!made.has(name)) {
      await boss.createQueue(name)
      made.add(name)
    }
    return name
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
      for (const vantage of vantages) {
        const name = await queueOf(vantage)
        for (let poller = 0; poller < Math.max(1, concurrency / batchSize); poller++)
          await boss.work<Job>(name, { batchSize, pollingIntervalSeconds: 0.5 }, async (jobs) => {
            await Promise.all(
              jobs.map(({ data }) => handle(data).catch((error: unknown) => onError(error, data))),
            )
          })
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 30_000, wait: true })
    },
  }
}
