import { canonical } from './canonical.ts'
import { milestone } from './milestones.ts'
import type { Place, ZoneOddity } from './places.ts'
import type { DemoSite } from './sites.ts'

/** How an address of a name server serves over IPv6: well, without authority, or not at all. */
type Over6 = 'good' | 'lame6' | 'silent6'

export type DemoNameServer = {
  name: string
  address4: string
  address6: string
  /** Progress of the plan at which its AAAA is published. */
  from: number
  over6: Over6
}

export type DemoZone = {
  name: string
  /** Code of the unit that keeps it; null for what is not the province's. */
  unit: string | null
  servers: DemoNameServer[]
  /** What the parent holds of its servers' IPv6: their addresses, nothing, or those of long ago. */
  glue6: 'good' | 'missing' | 'old'
  /** `ending`: signatures are left to within two days of their end. `bogus`: the parent's DS is of a key that is gone. */
  security: 'signed' | 'unsigned' | 'ending' | 'bogus'
  /** What its server answers when asked for anything but A (RFC 4074, or a fault). */
  fault: 'NXDOMAIN' | 'SERVFAIL' | null
}

/** The reverse zone of 2001:db8:30::/48. */
export const reverseZone = '0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa'

/** The root and `test`, kept by nobody of the province: dual stack and signed from the start. */
export function zonesAbove(): DemoZone[] {
  const above = (name: string, host: string, net: number) =>
    zone(name, null, { servers: [1, 2].map((n) => outside(`${'ab'[n - 1]}.${host}`, net, n)) })
  return [above('.', 'goc.test', 0), above('test', 'nic.test', 1)]
}

/** Where resolvers and walks begin. */
export function rootAddresses(): string[] {
  return zonesAbove()[0]?.servers.flatMap(({ address4, address6 }) => [address4, address6]) ?? []
}

/** The province's zones on the platform, and the zones that units keep themselves. */
export function zonesOf(seed: number, place: Place, number: number): DemoZone[] {
  if (place.kind === 'platform') {
    const from = milestone(seed, 'platform', 'site', 'ns')
    const servers = pair('haiduong.test', 1, from, 'good')
    return [zone('haiduong.test', place.code, { servers }), zone(reverseZone, place.code, { servers })]
  }
  if (place.zone === null) return []
  const name = `${place.label}.test`
  const from = milestone(seed, place.kind, 'site', `${place.code} ns`)
  const over6 = place.zone === 'lame6' || place.zone === 'silent6' ? place.zone : 'good'
  return [zone(name, place.code, { servers: pair(name, number, from, over6), ...oddities[place.zone] })]
}

/** Few units sign; what is said of glue and signatures is each one zone's story. */
const oddities: Record<ZoneOddity, Partial<DemoZone>> = {
  good: {},
  lame6: { security: 'unsigned' },
  silent6: { security: 'unsigned' },
  glue_missing6: { security: 'unsigned', glue6: 'missing' },
  glue_old6: { security: 'unsigned', glue6: 'old' },
  ending: { security: 'ending' },
  bogus: { security: 'bogus' },
}

/** Names that are handed to a load balancer with a name server of its own, whose answers for AAAA are wrong. */
export function balancerZones(sites: DemoSite[]): DemoZone[] {
  return sites.flatMap(({ host, oddity }, index) => {
    const fault = oddity === 'nxdomain6' ? 'NXDOMAIN' : oddity === 'servfail6' ? 'SERVFAIL' : null
    if (fault === null) return []
    const n = 100 + index
    const server: DemoNameServer = {
      name: `slb${index}.haiduong.test`,
      address4: `10.81.${n}.1`,
      address6: `2001:db8:30:53:${n.toString(16)}::1`,
      from: 0,
      over6: 'good',
    }
    return [zone(host, null, { servers: [server], security: 'unsigned', fault })]
  })
}

function zone(
  name: string,
  unit: string | null,
  over: Partial<DemoZone> & Pick<DemoZone, 'servers'>,
): DemoZone {
  return { name, unit, glue6: 'good', security: 'signed', fault: null, ...over }
}

/** Two servers; where the zone is odd over IPv6, the second is. */
function pair(name: string, number: number, from: number, second: Over6): DemoNameServer[] {
  const server = (n: 1 | 2, over6: Over6, since: number): DemoNameServer => ({
    name: `ns${n}.${name}`,
    address4: `10.81.${number}.${n}`,
    address6: `2001:db8:30:53:${number.toString(16)}::${n}`,
    from: since,
    over6,
  })
  return [server(1, 'good', from - 0.05), server(2, second, from + 0.05)]
}

function outside(name: string, net: number, n: number): DemoNameServer {
  const address6 = canonical(`2001:db8:fffe:${net}::${n}`)
  return { name, address4: `10.254.${net}.${n}`, address6, from: 0, over6: 'good' }
}

/** What the parent of a zone with old glue still gives out for a server: a machine that was switched off. */
export function oldGlue({ address6 }: DemoNameServer): string {
  return `${address6}99`
}
