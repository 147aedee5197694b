import type { IncidentSymptom } from '../model/incidents.ts'
import type { LookRun, Outage } from './outages.ts'

export type SeenOutage = Omit<Outage, 'symptom'> & { symptom: IncidentSymptom }

/** What was seen of one thing; times in milliseconds, null for never. */
export type Seen = {
  /** Oldest first. */
  outages: SeenOutage[]
  /** The newest look that says anything of it, and the newest that found it well. */
  newestMs: number | null
  goodMs: number | null
  /** The newest look at the other end of a line; null where nobody may look there. */
  edgeMs: number | null
  /** Looked at over IPv6 alone: then whoever loses IPv6 loses all of it. */
  onlyIpv6: boolean
}

export function newestOf(runs: LookRun[]): Pick<Seen, 'newestMs' | 'goodMs'> {
  const last = (states: LookRun['state'][]) =>
    runs.findLast(({ state }) => states.includes(state))?.lastMs ?? null
  return { newestMs: last(['up', 'down', 'ipv6_lost']), goodMs: last(['up', 'ipv6_lost']) }
}

/**
 * The outages of a device that is pinged and whose agent is asked: it is down when both are silent. Whose agent answers is
 * there, whatever becomes of pings.
 */
export function deviceOutages(
  ping: { outages: Outage[]; newestMs: number | null },
  agent: { outages: Outage[]; goodMs: number | null },
): SeenOutage[] {
  const joined = new Set<Outage>()
  const outages = agent.outages.map((silent): SeenOutage => {
    const fell = ping.outages.find((one) => one.symptom !== 'ipv6_lost' && overlap(one, silent))
    if (fell === undefined) {
      // which of the two it is, a ping tells
      const told = ping.newestMs === null || ping.newestMs >= (silent.confirmedMs ?? 0)
      const symptom = silent.symptom === 'unstable' ? 'unstable' : 'agent_silent'
      return { ...silent, symptom, confirmedMs: told ? silent.confirmedMs : null }
    }
    joined.add(fell)
    const first = fell.sinceMs < silent.sinceMs ? fell : silent
    const isBack = fell.restoredMs !== null && silent.restoredMs !== null
    return {
      ...first,
      confirmedMs: least(fell.confirmedMs, silent.confirmedMs),
      symptom: fell.symptom,
      falls: fell.falls.length > silent.falls.length ? fell.falls : silent.falls,
      restoredMs: isBack ? Math.max(fell.restoredMs ?? 0, silent.restoredMs ?? 0) : null,
      watchedUntilMs: isBack ? Math.max(fell.watchedUntilMs ?? 0, silent.watchedUntilMs ?? 0) : null,
      over: fell.over && silent.over,
      falling: fell.falling || silent.falling,
      again: laterOf(fell.again, silent.again),
    }
  })
  const alone = ping.outages.filter(
    (one) =>
      !joined.has(one) &&
      (one.symptom === 'ipv6_lost' || agent.goodMs === null || agent.goodMs < one.sinceMs),
  )
  return [...outages, ...alone].sort((one, other) => one.sinceMs - other.sinceMs)
}

/** Both fell again; it is gone since the first, and sure by then. */
function laterOf(one: Outage['again'], other: Outage['again']): Outage['again'] {
  if (one === null || other === null) return null
  const [first, second] = one.sinceMs < other.sinceMs ? [one, other] : [other, one]
  return { ...first, confirmedMs: Math.min(first.confirmedMs, second.confirmedMs) }
}

function overlap(one: Outage, other: Outage): boolean {
  const end = ({ restoredMs }: Outage) => restoredMs ?? Number.POSITIVE_INFINITY
  return one.goodMs < end(other) && other.goodMs < end(one)
}

function least(one: number | null, other: number | null): number | null {
  return one === null ? other : other === null ? one : Math.min(one, other)
}
