import { describeError, type Log } from '../log.ts'
import type { Job } from '../model.ts'
import { memoryQueue } from '../queue/memory.ts'
import { pgBossQueue } from '../queue/pgboss.ts'
import type { Queue } from '../queue/queue.ts'
import { isDatabaseAway, type PostgresLink } from '../store/postgres-link.ts'

/** The queue that goes with the database: in memory beside SQLite, pg-boss on PostgreSQL, which `link` leads to. */
export async function openQueue(
  link: PostgresLink | undefined,
  { vantages, concurrency, log }: { vantages: string[]; concurrency: number; log: Log },
): Promise<Queue> {
  /** That the database is away is said once, by whoever watches it. */
  const say = (message: string, error: unknown, fields: Record<string, unknown> = {}) =>
    log(isDatabaseAway(error) ? 'debug' : 'error', message, { ...fields, error: describeError(error) })
  const onError = (error: unknown, { host }: Job) => say('a job failed', error, { host })
  if (link === undefined) return memoryQueue({ concurrency, onError })
  const { default: PgBoss } = await import('pg-boss')
  const pool = link.openPool()
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schedule: false,
  })
  const onFault = (error: unknown) => say('the queue has a fault', error)
  boss.on('error', onFault)
  return pgBossQueue(boss, { vantages, concurrency, onError, onFault })
}
