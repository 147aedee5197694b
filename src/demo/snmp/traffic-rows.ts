import { capabilityOf } from '../world/capability.ts'
import type { DemoDevice } from '../world/device.ts'
import type { DeviceState, InterfaceState } from '../world/device-state.ts'
import { octetsByVersion } from '../world/traffic-by-version.ts'
import type { World } from '../world.ts'
import { counter, counter64, gauge, type Row, tableRow, ticks } from './rows.ts'

const ipSystemStatsEntry = '1.3.6.1.2.1.4.31.1.1'
const ipIfStatsEntry = '1.3.6.1.2.1.4.31.3.1'
const refreshMs = 1000

type ByVersion = (at: number) => { ipv4: bigint; ipv6: bigint }
type Carried = { incoming: ByVersion; outgoing: ByVersion }

/** Traffic by version of IP (RFC 4293): a row of the device and of each interface for IPv4 (1) and IPv6 (2). */
export function trafficRows(world: World, device: DemoDevice, state: DeviceState): Row[] {
  const { traffic } = capabilityOf(device)
  if (traffic === 'none') return []
  const links = state.interfaces
    .filter(({ interface: { role } }) => role !== 'port' && role !== 'tunnel')
    .map((each) => ({ index: each.interface.index, ...carriedBy(world, device, each, state.bootedAt) }))
  const whole = {
    incoming: sumOf(links.map((link) => link.incoming)),
    outgoing: sumOf(links.map((link) => link.outgoing)),
  }
  const rows = (entry: string, index: number[], carried: Carried) =>
    [1, 2].flatMap((version) => row(entry, [version, ...index], version, carried, traffic === 'packets_only'))
  return [
    ...rows(ipSystemStatsEntry, [], whole),
    ...links.flatMap((link) => rows(ipIfStatsEntry, [link.index], link)),
  ]
}

function carriedBy(
  world: World,
  device: DemoDevice,
  { interface: each }: InterfaceState,
  bootedAt: number,
): Carried {
  const one = (flow: typeof each.incoming) =>
    once(octetsByVersion(world, { device: device.code, each, flow }, bootedAt))
  return { incoming: one(each.incoming), outgoing: one(each.outgoing) }
}

/** Keeps the last moment, because one answer asks for several numbers made from it. */
function once(count: ByVersion): ByVersion {
  let lastAt = Number.NaN
  let last = { ipv4: 0n, ipv6: 0n }
  return (at) => {
    if (at !== lastAt) last = count(at)
    lastAt = at
    return last
  }
}

function sumOf(all: ByVersion[]): ByVersion {
  return once((at) =>
    all.reduce(
      (sum, each) => {
        const { ipv4, ipv6 } = each(at)
        return { ipv4: sum.ipv4 + ipv4, ipv6: sum.ipv6 + ipv6 }
      },
      { ipv4: 0n, ipv6: 0n },
    ),
  )
}

function row(entry: string, index: number[], version: number, carried: Carried, packetsOnly: boolean): Row[] {
  const octets = (way: keyof Carried) => (at: number) => carried[way](at)[version === 1 ? 'ipv4' : 'ipv6']
  const uncounted = packetsOnly && version === 2
  const narrow = (way: keyof Carried, each: bigint) => (at: number) => counter(octets(way)(at) / each)
  const wide = (way: keyof Carried, each: bigint) => ({
    wide: (at: number) => counter64(octets(way)(at) / each),
  })
  const zero = { wide: () => counter64(0n) }
  return tableRow(entry, index, {
    3: narrow('incoming', 700n),
    4: wide('incoming', 700n),
    5: uncounted ? () => counter(0n) : narrow('incoming', 1n),
    6: uncounted ? zero : wide('incoming', 1n),
    12: narrow('incoming', 720n),
    13: wide('incoming', 720n),
    18: narrow('incoming', 90_000n),
    19: wide('incoming', 90_000n),
    30: narrow('outgoing', 500n),
    31: wide('outgoing', 500n),
    32: uncounted ? () => counter(0n) : narrow('outgoing', 1n),
    33: uncounted ? zero : wide('outgoing', 1n),
    46: ticks(0),
    47: gauge(refreshMs),
  })
}
