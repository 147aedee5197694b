import type { CheckState, Clock } from '../model.ts'
import type { Database } from '../store/database.ts'
import { listHeartbeats } from '../store/heartbeats.ts'
import { loadProberStates } from '../store/observations.ts'
import { schedulerLagMs } from '../store/turns.ts'
import type { Health } from '../web/web.ts'

/** The scheduler ticks every second; silence longer than this means that nobody schedules. */
const silentMs = 30_000

/** Checks wait at most this long, at pace 1, before looking counts as lagging behind. */
const lagMs = 300_000

/** What /readyz tells: whether the database answers, the schedule keeps up, and the prober has each family. */
export function createHealth({
  db,
  now,
  pace,
}: {
  db: Database
  now: Clock
  pace: number
}): () => Promise<Health> {
  return async () => {
    try {
      const { scheduler } = await listHeartbeats(db)
      const silent = scheduler === undefined || Date.parse(now()) - Date.parse(scheduler) > silentMs
      const late = await schedulerLagMs(db, now)
      const ok = !silent && late <= Math.max(lagMs / pace, silentMs)
      return {
        ok,
        database: true,
        scheduler: { ok, lagMs: late },
        families: familiesOf(await loadProberStates(db, now())),
      }
    } catch {
      return { ok: false, database: false, scheduler: null, families: { ipv4: null, ipv6: null } }
    }
  }
}

/** A family works when it does from every vantage that has tested itself; null before the first test. */
function familiesOf(tests: CheckState[]): Health['families'] {
  const seen = tests.flatMap(({ observations: [newest] }) =>
    newest?.result.ok ? [newest.result.facts as { ipv4: Works; ipv6: Works }] : [],
  )
  const all = (family: 'ipv4' | 'ipv6') =>
    seen.length === 0 ? null : seen.every((facts) => facts[family].working)
  return { ipv4: all('ipv4'), ipv6: all('ipv6') }
}

type Works = { working: boolean }
