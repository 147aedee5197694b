import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { rememberingHosts } from './lib/dns-host.ts'
import { readName } from './lib/dns-name.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { failureClass } from './lib/failure-class.ts'
import { type Compared, comparePages } from './lib/http-compare.ts'
import { lookAtPorts, timings } from './lib/http-endpoint.ts'
import { userAgentOf } from './lib/http-user-agent.ts'
import { runLook } from './lib/look.ts'
import { defineProbe, type Sample } from './probe.ts'

const version = 3

/** More addresses than any site of a province has, per family. */
const maxAddresses = 8

/** The same page over every A and every AAAA, each address and family pinned; never Happy Eyeballs (RFC 8305). */
export const webDualStack = defineProbe({
  version,
  budgetMs: 90_000,
  settings: z.strictObject({
    host: z.string().min(1).max(253),
    /** Ports as asked; 443 speaks TLS. */
    ports: z.array(z.int().min(1).max(65535)).default([80, 443]),
    path: z.string().startsWith('/').default('/'),
  }),
  facts: z.object({
    host: z.string(),
    a: z.array(z.string()),
    /** Why there is no A, as for AAAA: only NODATA and NXDOMAIN say that the site has no IPv4. */
    aFailure: failureClass.nullable(),
    aaaa: z.array(z.object({ address: z.string(), class: addressClass })),
    /** Why there is no AAAA (NODATA, NXDOMAIN, SERVFAIL, …); null when there is one. */
    aaaaFailure: failureClass.nullable(),
    endpoints: z.array(
      z.object({
        family: z.union([z.literal(4), z.literal(6)]),
        address: z.string(),
        port: z.number(),
        /** A TCP connection was accepted. null: not tried (address of a class that must not be dialled). */
        open: z.boolean().nullable(),
        failure: failureClass.nullable(),
        status: z.number().nullable(),
        finalHost: z.string().nullable(),
        certificate: z
          .object({
            valid: z.boolean(),
            failure: failureClass.nullable(),
            fingerprint256: z.string(),
            validTo: z.string(), // ISO 8601
            subject: z.string(),
          })
          .nullable(),
      }),
    ), // sorted by family, address, port
    /** IPv6 against IPv4, on the port where they differ most; null where no port shows a page over both. */
    content: z
      .object({
        sameStatus: z.boolean(),
        sameFinalHost: z.boolean(),
        /** same: at most 10 % differs; similar: at most 30 %; not_seen: 4xx or 5xx on both. */
        body: z.enum(['same', 'similar', 'different', 'not_seen']),
      })
      .nullable(),
  }),
  needsIpv6: () => true,
  run({ host, ports, path }, context) {
    return runLook(context, async (look) => {
      const name = readName(host)
      const lookUp = rememberingHosts(createResolver(look))
      const { a, aaaa } = await lookUp(name)
      const site = { host: name, path, userAgent: userAgentOf(version, look.contact), lookUp }
      const askedPorts = [...new Set(ports)].sort((one, other) => one - other)
      const seen = await Promise.all(
        [
          ...a.addresses.slice(0, maxAddresses),
          ...aaaa.addresses.slice(0, maxAddresses).map(({ address }) => address),
        ].map((address) => lookAtPorts(site, address, askedPorts, look)),
      )
      const views = seen.flat()
      const compared = await comparePages(views)
      return {
        facts: {
          host: name,
          a: a.addresses,
          aFailure: a.failure,
          aaaa: aaaa.addresses,
          aaaaFailure: aaaa.failure,
          endpoints: views.map(({ facts }) => facts),
          content: compared === null ? null : compared.content,
        },
        samples: [...timings(views), ...differenceSample(compared)],
      }
    })
  },
})

function differenceSample(compared: Compared | null): Sample[] {
  if (compared === null || compared.difference === null) return []
  return [{ series: 'content.difference', kind: 'gauge', value: Math.round(compared.difference * 1e4) / 1e4 }]
}
