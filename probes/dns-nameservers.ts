import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { isRefusal } from './lib/dns-host.ts'
import { lookUp } from './lib/dns-lookup.ts'
import { readName } from './lib/dns-name.ts'
import { lookAtNameServer } from './lib/dns-nameserver.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { failureClass } from './lib/failure-class.ts'
import { runLook } from './lib/look.ts'
import { defineProbe, ProbeError } from './probe.ts'

/** More name servers than any zone has (the root has 13): a hostile zone cannot make us ask without end. */
const maxServers = 16

/** One SOA question (RD=0) to one address of a name server. `good`: answered, RCODE 0, AA, SOA in the answer. */
const soaAnswer = z.object({
  good: z.boolean(),
  failure: failureClass.nullable(),
  rcode: z.string().nullable(),
})

/** The zone's name servers, their addresses, and whether each IPv6 address is authoritative over UDP and TCP. */
export const dnsNameservers = defineProbe({
  version: 2,
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
  run(settings, context) {
    return runLook(context, async (look) => {
      const zone = readName(settings.zone)
      const resolver = createResolver(look)
      const found = await lookUp(resolver, zone, 'NS')
      if (isRefusal(found))
        throw new ProbeError('resolver_failed', `the resolvers refuse to answer us (${found.rcode})`)
      const failure = found.failure ?? (found.chain.length > 0 ? 'NODATA' : null) // an alias is no zone of its own
      const names =
        failure === null ? [...new Set(found.records.map((name) => name.toLowerCase()))].sort() : []
      const seen = await Promise.all(
        names.slice(0, maxServers).map((name) => lookAtNameServer(resolver, zone, name, look)),
      )
      const serials = seen.map((server) => server.serials).filter(({ length }) => length > 0)
      const serialsEqual = serials.length < 2 ? null : new Set(serials.flat()).size === 1
      return { facts: { zone, failure, servers: seen.map(({ facts }) => facts), serialsEqual } }
    })
  },
})
