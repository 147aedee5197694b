import { milestone } from './milestones.ts'
import type { Place, ZoneOddity } from './places.ts'

type DemoNameServer = {
  name: string
  address4: string
  address6: string
  /** Progress of the plan at which its AAAA is published. */
  from: number
  /** How it serves over IPv6: well, without authority, or not at all. */
  over6: ZoneOddity
}
export type DemoZone = { name: string; unit: string; servers: DemoNameServer[] }

/** The province's zone on the platform, and the zones that units keep themselves. */
export function zonesOf(seed: number, place: Place, number: number): DemoZone[] {
  if (place.kind === 'platform') {
    const from = milestone(seed, 'platform', 'site', 'ns')
    return [zone('haiduong.test', place.code, 1, [from - 0.05, from + 0.05], 'good')]
  }
  if (place.zone === null) return []
  const from = milestone(seed, place.kind, 'site', `${place.code} ns`)
  return [zone(`${place.label}.test`, place.code, number, [from - 0.05, from + 0.05], place.zone)]
}

/** Two servers; where the zone is odd, the second is. */
function zone(
  name: string,
  unit: string,
  number: number,
  from: [number, number],
  second: ZoneOddity,
): DemoZone {
  const server = (n: 1 | 2, over6: ZoneOddity): DemoNameServer => ({
    name: `ns${n}.${name}`,
    address4: `10.81.${number}.${n}`,
    address6: `2001:db8:30:53:${number.toString(16)}::${n}`,
    from: from[n - 1] ?? 0,
    over6,
  })
  return { name, unit, servers: [server(1, 'good'), server(2, second)] }
}
