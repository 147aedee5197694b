import { isIPv6 } from 'node:net'
import { Address6 } from 'ip-address'
import { z } from 'zod'
import { canonicalAddress } from './lib/address-class.ts'
import { readName } from './lib/dns-name.ts'
import { lookUpPointer } from './lib/dns-pointer.ts'
import { createResolver } from './lib/dns-resolver.ts'
import { failureClass } from './lib/failure-class.ts'
import { runLook } from './lib/look.ts'
import { evaluateSpf, expandSpf, passingRanges, spfTrouble } from './lib/mail-spf.ts'
import { rangeText } from './lib/mail-spf-record.ts'
import { defineProbe } from './probe.ts'

/** Ranges that are listed; a record of ten look-ups can have hundreds. */
const maxRanges = 40

/** Whether mail that a domain sends over IPv6 is believed to be its own: SPF, and names that lead back. */
export const mailOutbound = defineProbe({
  version: 2,
  budgetMs: 90_000,
  settings: z.strictObject({
    domain: z.string().min(1).max(253),
    /** IPv6 addresses that the domain's mail is declared to come from. */
    senders: z.array(z.string().refine(isIPv6, 'not an IPv6 address')).max(32).default([]),
  }),
  facts: z.object({
    domain: z.string(),
    spf: z.object({
      /** permerror: the record is wrong, or needs more than ten look-ups; temperror: a look-up failed. */
      record: z.enum(['found', 'none', 'permerror', 'temperror']),
      /** Terms of the record, and of those that it includes, that cost a look-up (RFC 7208 4.6.4). */
      lookups: z.number(),
      /** Some IPv6 address passes: by ip6, or by a, mx or include that come to AAAA. */
      coversIpv6: z.boolean(),
      /** Ranges of IPv6 that pass, sorted; `::/0` where all do. */
      ranges: z.array(z.string()),
    }),
    /** Sorted by address. */
    senders: z.array(
      z.object({
        address: z.string(),
        /** What a receiver makes of it; untold where the record asks for more than the address (exists, ptr, macros). */
        spf: z.enum(['pass', 'fail', 'softfail', 'neutral', 'none', 'permerror', 'temperror', 'untold']),
        names: z.array(z.string()),
        /** null: a name of the address leads back to it. */
        failure: failureClass.nullable(),
      }),
    ),
  }),
  needsIpv6: () => false,
  run(settings, context) {
    return runLook(context, async (look) => {
      const domain = readName(settings.domain)
      const addresses = [...new Set(settings.senders.map(canonicalAddress))].sort()
      const resolver = createResolver(look)
      const [{ policy, lookups }, pointers] = await Promise.all([
        expandSpf(resolver, domain),
        Promise.all(addresses.map((address) => lookUpPointer(resolver, address))),
      ])
      const ranges = [...new Set(passingRanges(policy).map(rangeText))].sort()
      return {
        facts: {
          domain,
          spf: {
            record: policy.found ? (spfTrouble(policy) ?? ('found' as const)) : ('none' as const),
            lookups,
            coversIpv6: ranges.length > 0,
            ranges: ranges.slice(0, maxRanges),
          },
          senders: pointers.map(({ address, names, failure }) => ({
            address,
            spf: evaluateSpf(policy, new Address6(address).bigInt()),
            names,
            failure,
          })),
        },
      }
    })
  },
})
