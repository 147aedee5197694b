import { z } from 'zod'
import { type Look, runLook } from './lib/look.ts'
import { withAgent } from './lib/snmp.ts'
import { defineProbe, ProbeError } from './probe.ts'

const budgetMs = 20_000

const answer = z.enum(['answered', 'silent', 'no_address'])

const facts = z.object({ ipv4: answer, ipv6: answer })

/** Does the device's management answer over IPv4, and over IPv6? One sysUpTime question over each transport. */
export const snmpReach = defineProbe({
  version: 1,
  budgetMs,
  settings: z.strictObject({
    address: z.ipv4().nullable(),
    address6: z.ipv6().nullable(),
    port: z.int().min(1).max(65535).default(161),
    credential: z.string().min(1),
  }),
  /** Both silent is no fact but ProbeError `snmp_timeout`: then we do not know whether the device is there. */
  facts,
  needsIpv6: ({ address6 }) => address6 !== null,
  run: ({ address, address6, port, credential }, context) =>
    runLook<z.output<typeof facts>>(context, async (look) => {
      const [ipv4, ipv6] = await Promise.all([
        answerOf(look, address, port, credential),
        answerOf(look, address6, port, credential),
      ])
      const errors = [ipv4, ipv6].filter((seen) => seen instanceof ProbeError)
      const worst = errors.find(({ code }) => code !== 'snmp_timeout')
      if (worst) throw worst
      const [silence] = errors
      if (silence && ipv4 !== 'answered' && ipv6 !== 'answered') throw silence
      return {
        facts: {
          ipv4: ipv4 instanceof ProbeError ? 'silent' : ipv4,
          ipv6: ipv6 instanceof ProbeError ? 'silent' : ipv6,
        },
      }
    }),
})

/** Asks one address, without stopping the other on an error. Any answer will do, even "no such object". */
async function answerOf(
  look: Look,
  address: string | null,
  port: number,
  credential: string,
): Promise<'answered' | 'no_address' | ProbeError> {
  if (address === null) return 'no_address'
  try {
    await withAgent(look, { address, port, credential }, budgetMs, (agent) => agent.get('sysUpTime'))
    return 'answered'
  } catch (error) {
    if (error instanceof ProbeError) return error
    throw error
  }
}
