import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { createCutCheck } from './lib/dns-cut.ts'
import { findHostByWalk } from './lib/dns-host-by-walk.ts'
import { readName } from './lib/dns-name.ts'
import { rootServers, rootsOf } from './lib/dns-roots.ts'
import { createWalk } from './lib/dns-walk.ts'
import { failureClass } from './lib/failure-class.ts'
import { runLook } from './lib/look.ts'
import { defineProbe, ProbeError } from './probe.ts'

/** Whether a zone and its services can be found by somebody who has IPv6 alone: from the root, without a resolver. */
export const dnsIpv6Only = defineProbe({
  version: 2,
  budgetMs: 120_000,
  settings: z.strictObject({
    zone: z.string().min(1).max(253),
    /** Services whose AAAA is looked for at the end. */
    hosts: z.array(z.string().min(1).max(253)).max(8).default([]),
    /** Where to begin, as `address` or `address#port`; those of IPv4 are left out. */
    roots: z.array(z.string()).default(rootServers),
  }),
  facts: z.object({
    zone: z.string(),
    /** Every zone cut has a server that works over IPv6, down to the zone itself. */
    complete: z.boolean(),
    /** Why it is not complete. */
    failure: failureClass.nullable(),
    /** From the root down, as far as the walk came. */
    cuts: z.array(
      z.object({
        zone: z.string(),
        /** Names in the delegation; for the root, the addresses that we were told. */
        servers: z.number(),
        withAddress: z.number(),
        /** Authoritative over UDP and TCP at one IPv6 address at least. */
        working: z.number(),
        overUdp: z.number(),
        /** Why none works; null when one does. */
        failure: failureClass.nullable(),
      }),
    ),
    /** AAAA of each service, sorted by host. */
    hosts: z.array(
      z.object({
        host: z.string(),
        failure: failureClass.nullable(),
        addresses: z.array(z.object({ address: z.string(), class: addressClass })),
      }),
    ),
  }),
  needsIpv6: () => true,
  run(settings, context) {
    return runLook(context, async (look) => {
      const zone = readName(settings.zone)
      const hosts = [...new Set(settings.hosts.map(readName))].sort()
      const roots = rootsOf(settings.roots, [6])
      if (roots.length === 0) throw new ProbeError('bad_settings', 'no root server with an IPv6 address')
      const check = createCutCheck(look)
      const walk = createWalk({ roots, families: [6], everyServer: true, visit: check.visit }, look)
      const walked = await walk.to(zone)
      const found = []
      for (const host of hosts) found.push({ host, ...(await findHostByWalk(walk, host)) })
      const cuts = await Promise.all(walked.cuts.map(check.factsOf))
      const failure =
        cuts.find((cut) => cut.failure !== null)?.failure ??
        walked.failure ??
        (walked.cuts.at(-1)?.zone === zone ? null : 'NODATA')
      return { facts: { zone, complete: failure === null, failure, cuts, hosts: found } }
    })
  },
})
