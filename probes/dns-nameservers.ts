import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { failureClass } from './lib/failure-class.ts'
import { defineProbe } from './probe.ts'

/** One SOA question (RD=0) to one address of a name server. `good`: answered, RCODE 0, AA, SOA in the answer. */
const soaAnswer = z.object({
  good: z.boolean(),
  failure: failureClass.nullable(),
  rcode: z.string().nullable(),
})

/** The zone's name servers, their addresses, and whether each IPv6 address is authoritative over UDP and TCP. */
export const dnsNameservers = defineProbe({
  version: 1,
  budgetMs: 60_000,
  settings: z.strictObject({ zone: z.string().min(1).max(253) }),
  facts: z.object({
    zone: z.string(),
    /** Why the NS set itself could not be had (NXDOMAIN, NODATA, SERVFAIL, …); null when it could. */
    failure: failureClass.nullable(),
    servers: z.array(
      z.object({
        name: z.string(),
        a: z.array(z.string()),
        aaaa: z.array(z.object({ address: z.string(), class: addressClass })),
        aaaaFailure: failureClass.nullable(),
        ipv4: z.array(z.object({ address: z.string(), udp: soaAnswer })),
        /** Every AAAA that may be dialled; addresses of a forbidden class are listed in `aaaa` and not asked. */
        ipv6: z.array(z.object({ address: z.string(), udp: soaAnswer, tcp: soaAnswer })),
      }),
    ), // sorted by name
    /** Whether every server that answered gave the same SOA serial; null when fewer than two answered. */
    serialsEqual: z.boolean().nullable(),
  }),
  needsIpv6: () => true,
  run() {
    throw new Error('to be written')
  },
})
