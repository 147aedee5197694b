import { isUnitVantage } from '../inventory/unit-checks.ts'
import type { CheckState, Clock } from '../model.ts'
import { isOverdue } from '../operations/task-overdue.ts'
import { isHeard, type Works } from '../operations/vantage-state.ts'
import type { Database } from '../store/database.ts'
import { listHeartbeats } from '../store/heartbeats.ts'
import { loadProberStates } from '../store/observations.ts'
import { listProcesses } from '../store/processes.ts'
import { listTaskRuns } from '../store/task-runs.ts'
import { schedulerLagMs } from '../store/turns.ts'
import type { Health, StoreState } from '../web/web.ts'

/** The scheduler ticks every second; silence longer than this means that nobody schedules. */
export const schedulerSilentMs = 30_000

/** Checks wait at most this long, at pace 1, before looking counts as lagging behind. */
const lagMs = 300_000

/** Each vantage tests itself every minute at pace 1; after so many silent periods nobody looks from there. */
const silentPeriods = 5

/**
 * What /readyz tells: whether the database answers, the schedule keeps up, somebody looks from every vantage, and the
 * prober has each family.
 */
export function createHealth({
  db,
  now,
  pace,
  store,
  isStandby,
}: {
  db: Database
  now: Clock
  pace: number
  store(): StoreState
  isStandby(): boolean
}): () => Promise<Health> {
  return async () => {
    const own = { standby: isStandby(), store: { ...store() } }
    try {
      const { scheduler } = await listHeartbeats(db)
      const silent = scheduler === undefined || Date.parse(now()) - Date.parse(scheduler) > schedulerSilentMs
      const heard = (await listProcesses(db)).filter((one) => isHeard(one, now()))
      const attended = new Set(heard.flatMap(({ vantages }) => vantages))
      const late = await schedulerLagMs(db, now, [...attended])
      const tests = await loadProberStates(db, now())
      const vantagesDown = tests.map(({ check }) => check.vantage).filter((name) => !attended.has(name))
      // where nobody looks from a vantage, that is what is wrong, and not the schedule
      const onTime =
        !silent &&
        late <= Math.max(lagMs / pace, schedulerSilentMs) &&
        !tests.some((test) => attended.has(test.check.vantage) && isOld(test, now(), pace))
      const overdue = (await listTaskRuns(db)).filter((run) => isOverdue(run, now())).map(({ name }) => name)
      const { trouble, diskLow, logHeld } = own.store
      const isSound = trouble === null && !diskLow && !logHeld && overdue.length === 0
      return {
        ...own,
        ok: onTime && vantagesDown.length === 0 && isSound,
        database: true,
        scheduler: { ok: onTime, lagMs: late },
        families: familiesOf(tests),
        vantagesDown,
        overdue,
      }
    } catch {
      const families = { ipv4: null, ipv6: null }
      return {
        ...own,
        ok: false,
        database: false,
        scheduler: null,
        families,
        vantagesDown: [],
        overdue: [],
      }
    }
  }
}

/** Looks wait in vain where the vantage's self-test is old; one that was never made is just not due yet. */
function isOld({ check, observations: [newest] }: CheckState, now: string, pace: number): boolean {
  if (newest === undefined) return false
  const allowedMs = Math.max((silentPeriods * check.everySeconds * 1000) / pace, schedulerSilentMs)
  return Date.parse(now) - Date.parse(newest.lastSeenAt) > allowedMs
}

/**
 * A family works when it does from every vantage that looks at others and has tested itself; null before the first test.
 * What a unit's own vantage lacks is that unit's matter.
 */
function familiesOf(tests: CheckState[]): Health['families'] {
  const seen = tests.flatMap(({ check, observations: [newest] }) =>
    !isUnitVantage(check.vantage) && newest?.result.ok
      ? [newest.result.facts as { ipv4: Works; ipv6: Works }]
      : [],
  )
  const all = (family: 'ipv4' | 'ipv6') =>
    seen.length === 0 ? null : seen.every((facts) => facts[family].working)
  return { ipv4: all('ipv4'), ipv6: all('ipv6') }
}
