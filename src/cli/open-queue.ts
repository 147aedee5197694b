import { describeError, type Log } from '../log.ts'
import type { Job } from '../model.ts'
import { memoryQueue } from '../queue/memory.ts'
import { pgBossQueue } from '../queue/pgboss.ts'
import type { Queue } from '../queue/queue.ts'
import { isPostgres } from '../store/database.ts'

/** The queue that goes with the database: in memory beside SQLite, pg-boss on PostgreSQL. */
export async function openQueue(
  databaseUrl: string,
  { vantages, concurrency, log }: { vantages: string[]; concurrency: number; log: Log },
): Promise<Queue> {
  const onError = (error: unknown, { host }: Job) =>
    log('error', 'a job failed', { host, error: describeError(error) })
  if (!isPostgres(databaseUrl)) return memoryQueue({ concurrency, onError })
  const { default: PgBoss } = await import('pg-boss')
  const boss = new PgBoss({ connectionString: databaseUrl, schedule: false, max: 10 })
  const onFault = (error: unknown) => log('error', 'the queue has a fault', { error: describeError(error) })
  boss.on('error', onFault)
  return pgBossQueue(boss, { vantages, concurrency, onError, onFault })
}
