import type { Sample } from '../probe.ts'
import type { ObjectName } from './mib.ts'
import type { SnmpRow } from './snmp.ts'

/**
 * What a row of IP-MIB's statistics says of octets (domain rules 3.5). Of 260 recorded agents 141 count no IPv6 octets
 * at all, 41 of them beside IPv6 packets, so that zero octets alone prove nothing.
 *
 * - `ok`: octets are counted in both directions
 * - `zero_octets_with_packets`: packets passed and no octets were counted, so octets are not counted
 * - `empty`: the table has no such row, or the row no octets
 * - `no_such_object`: the agent has no such table
 */
export type TrafficSource = 'ok' | 'zero_octets_with_packets' | 'empty' | 'no_such_object'

type Prefix = 'ipSystemStats' | 'ipIfStats'

/** Counters by the name of their series, of 64 bits first and of 32 where those are missing. */
const counters = {
  inPackets: 'InReceives',
  outPackets: 'OutTransmits',
  inOctets: 'InOctets',
  outOctets: 'OutOctets',
  inForwarded: 'InForwDatagrams',
  inDelivered: 'InDelivers',
} as const
type Counter = keyof typeof counters

export type Traffic = {
  counted: Partial<Record<Counter, { value: bigint; is64: boolean }>>
  discontinuity: number | null
  refreshMs: number | null
}

/** The columns to read of either table. */
export function trafficColumns(prefix: Prefix): ObjectName[] {
  return [
    ...Object.values(counters).flatMap((name): ObjectName[] => [`${prefix}HC${name}`, `${prefix}${name}`]),
    `${prefix}DiscontinuityTime`,
    `${prefix}RefreshRate`,
  ]
}

export function trafficOf(prefix: Prefix, row: SnmpRow<ObjectName>): Traffic {
  const counted: Traffic['counted'] = {}
  for (const [counter, name] of Object.entries(counters)) {
    const wide = row[`${prefix}HC${name}`]
    const narrow = row[`${prefix}${name}`]
    const value = typeof wide === 'bigint' ? wide : narrow
    if (typeof value === 'bigint') counted[counter as Counter] = { value, is64: typeof wide === 'bigint' }
  }
  return {
    counted,
    discontinuity: row[`${prefix}DiscontinuityTime`] ?? null,
    refreshMs: row[`${prefix}RefreshRate`] ?? null,
  }
}

export function sourceOf(traffic: Traffic | undefined, isServed: boolean): TrafficSource {
  const { inOctets, outOctets, inPackets, outPackets } = traffic?.counted ?? {}
  if (!inOctets || !outOctets) return isServed ? 'empty' : 'no_such_object'
  const isUncounted = (octets: { value: bigint }, packets: { value: bigint } | undefined) =>
    octets.value === 0n && packets !== undefined && packets.value > 0n
  return isUncounted(inOctets, inPackets) || isUncounted(outOctets, outPackets)
    ? 'zero_octets_with_packets'
    : 'ok'
}

/** One counter for each value told; a 32-bit one has "32" at the end of its name. What is missing is not zero. */
export function trafficSamples(name: string, { counted, discontinuity }: Traffic): Sample[] {
  return [
    ...Object.entries(counted).map(([counter, { value, is64 }]): Sample => {
      return { series: `${name}.${counter}${is64 ? '' : '32'}`, kind: 'counter', value }
    }),
    ...(discontinuity === null
      ? []
      : [{ series: `${name}.discontinuity`, kind: 'gauge', value: discontinuity } as const]),
  ]
}
