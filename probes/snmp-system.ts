import { z } from 'zod'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

/** Who the device says it is, and whether it forwards IPv6 (SNMPv2-MIB, IP-MIB RFC 4293, IPV6-MIB RFC 2465). */
export const snmpSystem = defineProbe({
  version: 1,
  budgetMs: 20_000,
  settings: snmpTarget,
  facts: z.object({
    sysName: z.string(),
    sysDescr: z.string(),
    sysObjectId: z.string(),
    sysLocation: z.string(),
    sysContact: z.string(),
    /** From ipv6IpForwarding.0, else the older ipv6Forwarding.0; `not_supported` when the agent has neither. */
    ipv6Forwarding: z.enum(['forwarding', 'not_forwarding', 'not_supported']),
    ipv6ForwardingSource: z.enum(['ipv6IpForwarding', 'ipv6Forwarding']).nullable(),
    ipv4Forwarding: z.enum(['forwarding', 'not_forwarding', 'not_supported']),
    /** snmpEngineBoots: grows at each restart of the agent; null where not served. */
    engineBoots: z.number().nullable(),
  }),
  needsIpv6: ({ address }) => address.includes(':'),
  run() {
    throw new Error('to be written')
  },
})
