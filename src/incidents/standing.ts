import type { SeenOutage } from './seen.ts'
import type { TreeNode } from './tree.ts'
import { explains, type Turn } from './turn.ts'

/** `up`: whatever ailed it was not this. `down`: this explains it. `wait`: a look is needed first. */
type Standing = 'up' | 'down' | 'wait' | 'unmeasured'

/** How it stood with something when another thing behind it fell. */
export function standing(turn: Turn, key: string, outage: SeenOutage, onlyIpv6: boolean): Standing {
  const { seen, nowMs } = turn
  const parent = seen.get(key)
  if (parent === undefined || parent.newestMs === null) return 'unmeasured'
  const endMs = outage.restoredMs ?? Number.POSITIVE_INFINITY
  for (const fell of parent.outages) {
    const overlaps =
      fell.goodMs <= outage.sinceMs + turn.togetherMs &&
      fell.sinceMs <= endMs &&
      (fell.restoredMs ?? Number.POSITIVE_INFINITY) > outage.sinceMs
    const isBack = fell.over || (fell.restoredMs !== null && nowMs > fell.restoredMs + turn.joinMs)
    if (!overlaps || (isBack && outage.restoredMs === null)) continue // it stayed away for a reason of its own
    if (fell.confirmedMs === null) {
      turn.asks.add(key)
      return nowMs > (outage.confirmedMs ?? 0) + turn.patienceMs ? 'up' : 'wait'
    }
    if (explains(fell.symptom, outage.symptom, onlyIpv6)) return 'down'
  }
  if ((parent.goodMs ?? 0) >= (outage.confirmedMs ?? 0)) return 'up'
  turn.asks.add(key)
  return nowMs > (outage.confirmedMs ?? 0) + turn.patienceMs ? 'unmeasured' : 'wait'
}

/** We ourselves saw well after the look that made it sure. */
export function isTrusted(turn: Turn, vantage: string, outage: SeenOutage): boolean {
  const own = turn.seen.get(`prober~${vantage}`)
  if (own === undefined || own.newestMs === null || own.newestMs >= (outage.confirmedMs ?? 0)) return true
  turn.asks.add(`prober~${vantage}`)
  return turn.nowMs > (outage.confirmedMs ?? 0) + turn.patienceMs
}

export function vantageOf({ checks }: TreeNode): string {
  return (checks.reach ?? checks.agent)?.vantage ?? ''
}
