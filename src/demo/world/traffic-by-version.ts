import type { World } from '../world.ts'
import { between, chance } from './chance.ts'
import type { DemoInterface } from './device.ts'
import { clockWhenDone, doneAt } from './timeline.ts'
import { type Flow, octetsBetween } from './traffic.ts'

/** Steps of the plan's progress in which the IPv6 share is one and the same, so that what was counted stays. */
const step = 0.01
/** Octets of a link that are IP packets: the rest is the frames around them. */
const ipShare = 0.97

/** The share (0 to 1) of an interface's IP octets that is IPv6 at a progress of the plan. */
function ipv6Share(seed: number, device: string, each: DemoInterface, done: number): number {
  const from = Math.min(
    ...each.addresses6.filter(({ status }) => status === 1).map((address) => address.from),
  )
  if (done < from) return 0
  const most = between(0.35, 0.7, chance(seed, 'ipv6 share', device))
  return most * (1 - Math.exp(-(done - from + step) / 0.25))
}

/**
 * Octets of each version of IP that an interface has carried one way since a moment of the clock: what stands in
 * ipIfStatsTable. Both only grow.
 */
export function octetsByVersion(
  { seed, spans, timeline }: World,
  { device, each, flow }: { device: string; each: DemoInterface; flow: Flow },
  sinceMs: number,
): (at: number) => { ipv4: bigint; ipv6: bigint } {
  const ofIp = (octets: bigint) => (octets * BigInt(ipShare * 100)) / 100n
  // what lies in steps that are over is counted once
  let settled = { until: sinceMs, ipv4: 0n, ipv6: 0n }
  const add = (sum: typeof settled, to: number) => {
    const octets = ofIp(octetsBetween(seed, spans, flow, sum.until, to))
    const share = ipv6Share(seed, device, each, Math.floor(doneAt(timeline, sum.until) / step + 1e-6) * step)
    const ipv6 = (octets * BigInt(Math.round(share * 1_000_000))) / 1_000_000n
    return { until: to, ipv4: sum.ipv4 + octets - ipv6, ipv6: sum.ipv6 + ipv6 }
  }
  return (at) => {
    if (at < settled.until) settled = { until: sinceMs, ipv4: 0n, ipv6: 0n }
    for (;;) {
      const next = clockWhenDone(
        timeline,
        (Math.floor(doneAt(timeline, settled.until) / step + 1e-6) + 1) * step,
      )
      if (!(next > settled.until && next <= at)) return add(settled, at)
      settled = add(settled, next)
    }
  }
}
