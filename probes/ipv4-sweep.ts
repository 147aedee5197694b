import { z } from 'zod'
import { parsePrefix } from './lib/ip-prefix.ts'
import { type Look, runLook } from './lib/look.ts'
import { lookAtReach } from './lib/ping-reach.ts'
import { sweepRange } from './lib/sweep-range.ts'
import { defineProbe, ProbeError } from './probe.ts'

const packets = 2
/** Addresses tried at a time, where each needs a connection of its own. */
const atATime = 64

/**
 * Who answers in a small IPv4 range, by ping, or by TCP where that is not to be had. Only when a person asks for it; IPv6 is never
 * swept. Addresses that the safety check refuses are not tried, and counted.
 */
export const ipv4Sweep = defineProbe({
  version: 1,
  budgetMs: 90_000,
  settings: z.strictObject({
    range: sweepRange,
    /** Port to try over TCP where no ICMP can be sent. */
    tcpPort: z.int().min(1).max(65535),
  }),
  facts: z.object({
    answered: z.array(z.string()),
    tried: z.number(),
    refused: z.number(),
  }),
  needsIpv6: () => false,
  run: ({ range, tcpPort }, context) =>
    runLook(context, async (look) => {
      const addresses = addressesIn(range)
      const outcomes: Outcome[] = []
      for (let start = 0; start < addresses.length; start += atATime) {
        const some = addresses.slice(start, start + atATime)
        outcomes.push(...(await Promise.all(some.map((address) => tryOne(address, tcpPort, look)))))
      }
      return {
        facts: {
          answered: addresses.filter((_, position) => outcomes[position] === 'answered'),
          tried: outcomes.filter((outcome) => outcome !== 'refused').length,
          refused: outcomes.filter((outcome) => outcome === 'refused').length,
        },
      }
    }),
})

type Outcome = 'answered' | 'silent' | 'refused'

async function tryOne(address: string, tcpPort: number, look: Look): Promise<Outcome> {
  try {
    const { rttMs } = await lookAtReach(address, { packets, bytes: 56, tcpPort }, look)
    return rttMs.length > 0 ? 'answered' : 'silent'
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused') return 'refused'
    throw error
  }
}

/** Without the network's own address and its broadcast address, where there are any. */
function addressesIn(range: string): string[] {
  const block = parsePrefix(range)
  if (block === null) return [] // the settings were checked
  const size = 2 ** (32 - block.length)
  const [a = 0, b = 0, c = 0, d = 0] = block.octets
  const all = Array.from({ length: size }, (_, step) => [a, b, c, d + step].join('.'))
  return size > 2 ? all.slice(1, -1) : all
}
