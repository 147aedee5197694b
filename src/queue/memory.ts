import type { Job } from '../model.ts'
import type { Queue } from './queue.ts'

/** The queue of a single process: jobs live in memory and are lost with it, which costs one turn of each check. */
export function memoryQueue({
  concurrency,
  onError,
}: {
  concurrency: number
  onError(error: unknown, job: Job): void
}): Queue {
  const waiting: Job[] = []
  const running = new Set<Promise<void>>()
  let handle: ((job: Job) => Promise<void>) | undefined

  function fill() {
    while (handle && running.size < concurrency) {
      const job = waiting.shift()
      if (job === undefined) return
      const run = handle(job)
        .catch((error) => onError(error, job))
        .finally(() => {
          running.delete(run)
          fill()
        })
      running.add(run)
    }
  }

  return {
    async send(jobs) {
      waiting.push(...jobs)
      fill()
    },
    async work(handler) {
      handle = handler
      fill()
    },
    depth: async () => waiting.length,
    async stop() {
      waiting.length = 0
      await Promise.all(running)
    },
  }
}
