import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../model.ts'
import { type Database, openDatabase, UnusableDatabase } from '../store/database.ts'
import type { PostgresLink } from '../store/postgres-link.ts'
import type { Trouble } from '../store/trouble.ts'
import { createClosedApp } from '../web/closed.tsx'
import { type Listening, servePages } from './serve-pages.ts'

/** Between two tries to open it, in milliseconds. */
const restMs = 5_000

/**
 * Opens the database. Where its disk is full or read-only, or the file is damaged, pages say so until it can be opened; what no
 * waiting mends is thrown. Returns undefined when it is stopped before.
 */
export async function openOrExplain(
  config: Config,
  link: PostgresLink | undefined,
  { now, log, stopping }: { now: Clock; log: Log; stopping: AbortSignal },
): Promise<Database | undefined> {
  let shown: Trouble | undefined
  let pages: Listening | undefined
  try {
    while (!stopping.aborted) {
      try {
        return await openDatabase(config.V6GOV_DATABASE_URL, link)
      } catch (error) {
        const trouble = error instanceof UnusableDatabase ? error.trouble : undefined
        if (trouble === undefined || !config.V6GOV_ROLES.includes('web')) throw error
        if (trouble !== shown) {
          log('error', 'the product waits, and its pages say why', {
            error: (error as Error).message,
            trouble,
          })
          pages?.close()
          pages = await servePages(createClosedApp({ trouble, now }).fetch, config, log)
          shown = trouble
        }
      }
      await sleep(restMs, undefined, { signal: stopping }).catch(() => {})
    }
    return undefined
  } finally {
    pages?.close()
  }
}
