import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { type Delegation, lookAtDelegation } from './lib/dns-delegation.ts'
import { lookUp } from './lib/dns-lookup.ts'
import { readName } from './lib/dns-name.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { rootServers, rootsOf } from './lib/dns-roots.ts'
import { createWalk } from './lib/dns-walk.ts'
import { lookAtNameServers } from './lib/dns-zone-servers.ts'
import { dnssecFacts } from './lib/dnssec-facts.ts'
import { failureClass } from './lib/failure-class.ts'
import { runLook } from './lib/look.ts'
import { defineProbe, ProbeError, type Sample } from './probe.ts'

const addresses = z.object({ a: z.array(z.string()), aaaa: z.array(z.string()) })

const facts = z.object({
  zone: z.string(),
  /** Why there is no delegation to look at (NXDOMAIN; NODATA for a name inside another zone; …). */
  failure: failureClass.nullable(),
  /** What the parent's servers say, asked without recursion. */
  delegation: z
    .object({
      parent: z.string(),
      /** authoritative: the parent's servers have the zone too, and show no delegation of their own. */
      seen: z.enum(['referral', 'authoritative']),
      names: z.array(z.string()), // sorted
      /** Whether all servers of the parent that answered gave the same names. */
      agree: z.boolean(),
    })
    .nullable(),
  /** NS set of the zone's own servers, sorted; null when none answers for it. */
  child: z.array(z.string()).nullable(),
  sameSet: z.boolean().nullable(),
  servers: z.array(
    z.object({
      name: z.string(),
      atParent: z.boolean(),
      atChild: z.boolean().nullable(),
      /** The name lies in the zone, so that it needs glue. */
      inZone: z.boolean(),
      glue: addresses.nullable(),
      own: z
        .object({
          a: z.array(z.string()),
          aaaa: z.array(z.object({ address: z.string(), class: addressClass })),
        })
        .nullable(),
      glueFailure: failureClass.nullable(),
      addresses: z.array(
        z.object({
          address: z.string(),
          family: z.union([z.literal(4), z.literal(6)]),
          /** Answers for the zone; null when the safety check forbids asking. */
          authoritative: z.boolean().nullable(),
          faults: z.array(failureClass), // sorted
        }),
      ),
    }),
  ), // sorted by name
  dnssec: z
    .object({
      /** no_ds: signed, but the parent does not say so. unproved: neither proved nor refuted by our resolver. */
      status: z.enum(['unsigned', 'no_ds', 'valid', 'bogus', 'unproved']),
      ds: z.array(z.object({ algorithm: z.number(), digestType: z.number() })).nullable(),
      algorithms: z.array(z.number()), // of DNSKEY, sorted
      /** Names of weak algorithms and digests in use (RFC 8624 3). */
      weak: z.array(z.string()),
      dsMatchesKey: z.boolean().nullable(),
      /** When the first signature ends; the days are a sample. */
      signatures: z.enum(['more_than_3_days', 'at_most_3_days', 'expired']).nullable(),
    })
    .nullable(),
})
type Facts = z.output<typeof facts>

/** How a zone is delegated, served and signed: the parent's word against the zone's own (domain rules 4.2). */
export const dnsZone = defineProbe({
  version: 2,
  budgetMs: 120_000,
  settings: z.strictObject({
    zone: z.string().min(1).max(253),
    /** Services in the zone, to see whether its servers deny AAAA of names that exist (RFC 4074). */
    hosts: z.array(z.string().min(1).max(253)).max(8).default([]),
    /** Where to begin looking for the parent's servers, as `address` or `address#port`. */
    roots: z.array(z.string()).default(rootServers),
  }),
  facts,
  needsIpv6: () => true,
  run(settings, context) {
    return runLook<Facts>(context, async (look) => {
      const zone = readName(settings.zone)
      if (zone === '.') throw new ProbeError('bad_settings', 'the root has no parent')
      const hosts = settings.hosts.map(readName)
      const roots = rootsOf(settings.roots, [4, 6])
      const walk = createWalk({ roots, families: [4, 6], everyServer: false }, look)
      const { cuts, failure } = await walk.to(zone)
      const parent = cuts.at(-2)
      const none = { zone, delegation: null, child: null, sameSet: null, servers: [], dnssec: null }
      if (failure !== null || parent === undefined || cuts.at(-1)?.zone !== zone)
        return { facts: { ...none, failure: failure ?? 'NODATA' } }
      const delegation = await lookAtDelegation(zone, parent, look)
      if (delegation === null) return { facts: { ...none, failure: 'DNS_TIMEOUT' } }
      const resolver = createResolver(look)
      const { servers, child, seen } = await lookAtNameServers(zone, delegation, hosts, resolver, look)
      const { facts: dnssec, days } = dnssecFacts(
        zone,
        delegation.ds,
        seen,
        await lookUp(resolver, zone, 'NS'),
      )
      return {
        facts: {
          zone,
          failure: null,
          delegation: describe(delegation, parent.zone),
          child,
          sameSet: child && child.join() === delegation.names.join(),
          servers,
          dnssec,
        },
        samples: days === null ? [] : [daysSample(days)],
      }
    })
  },
})

function describe({ seen, names, agree }: Delegation, parent: string) {
  return { parent, seen, names, agree }
}

function daysSample(days: number): Sample {
  return { series: 'dnssec.daysToExpiry', kind: 'gauge', value: Math.round(days * 100) / 100 }
}
