import { z } from 'zod'

/** Where an SNMP agent is and which credential opens it. */
export const snmpTarget = z.strictObject({
  address: z.union([z.ipv4(), z.ipv6()]),
  port: z.int().min(1).max(65535).default(161),
  credential: z.string().min(1),
})
