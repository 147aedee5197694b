import { setTimeout as sleep } from 'node:timers/promises'
import { newToken } from '../auth/token.ts'
import type { Clock } from '../model.ts'
import type { Database } from '../store/database.ts'
import { hearOf, type Process, takeLeave } from '../store/processes.ts'

/** Between two signs of life, in milliseconds. */
const everyMs = 5_000

/**
 * Makes this process known, and keeps it so. Returns how to take its leave. A sign of life that cannot be given is left
 * out: that nobody hears of us is what then shows.
 */
export async function announce(
  { db, now }: { db: Database; now: Clock },
  about: Pick<Process, 'machine' | 'roles' | 'vantages'>,
): Promise<() => Promise<void>> {
  const stopped = new AbortController()
  const id = newToken()
  const startedAt = now()
  const beat = () => hearOf(db, { ...about, id, startedAt, heardAt: now() })

  async function keepOn(): Promise<void> {
    while (!stopped.signal.aborted) {
      await sleep(everyMs, undefined, { signal: stopped.signal }).catch(() => {})
      if (!stopped.signal.aborted) await beat().catch(() => {})
    }
  }

  await beat()
  const keeping = keepOn()
  return async () => {
    stopped.abort()
    await keeping
    // the first may meet a connection that broke while nobody used it
    await takeLeave(db, id).catch(() => takeLeave(db, id).catch(() => {}))
  }
}
