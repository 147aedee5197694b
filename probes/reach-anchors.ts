import { networkInterfaces } from 'node:os'
import { z } from 'zod'
import { familyOf, parseEndpoint } from './lib/endpoint.ts'
import { failureClass } from './lib/failure-class.ts'
import { type Look, runLook } from './lib/look.ts'
import { ownAddresses } from './lib/own-addresses.ts'
import { type Loss, measureLoss } from './lib/packet-loss.ts'
import { connectWithTries } from './lib/tcp-connect.ts'
import { defineProbe, type Endpoint, ProbeError } from './probe.ts'

const connection = { timeoutMs: 2000, tries: 3 }

const anchor = z.object({
  address: z.string(),
  port: z.number(),
  answered: z.boolean(),
  failure: failureClass.nullable(),
  /** Whether packets of 1,280 octets come back; null when nothing tells, as where nobody answers to ICMP. */
  passes1280: z.boolean().nullable(),
})

const lossStep = z.enum(['at_most_1_percent', 'to_5_percent', 'more'])

/** Whether the IPv6 Internet is reached from where this process stands: TCP to hosts there that are known to be up. */
export const reachAnchors = defineProbe({
  version: 1,
  budgetMs: 120_000,
  settings: z.strictObject({
    /** `address#port`; absent: the IPv6 ones among those that the process itself was given. */
    anchors: z.array(z.string()).optional(),
  }),
  facts: z.object({
    anchors: z.array(anchor), // in the order configured
    /** Of all packets to the anchors that answer at all; in steps, so that the facts stay while the world does. */
    loss: lossStep,
  }),
  needsIpv6: () => false, // whether there is any is what it asks
  ownNetwork: true,
  run({ anchors }, context) {
    return runLook(context, async (look) => {
      const endpoints = (anchors ?? look.own?.anchors ?? [])
        .map((text) => parseEndpoint(text, 443))
        .filter(({ address }) => familyOf(address) === 6)
      if (endpoints.length > 0 && ownAddresses(networkInterfaces(), 6).length === 0)
        throw new ProbeError('prober_no_ipv6', 'this machine has no global IPv6 address of its own')
      const seen = await Promise.all(endpoints.map((endpoint) => lookAt(endpoint, look)))
      const losses = seen.flatMap(({ loss }) => loss ?? [])
      const sum = (of: (loss: Loss) => number) => losses.reduce((total, loss) => total + of(loss), 0)
      const share = losses.length === 0 ? 0 : 1 - sum(({ answered }) => answered) / sum(({ sent }) => sent)
      return {
        facts: { anchors: seen.map(({ facts }) => facts), loss: stepOf(share) },
        samples: losses.length === 0 ? [] : [{ series: 'v6.loss', kind: 'gauge', value: share }],
      }
    })
  },
})

async function lookAt({ address, port }: Endpoint, look: Look) {
  const times = { ...connection, timeoutMs: connection.timeoutMs * look.patience }
  const outcome = await connectWithTries({ address, port }, times, look)
  const connected = 'socket' in outcome
  if (connected) outcome.socket.destroy()
  const loss = connected ? await measureLoss({ address, port }, look) : null
  const failure = connected ? null : outcome.failure
  return {
    facts: { address, port, answered: connected, failure, passes1280: loss?.passes1280 ?? null },
    loss,
  }
}

function stepOf(share: number): z.output<typeof lossStep> {
  if (share <= 0.01) return 'at_most_1_percent'
  return share <= 0.05 ? 'to_5_percent' : 'more'
}
