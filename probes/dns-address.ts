import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { lookUpHost } from './lib/dns-host.ts'
import { readName } from './lib/dns-name.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { failureClass } from './lib/failure-class.ts'
import { runLook } from './lib/look.ts'
import { defineProbe } from './probe.ts'

const chain = z.array(z.string())

/** What the recursive resolver answers for A and AAAA of a host (EDNS 1232, DO; TCP when truncated). */
export const dnsAddress = defineProbe({
  version: 1,
  budgetMs: 30_000,
  settings: z.strictObject({ host: z.string().min(1).max(253) }),
  facts: z.object({
    host: z.string(),
    a: z.object({
      failure: failureClass.nullable(),
      rcode: z.string(),
      addresses: z.array(z.string()), // sorted
      chain, // CNAME targets in order
    }),
    aaaa: z.object({
      failure: failureClass.nullable(),
      rcode: z.string(),
      addresses: z.array(z.object({ address: z.string(), class: addressClass })), // sorted, RFC 5952
      chain,
    }),
    /** AD bit of the AAAA answer: the resolver validated it (RFC 4035). */
    authenticated: z.boolean(),
  }),
  needsIpv6: () => false,
  run({ host }, context) {
    return runLook(context, async (look) => {
      const name = readName(host)
      return { facts: { host: name, ...(await lookUpHost(createResolver(look), name)) } }
    })
  },
})
