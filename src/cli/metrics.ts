import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ProbeName } from '../../probes/index.ts'
import type { Check, Clock, Instant, Look } from '../model.ts'
import { type Metric, metricsText } from '../operations/metrics-text.ts'
import type { Works } from '../operations/vantage-state.ts'
import type { Queue } from '../queue/queue.ts'
import type { Database } from '../store/database.ts'
import { loadProberStates } from '../store/observations.ts'
import { findNewestReport } from '../store/reports.ts'
import { listTaskRuns } from '../store/task-runs.ts'
import type { Health, StoreState, WebDeps } from '../web/web.ts'

type Count = { probe: ProbeName; outcome: string; looks: number; seconds: number }

/** Counts the looks of this process by probe and by how they ended. */
export function createLookCounts() {
  const counts = new Map<string, Count>()
  return {
    count({ probe }: Check, { result, durationMs }: Look): void {
      const outcome = result.ok ? 'looked' : result.error
      const key = `${probe} ${outcome}`
      const one = counts.get(key) ?? { probe, outcome, looks: 0, seconds: 0 }
      counts.set(key, { ...one, looks: one.looks + 1, seconds: one.seconds + durationMs / 1000 })
    },
    list: () => [...counts.values()],
  }
}

/** What this process measures of itself, for Prometheus; counters begin at its start, and the delay is of the time since the last reading. */
export function createMetrics({
  db,
  now,
  queue,
  health,
  counts,
  store,
  backups,
}: {
  db: Database
  now: Clock
  queue: Queue
  health(): Promise<Health>
  counts: ReturnType<typeof createLookCounts>
  store(): StoreState
  backups: WebDeps['backups']
}): () => Promise<string> {
  const delay = monitorEventLoopDelay({ resolution: 20 })
  delay.enable()
  return async () => {
    const { ok, standby, scheduler, database, overdue } = await health()
    const loop = { median: delay.percentile(50), p99: delay.percentile(99), max: delay.max }
    delay.reset()
    const { disk, trouble, logHeld } = store()
    const looks = counts.list()
    const metrics: Metric[] = [
      gauge('v6gov_ready', 'Whether /readyz answers 200.', Number(ok)),
      gauge('v6gov_standby', 'Whether another process schedules and probes.', Number(standby)),
      gauge('v6gov_database_up', 'Whether the database answers.', Number(database)),
      gauge(
        'v6gov_database_trouble',
        'Whether the disk is full or read-only, or the database damaged.',
        Number(trouble !== null),
      ),
      gauge('v6gov_database_log_bytes', 'Length of the write-ahead log (SQLite).', disk?.log ?? null),
      gauge(
        'v6gov_database_log_held',
        'Whether another program keeps the log from being emptied.',
        Number(logHeld),
      ),
      gauge('v6gov_disk_free_bytes', 'Room on the disk of the database (SQLite).', disk?.free ?? null),
      {
        name: 'v6gov_looks_total',
        help: 'Looks of this process that are on disk, by probe and outcome.',
        type: 'counter',
        values: looks.map(({ probe, outcome, looks: value }) => ({ labels: { probe, outcome }, value })),
      },
      {
        name: 'v6gov_look_seconds_total',
        help: 'Time that these looks took.',
        type: 'counter',
        values: looks.map(({ probe, outcome, seconds }) => ({ labels: { probe, outcome }, value: seconds })),
      },
      gauge('v6gov_queue_jobs', 'Hosts that wait to be looked at.', await depthOf(queue)),
      gauge(
        'v6gov_schedule_late_seconds',
        'How long the check that waits longest has been due.',
        scheduler && scheduler.lagMs / 1000,
      ),
      {
        name: 'v6gov_event_loop_delay_seconds',
        help: 'Delay of the event loop since the last reading.',
        type: 'gauge',
        values: Object.entries(loop).map(([quantile, ns]) => ({ labels: { quantile }, value: ns / 1e9 })),
      },
      gauge(
        'v6gov_tasks_overdue',
        'Things that happen by themselves and have not succeeded in their time.',
        overdue.length,
      ),
      ...(database ? await stored(db, now()) : []),
      gauge(
        'v6gov_backup_timestamp_seconds',
        'When the newest good backup was made.',
        seconds(backups()[0]?.manifest.madeAt),
      ),
    ]
    return metricsText(metrics)
  }
}

/** What is read from the database. */
async function stored(db: Database, now: Instant): Promise<Metric[]> {
  const tests = (await loadProberStates(db, now)).flatMap(({ check, observations: [newest] }) => {
    const facts = newest?.result.ok ? (newest.result.facts as { ipv4: Works; ipv6: Works }) : null
    return (['ipv4', 'ipv6'] as const).map((family) => ({
      labels: { vantage: check.vantage, family },
      value: facts && Number(facts[family].working),
    }))
  })
  const runs = await listTaskRuns(db)
  const report = await findNewestReport(db)
  return [
    {
      name: 'v6gov_vantage_up',
      help: 'Whether the newest self-test of a vantage had the family.',
      type: 'gauge',
      values: tests,
    },
    {
      name: 'v6gov_task_success_timestamp_seconds',
      help: 'When what the scheduler does by itself last succeeded.',
      type: 'gauge',
      values: runs.map(({ name, okAt }) => ({ labels: { task: name }, value: seconds(okAt) })),
    },
    {
      name: 'v6gov_report_frozen_timestamp_seconds',
      help: 'When the newest report was frozen.',
      type: 'gauge',
      values: report ? [{ labels: { period: report.period }, value: seconds(report.frozenAt) }] : [],
    },
  ]
}

function gauge(name: string, help: string, value: number | null): Metric {
  return { name, help, type: 'gauge', values: [{ value }] }
}

function seconds(at: Instant | null | undefined): number | null {
  return at == null ? null : Date.parse(at) / 1000
}

async function depthOf(queue: Queue): Promise<number | null> {
  try {
    return await queue.depth()
  } catch {
    return null // the database of the queue is away
  }
}
