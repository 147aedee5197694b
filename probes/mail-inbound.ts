import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { isRefusal, lookUpHost } from './lib/dns-host.ts'
import { lookUp } from './lib/dns-lookup.ts'
import { readName } from './lib/dns-name.ts'
import { createResolver, type Resolver } from './lib/dns-resolver.ts'
import { familyOf, parseEndpoint } from './lib/endpoint.ts'
import { failureClass } from './lib/failure-class.ts'
import { runLook } from './lib/look.ts'
import { proveSmtp } from './lib/mail-control.ts'
import { readExchanges } from './lib/mail-exchange.ts'
import { lookAtMailHost } from './lib/mail-host.ts'
import { defineProbe, ProbeError } from './probe.ts'

const endpoint = z.object({
  address: z.string(),
  /** null: not tried, because the address must not be dialled. */
  open: z.boolean().nullable(),
  /** Greeted us and took our EHLO. */
  works: z.boolean(),
  failure: failureClass.nullable(),
  starttls: z.boolean().nullable(),
  /** Worth telling, though mail comes in all the same: whoever sends it here sends it in the clear. */
  note: failureClass.extract(['SMTP_NO_STARTTLS']).nullable(),
})

/** Where a domain's mail goes, and whether the servers there greet us over IPv6. No mail is ever begun. */
export const mailInbound = defineProbe({
  version: 2,
  budgetMs: 150_000,
  settings: z.strictObject({
    domain: z.string().min(1).max(253),
    /**
     * Mail servers that greet over IPv6 for certain, as `address` or `address#port`: many networks let nobody out to
     * port 25. Without one, a silence counts only when another server of the domain has answered.
     */
    controls: z.array(z.string()).max(4).default([]),
  }),
  facts: z.object({
    domain: z.string(),
    /** Why there is no MX (NODATA, NXDOMAIN, SERVFAIL, …); null when there is one. */
    failure: failureClass.nullable(),
    /** The domain says that it takes no mail (RFC 7505). */
    nullMx: z.boolean(),
    exchanges: z.array(
      z.object({
        name: z.string(),
        preference: z.number(),
        a: z.array(z.string()),
        aaaa: z.array(z.object({ address: z.string(), class: addressClass })),
        aaaaFailure: failureClass.nullable(),
        ipv4: z.array(endpoint),
        ipv6: z.array(endpoint),
      }),
    ), // sorted by preference, name
  }),
  needsIpv6: () => true,
  run(settings, context) {
    return runLook(context, async (look) => {
      const domain = readName(settings.domain)
      const controls = settings.controls.map((text) => parseEndpoint(text, 25))
      if (controls.some(({ address }) => familyOf(address) !== 6))
        throw new ProbeError('bad_settings', 'a control host needs an IPv6 address')
      const resolver = createResolver(look)
      const { failure, nullMx, exchanges } = await lookUpExchanges(resolver, domain)
      const hosts = await Promise.all(exchanges.map(({ name }) => lookUpHost(resolver, name)))
      if (hosts.some(({ aaaa }) => aaaa.addresses.length > 0)) await proveSmtp(controls, look)
      const seen = await Promise.all(
        exchanges.map(async ({ name, preference }, index) => {
          const host = hosts[index]
          if (host === undefined) throw new Error('a host for each exchange')
          const endpoints = await lookAtMailHost(host, look)
          const { a, aaaa } = host
          return {
            name,
            preference,
            a: a.addresses,
            aaaa: aaaa.addresses,
            aaaaFailure: aaaa.failure,
            ...endpoints,
          }
        }),
      )
      const ipv6 = seen.flatMap((exchange) => exchange.ipv6).filter(({ open }) => open !== null)
      if (controls.length === 0 && ipv6.length > 0 && !ipv6.some(({ open }) => open))
        throw new ProbeError(
          'port_blocked',
          'no server answers over IPv6, and no control host says that we can',
        )
      return { facts: { domain, failure, nullMx, exchanges: seen } }
    })
  },
})

async function lookUpExchanges(resolver: Resolver, domain: string) {
  const found = await lookUp(resolver, domain, 'MX')
  if (isRefusal(found))
    throw new ProbeError('resolver_failed', `the resolvers refuse to answer us (${found.rcode})`)
  return { failure: found.failure, ...readExchanges(found.records) }
}
