import type { LinkGrowth } from '../model.ts'
import { type Ipv6Share, ipv6Share, type SourceGrowth } from './ipv6-share.ts'

/** The IPv6 share of a link's growth, by the counters of the link where they tell; else by those of the device, over times in which both are sound. */
export function growthShare(
  link: LinkGrowth | null,
  device: LinkGrowth | null,
  { uplinks, expected }: { uplinks: number; expected: number },
): Ipv6Share {
  const of = (growth: LinkGrowth | null) =>
    ipv6Share({
      interface: sourceOf(link, ''),
      system: sourceOf(growth, 'system.'),
      linkOctets: octetsOf(growth, ''),
      uplinks,
      coverage: Math.min(1, (growth?.intervals ?? 0) / expected),
    })
  const own = of(link)
  return own.share === null && own.reason === 'oid_not_supported' ? of(device) : own
}

/** null where the source has no row of either version. */
function sourceOf(growth: LinkGrowth | null, prefix: '' | 'system.'): SourceGrowth | null {
  const version = (name: 'ipv4' | 'ipv6') => {
    const octets = octetsOf(growth, `${prefix}${name}.`)
    return octets === null ? null : { octets, packets: grownIn(growth, `${prefix}${name}.packets`) }
  }
  const [ipv4, ipv6] = [version('ipv4'), version('ipv6')]
  return ipv4 === null && ipv6 === null ? null : { ipv4, ipv6 }
}

function octetsOf(growth: LinkGrowth | null, prefix: string): bigint | null {
  return grownIn(growth, `${prefix}octets`)
}

/** Only where it was counted in every interval: what is missing is not zero. */
function grownIn(growth: LinkGrowth | null, name: string): bigint | null {
  const counter = growth?.counters[name]
  return counter !== undefined && counter.intervals === growth?.intervals ? counter.growth : null
}
