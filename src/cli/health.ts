import type { Prober } from '../jobs/prober.ts'
import { describeError } from '../log.ts'
import type { Clock } from '../model.ts'
import type { Database } from '../store/database.ts'
import { listHeartbeats } from '../store/heartbeats.ts'
import { schedulerLagMs } from '../store/turns.ts'

/** The scheduler ticks every second; silence longer than this means that nobody schedules. */
const silentMs = 30_000

/** Checks wait at most this long at pace 1 before the page says that looking lags behind. */
const lagMs = 300_000

export type Health = {
  ok: boolean
  database: 'ok' | string
  schedulerLagMs: number | null
  schedulerSilent: boolean
  proberIpv6: boolean
}

/** What /readyz tells: whether the database answers, the schedule keeps up, and we ourselves have IPv6. */
export function createHealth({
  db,
  now,
  pace,
  prober,
}: {
  db: Database
  now: Clock
  pace: number
  prober: Prober
}): () => Promise<Health> {
  return async () => {
    const proberIpv6 = await prober.hasIpv6()
    try {
      const { scheduler } = await listHeartbeats(db)
      const schedulerSilent = scheduler === undefined || Date.parse(now()) - Date.parse(scheduler) > silentMs
      const late = await schedulerLagMs(db, now)
      return {
        ok: !schedulerSilent && late <= Math.max(lagMs / pace, silentMs),
        database: 'ok',
        schedulerLagMs: late,
        schedulerSilent,
        proberIpv6,
      }
    } catch (error) {
      return {
        ok: false,
        database: describeError(error).split('\n')[0] ?? '',
        schedulerLagMs: null,
        schedulerSilent: true,
        proberIpv6,
      }
    }
  }
}
