import type { Moment, World } from '../world.ts'
import type { DemoDevice } from './device.ts'
import { type Spells, spellAt } from './spells.ts'

/** A BGP session of the border router, over the family of its peer's address and for the routes of that family. */
export type BgpSession = {
  peer: string
  remoteAs: number
  /** Progress of the plan at which the carrier's end is set up; ours was ready from the start. */
  from: number
  /** Short losses of the session. */
  drops: Spells | null
  /** Routes that the peer sends. */
  routes: number
}

/** The province's own number, and its carriers' (RFC 5398 keeps 64496 to 64511 for documents). */
export const localAs = 64_500

const hour = 3_600_000

/** Sessions with both carriers over both families; the second carrier's IPv6 comes late, and drops now and then. */
export function bgpSessionsOf(device: DemoDevice): BgpSession[] {
  if (device.place.kind !== 'platform' || device.role !== 'router') return []
  const internetFrom = device.interfaces.find(({ role }) => role === 'internet')?.addresses6[0]?.from ?? 0
  const drops = {
    key: 'bgp second',
    everyMs: 30 * hour,
    likelihood: 0.8,
    shortestMs: hour / 2,
    longestMs: 2 * hour,
  }
  return [
    { peer: '10.40.1.1', remoteAs: 64_496, from: 0, drops: null, routes: 842 },
    { peer: '10.41.1.1', remoteAs: 64_497, from: 0, drops, routes: 837 },
    { peer: '2001:db8:f001::1', remoteAs: 64_496, from: internetFrom, drops: null, routes: 168 },
    { peer: '2001:db8:f041::1', remoteAs: 64_497, from: 0.56, drops, routes: 161 },
  ]
}

/** BGP's finite state: established(6), or active(3) while the peer does not answer. */
export function bgpState({ seed }: World, { from, drops }: BgpSession, { done, schedule }: Moment): 3 | 6 {
  return done < from || (drops && spellAt(seed, drops, schedule)) ? 3 : 6
}
