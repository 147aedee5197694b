/** What a counter pair grew by over a period, in and out together. `packets` is null where none are counted. */
type TrafficGrowth = { octets: bigint; packets: bigint | null }

/** Growth by version of IP from one source; null for a version of which it has no row. */
export type SourceGrowth = { ipv4: TrafficGrowth | null; ipv6: TrafficGrowth | null }

export type ShareInput = {
  /** ipIfStatsTable of the WAN interface; null where the agent has no such table. */
  interface: SourceGrowth | null
  /** ipSystemStatsTable of the device; null where the agent has no such table. */
  system: SourceGrowth | null
  /** ifHCInOctets + ifHCOutOctets of the WAN interface over the same intervals; null where not counted. */
  linkOctets: bigint | null
  /** Uplinks of the device: what the device counts as a whole is its uplink's traffic only when it has one. */
  uplinks: number
  /** Share of the period's samples that could be used, 0 to 1. */
  coverage: number
}

/**
 * The IPv6 share of the octets, 0 to 1, and how it was come by: exactly, as an estimate (link-layer octets in the
 * denominator make it up to about 3 % low), or for the device as a whole.
 */
export type Ipv6Share =
  | { share: number; source: 'interface'; mark: 'exact' }
  | { share: number; source: 'interface_and_link'; mark: 'estimate' }
  | { share: number; source: 'system'; mark: 'whole_device' }
  | { share: null; reason: UnknownShare }

/** `no_evidence`: nothing passed at all, so that there is no share. */
type UnknownShare = 'oid_not_supported' | 'counter_not_hw' | 'coverage_low' | 'contradiction' | 'no_evidence'

/** domain rules 3.5.6 and 3.5.2 */
const leastCoverage = 0.8
const leastCountedOfLink = { numerator: 1n, denominator: 2n }

/**
 * The IPv6 share of one WAN interface over a period (domain rules 3.5): from the interface's own counters by version;
 * else from its IPv6 counters and all its octets; else from the device's counters when it has one uplink. Octets of
 * zero beside packets, or beside packets nobody counts, are not counted rather than zero, and such a source is passed
 * over. Traffic that hardware forwards past the counters shows against the link's octets. Never a guess: without a
 * sound source the share is unknown.
 */
export function ipv6Share(input: ShareInput): Ipv6Share {
  const { linkOctets, uplinks, coverage } = input
  const own = counted(input.interface)
  const whole = uplinks === 1 ? counted(input.system) : { ipv4: null, ipv6: null }
  const hasOwn =
    own.ipv6 !== null && (own.ipv4 !== null || input.interface?.ipv4 === null) && linkOctets !== null
  const hasWhole = whole.ipv4 !== null && whole.ipv6 !== null
  if (!hasOwn && !hasWhole) return unknown('oid_not_supported')
  if (!(coverage >= leastCoverage)) return unknown('coverage_low')

  if (hasOwn && own.ipv6 !== null && linkOctets !== null) {
    if (own.ipv4 === null) return ofLink(own.ipv6, linkOctets)
    if (isMissing(own.ipv4 + own.ipv6, linkOctets)) return unknown('counter_not_hw')
    const share = ratio(own.ipv6, own.ipv4 + own.ipv6)
    return share === null ? unknown('no_evidence') : { share, source: 'interface', mark: 'exact' }
  }
  const [ipv4, ipv6] = [whole.ipv4 ?? 0n, whole.ipv6 ?? 0n]
  if (linkOctets !== null && isMissing(ipv4 + ipv6, linkOctets)) return unknown('counter_not_hw')
  const share = ratio(ipv6, ipv4 + ipv6)
  return share === null ? unknown('no_evidence') : { share, source: 'system', mark: 'whole_device' }
}

/** Octets that were really counted; null where the source has no row, or does not count octets. */
function counted(source: SourceGrowth | null): { ipv4: bigint | null; ipv6: bigint | null } {
  return { ipv4: octetsOf(source?.ipv4 ?? null), ipv6: octetsOf(source?.ipv6 ?? null) }
}

function octetsOf(growth: TrafficGrowth | null): bigint | null {
  if (growth === null || growth.octets < 0n) return null
  return growth.octets === 0n && growth.packets !== 0n ? null : growth.octets
}

/** Linux has no IPv4 counters by interface (domain rules 3.5.3), so all octets of the link stand below the line. */
function ofLink(ipv6: bigint, linkOctets: bigint): Ipv6Share {
  if (ipv6 > linkOctets) return unknown('contradiction')
  const share = ratio(ipv6, linkOctets)
  return share === null ? unknown('no_evidence') : { share, source: 'interface_and_link', mark: 'estimate' }
}

/** Whether less than half of what crossed the link was counted by version. */
function isMissing(octets: bigint, linkOctets: bigint): boolean {
  return octets * leastCountedOfLink.denominator < linkOctets * leastCountedOfLink.numerator
}

/** Exact to nine digits, however large the numbers; null for nothing of nothing. */
function ratio(part: bigint, whole: bigint): number | null {
  return whole <= 0n ? null : Number((part * 1_000_000_000n) / whole) / 1_000_000_000
}

function unknown(reason: UnknownShare): Ipv6Share {
  return { share: null, reason }
}
