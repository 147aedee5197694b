import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'
import { failureClass } from './lib/failure-class.ts'
import { runLook } from './lib/look.ts'
import { lookAtReach, type Reach } from './lib/ping-reach.ts'
import { defineProbe, ProbeError, type Sample } from './probe.ts'

const reach = z.object({
  /** Some packet was answered; over TCP, the host accepted or refused a connection. */
  answered: z.boolean(),
  method: z.enum(['icmp', 'tcp']),
  /** Why TCP was not answered; ICMP gives no reasons to rely on. */
  failure: failureClass.nullable(),
})

/** Round-trip times and losses to one host over both families, by ICMP, or by TCP where that is not to be had. */
export const reachPing = defineProbe({
  version: 1,
  budgetMs: 60_000,
  settings: z
    .strictObject({
      address: z.string().refine(isIPv4, 'not an IPv4 address').nullable().default(null),
      address6: z.string().refine(isIPv6, 'not an IPv6 address').nullable().default(null),
      packets: z.int().min(1).max(20).default(5),
      /** Octets of data in each packet; 1232 make an IPv6 packet of 1,280, which must pass everywhere. */
      bytes: z.int().min(16).max(1452).default(56),
      /** Port to try over TCP where no ICMP can be sent; without one there is no other way. */
      tcpPort: z.int().min(1).max(65535).nullable().default(null),
    })
    .refine(({ address, address6 }) => address !== null || address6 !== null, 'no address'),
  facts: z.object({
    /** null: no such address was given. */
    ipv4: reach.nullable(),
    ipv6: reach.nullable(),
  }),
  needsIpv6: ({ address6 }) => address6 !== null,
  run(settings, context) {
    return runLook(context, async (look) => {
      const { address, address6 } = settings
      if (address6?.includes('%')) throw new ProbeError('bad_settings', 'an address must have no zone')
      const [ipv4, ipv6] = await Promise.all(
        [address, address6].map((one) => (one === null ? null : lookAtReach(one, settings, look))),
      )
      return {
        facts: { ipv4: factsOf(ipv4), ipv6: factsOf(ipv6) },
        samples: [...samplesOf('v4', ipv4), ...samplesOf('v6', ipv6)],
      }
    })
  },
})

function factsOf(seen: Reach | null | undefined) {
  if (!seen) return null
  const { rttMs, method, failure } = seen
  return { answered: rttMs.length > 0, method, failure }
}

/** `v6.loss` is a share, 0 to 1; times in milliseconds; jitter is the mean step from one time to the next. */
function samplesOf(prefix: string, seen: Reach | null | undefined): Sample[] {
  if (!seen) return []
  const { rttMs, sent } = seen
  const gauge = (name: string, value: number): Sample => ({
    series: `${prefix}.${name}`,
    kind: 'gauge',
    value: Math.round(value * 1000) / 1000,
  })
  const loss = gauge('loss', 1 - rttMs.length / sent)
  if (rttMs.length === 0) return [loss]
  const mean = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length
  const steps = rttMs.slice(1).map((time, index) => Math.abs(time - (rttMs[index] ?? time)))
  return [
    loss,
    gauge('rttMinMs', Math.min(...rttMs)),
    gauge('rttAvgMs', mean(rttMs)),
    gauge('rttMaxMs', Math.max(...rttMs)),
    ...(steps.length > 0 ? [gauge('jitterMs', mean(steps))] : []),
  ]
}
