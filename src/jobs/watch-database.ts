import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError, type Log } from '../log.ts'
import type { Clock } from '../model.ts'
import type { PostgresLink } from '../store/postgres-link.ts'

/** Between two pings, in milliseconds. */
const everyMs = 2_000

export type DatabaseWatch = {
  /** How far the server's clock is ahead of ours, in milliseconds; undefined while it cannot be asked. */
  clockOffsetMs(): number | undefined
  stop(): Promise<void>
}

/**
 * Keeps asking whether the database is there. Says in the log, once each, when it cannot be reached and when it can
 * again; meanwhile connections that hang are ended, so that what waits on them is tried anew.
 */
export function watchDatabase({
  link,
  now,
  log,
}: {
  link: Pick<PostgresLink, 'ping' | 'drop'>
  now: Clock
  log: Log
}): DatabaseWatch {
  const stopped = new AbortController()
  let offsetMs: number | undefined
  let awaySince: number | undefined

  async function ask(): Promise<void> {
    try {
      offsetMs = await link.ping(now)
      if (awaySince !== undefined) {
        const awaySeconds = Math.round((performance.now() - awaySince) / 1000)
        log('info', 'the database is reached again', { awaySeconds })
      }
      awaySince = undefined
    } catch (error) {
      offsetMs = undefined
      if (awaySince === undefined) {
        awaySince = performance.now()
        const what = 'the database cannot be reached; what was seen is kept and written when it is back'
        log('error', what, { error: describeError(error) })
      }
      link.drop()
    }
  }

  async function watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await ask()
      await sleep(everyMs, undefined, { signal }).catch(() => {})
    }
  }

  const watching = watch(stopped.signal)
  return {
    clockOffsetMs: () => offsetMs,
    async stop() {
      stopped.abort()
      await watching
    },
  }
}
