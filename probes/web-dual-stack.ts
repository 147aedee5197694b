import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { failureClass } from './lib/failure-class.ts'
import { defineProbe } from './probe.ts'

/** The same page over every A and every AAAA, each address and family pinned; never Happy Eyeballs (RFC 8305). */
export const webDualStack = defineProbe({
  version: 1,
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
    /** IPv6 against IPv4, on the best port that answers on both; null where there is nothing to compare. */
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
  run() {
    throw new Error('to be written')
  },
})
