import { isIPv4, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { z } from 'zod'
import { canonicalAddress } from './lib/address-class.ts'
import { askUdpThenTcp, dnsTries, type Reply } from './lib/dns-ask.ts'
import { lookUpHost } from './lib/dns-host.ts'
import { readName } from './lib/dns-name.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { failureClass } from './lib/failure-class.ts'
import { type Look, runLook } from './lib/look.ts'
import { ownAddresses } from './lib/own-addresses.ts'
import { defineProbe, ProbeError } from './probe.ts'

const answer = z.object({
  /** It recursed and gave an answer; of AAAA, where the name is known to have one, that one. */
  answered: z.boolean(),
  failure: failureClass.nullable(),
  rcode: z.string().nullable(),
})

/** What is asked where no name is known to have an AAAA record: every recursive resolver knows the root's servers. */
const askedByDefault = '.'

/** The probe over a given list of interfaces (as `os.networkInterfaces`). */
export function createDnsRecursive(interfaces: typeof networkInterfaces) {
  return defineProbe({
    version: 2,
    budgetMs: 60_000,
    settings: z.strictObject({
      /** The resolver's IPv6 address, or its name. */
      resolver: z
        .string()
        .min(1)
        .max(253)
        .refine((text) => !isIPv4(text), 'an IPv4 address does not tell its IPv6 address'),
      /** A name to ask for. Absent: the name that the process knows to have an AAAA record, or the root. */
      name: z.string().min(1).max(253).optional(),
    }),
    facts: z.object({
      resolver: z.string(),
      asked: z.string(),
      /** One entry for each IPv6 address, sorted; empty: its name has none. */
      servers: z.array(z.object({ address: z.string(), a: answer, aaaa: answer })),
    }),
    needsIpv6: () => false, // whether there is any is what it asks
    ownNetwork: true,
    run({ resolver, name }, context) {
      return runLook(context, async (look) => {
        const knownName = name ?? look.own?.knownName
        const asked = knownName ?? askedByDefault
        const addresses = isIPv6(resolver) ? [canonicalAddress(resolver)] : await addressesOf(resolver, look)
        if (addresses.length > 0 && ownAddresses(interfaces(), 6).length === 0)
          throw new ProbeError('prober_no_ipv6', 'this machine has no global IPv6 address of its own')
        const servers = await Promise.all(
          addresses.map(async (address) => {
            const [a, aaaa] = await Promise.all([
              askFor(address, asked, 'A', look),
              askFor(address, asked, 'AAAA', look, knownName !== undefined),
            ])
            return { address, a, aaaa }
          }),
        )
        return { facts: { resolver, asked, servers } }
      })
    },
  })
}

/** Whether a recursive resolver answers A and AAAA questions over each of its IPv6 addresses, asked from where we stand. */
export const dnsRecursive = createDnsRecursive(networkInterfaces)

async function addressesOf(resolver: string, look: Look): Promise<string[]> {
  const { aaaa } = await lookUpHost(createResolver(look), readName(resolver))
  const isAbsent = aaaa.failure === null || aaaa.failure === 'NODATA' || aaaa.failure === 'NXDOMAIN'
  if (!isAbsent)
    throw new ProbeError('resolver_failed', `the AAAA of ${resolver} cannot be looked up (${aaaa.failure})`)
  return aaaa.addresses.map(({ address }) => address)
}

async function askFor(address: string, name: string, type: 'A' | 'AAAA', look: Look, isThere = false) {
  const question = { name, type, recursion: true }
  const reply = await askUdpThenTcp({ address, port: 53 }, question, dnsTries, look)
  const answer = answerOf(reply)
  // a resolver that denies or strips what is there for certain resolves nothing
  const lacksIt =
    isThere && 'message' in reply && !reply.message.answers.some((record) => record.type === type)
  if (!answer.answered || !lacksIt) return answer
  const failure = answer.rcode === 'NXDOMAIN' ? ('NXDOMAIN' as const) : ('NODATA' as const)
  return { ...answer, answered: false, failure }
}

/** A refusal, a failure and a referral elsewhere are answers of a server, but not of a resolver that works for us. */
function answerOf(reply: Reply): z.output<typeof answer> {
  if (!('message' in reply)) return { answered: false, failure: reply.failure, rcode: reply.rcode }
  const { rcode, flag_ra } = reply.message
  if (rcode === 'SERVFAIL') return { answered: false, failure: 'SERVFAIL', rcode }
  const answered = flag_ra && (rcode === 'NOERROR' || rcode === 'NXDOMAIN')
  return { answered, failure: answered ? null : 'REFUSED', rcode }
}
