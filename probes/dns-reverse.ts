import { isIPv6 } from 'node:net'
import { Address6 } from 'ip-address'
import { z } from 'zod'
import { addressClass, canonicalAddress } from './lib/address-class.ts'
import { isRefusal } from './lib/dns-host.ts'
import { lookUp } from './lib/dns-lookup.ts'
import { lookAtNameServer } from './lib/dns-nameserver.ts'
import { lookUpPointer, reverseZones } from './lib/dns-pointer.ts'
import { createResolver, type Resolver } from './lib/dns-resolver.ts'
import { failureClass } from './lib/failure-class.ts'
import { type Look, runLook } from './lib/look.ts'
import { defineProbe, ProbeError } from './probe.ts'

const maxServers = 16

const zone = z.object({
  zone: z.string(),
  /** Why it is not delegated: NXDOMAIN, NODATA when it lies inside a wider zone, SERVFAIL, … */
  failure: failureClass.nullable(),
  servers: z.array(
    z.object({
      name: z.string(),
      aaaa: z.array(z.object({ address: z.string(), class: addressClass })),
      /** Gave the zone's SOA with authority, over UDP at one address at least of either family. */
      answers: z.boolean(),
      overIpv6: z.boolean(),
      /** Why it does not answer. */
      failure: failureClass.nullable(),
    }),
  ), // sorted by name
})

/** The reverse zone of a prefix (ADR-04), and the names of addresses with the way back from name to address (D9). */
export const dnsReverse = defineProbe({
  version: 2,
  budgetMs: 90_000,
  settings: z.strictObject({
    /** An IPv6 prefix of /8 to /64, as `2001:db8:1234::/48`; null when only addresses are asked about. */
    prefix: z
      .string()
      .refine((text) => Address6.isValid(text) && isPrefix(text), 'not an IPv6 prefix of /8 to /64')
      .nullable()
      .default(null),
    addresses: z.array(z.string().refine(isIPv6, 'not an IPv6 address')).max(64).default([]),
  }),
  facts: z.object({
    /** One for each nibble boundary that the prefix reaches: a /48 has one zone, a /46 four. */
    zones: z.array(zone),
    /** Sorted by address. `failure` is null when a name of the address leads back to it. */
    pointers: z.array(
      z.object({ address: z.string(), names: z.array(z.string()), failure: failureClass.nullable() }),
    ),
  }),
  needsIpv6: ({ prefix }) => prefix !== null,
  run({ prefix, addresses }, context) {
    return runLook(context, async (look) => {
      const resolver = createResolver(look)
      const names = prefix === null ? [] : reverseZones(prefix)
      const asked = [...new Set(addresses.map(canonicalAddress))].sort()
      const [zones, pointers] = await Promise.all([
        Promise.all(names.map((name) => lookAtZone(name, resolver, look))),
        Promise.all(asked.map((address) => lookUpPointer(resolver, address))),
      ])
      return { facts: { zones, pointers } }
    })
  },
})

async function lookAtZone(name: string, resolver: Resolver, look: Look): Promise<z.output<typeof zone>> {
  const found = await lookUp(resolver, name, 'NS')
  if (isRefusal(found))
    throw new ProbeError('resolver_failed', `the resolvers refuse to answer us (${found.rcode})`)
  // RFC 2317 makes aliases of names in reverse zones; an alias of the zone itself is no delegation
  const failure = found.failure ?? (found.chain.length > 0 ? 'NODATA' : null)
  if (failure !== null) return { zone: name, failure, servers: [] }
  const servers = [...new Set(found.records.map((server) => server.toLowerCase()))].sort()
  const seen = await Promise.all(
    servers.slice(0, maxServers).map((server) => lookAtNameServer(resolver, name, server, look)),
  )
  return {
    zone: name,
    failure: null,
    servers: seen.map(({ facts }) => {
      const ipv6 = facts.ipv6.map(({ udp }) => udp)
      const all = [...ipv6, ...facts.ipv4.map(({ udp }) => udp)]
      const answers = all.some(({ good }) => good)
      return {
        name: facts.name,
        aaaa: facts.aaaa,
        answers,
        overIpv6: ipv6.some(({ good }) => good),
        failure: answers ? null : (all.find((one) => one.failure)?.failure ?? facts.aaaaFailure),
      }
    }),
  }
}

function isPrefix(text: string): boolean {
  const { subnetMask } = new Address6(text)
  return text.includes('/') && subnetMask >= 8 && subnetMask <= 64
}
