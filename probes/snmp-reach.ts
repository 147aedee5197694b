import { z } from 'zod'
import { defineProbe } from './probe.ts'

const answer = z.enum(['answered', 'silent', 'no_address'])

/** Does the device's management answer over IPv4, and over IPv6? One sysUpTime question over each transport. */
export const snmpReach = defineProbe({
  version: 1,
  budgetMs: 20_000,
  settings: z.strictObject({
    address: z.ipv4().nullable(),
    address6: z.ipv6().nullable(),
    port: z.int().min(1).max(65535).default(161),
    credential: z.string().min(1),
  }),
  /** Both silent is no fact but ProbeError `snmp_timeout`: then we do not know whether the device is there. */
  facts: z.object({ ipv4: answer, ipv6: answer }),
  needsIpv6: ({ address6 }) => address6 !== null,
  run() {
    throw new Error('to be written')
  },
})
