import type { FactsOf } from '../../probes/probe.ts'
import type { reachPing } from '../../probes/reach-ping.ts'
import type { Instant, Observation } from '../model.ts'
import type { LineState } from './line-figures.ts'

/** An answer that is older than so many periods says nothing of now. */
const freshPeriods = 3

/** What a line is, by the newest look at its end; an outage that is not confirmed yet is one already. */
export function lineStateNow(
  newest: Observation | null,
  { now, periodMs }: { now: Instant; periodMs: number },
): LineState {
  if (newest === null || Date.parse(now) - Date.parse(newest.lastSeenAt) > freshPeriods * periodMs)
    return 'unmeasured'
  if (!newest.result.ok) return 'void'
  const { ipv4, ipv6 } = newest.result.facts as FactsOf<typeof reachPing>
  if (!ipv4?.answered && !ipv6?.answered) return 'down'
  return ipv6?.answered === false ? 'degraded_v6' : 'up'
}
