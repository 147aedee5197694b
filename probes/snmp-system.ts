import { z } from 'zod'
import { runLook } from './lib/look.ts'
import { withAgent } from './lib/snmp.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe, type Sample } from './probe.ts'

const budgetMs = 20_000

/** The objects that tell whether IPv6 is forwarded; the first that the agent has counts. */
const forwardingSource = z.enum(['ipv6IpForwarding', 'ipv6Forwarding', 'cIpv6Forwarding'])
const forwardingFact = { forwarding: 'forwarding', notForwarding: 'not_forwarding' } as const

const facts = z.object({
  sysName: z.string(),
  sysDescr: z.string(),
  sysObjectId: z.string(),
  sysLocation: z.string(),
  sysContact: z.string(),
  /** From ipv6IpForwarding.0, else the older objects; `not_supported` when the agent has none of them. */
  ipv6Forwarding: z.enum(['forwarding', 'not_forwarding', 'not_supported']),
  ipv6ForwardingSource: forwardingSource.nullable(),
  ipv4Forwarding: z.enum(['forwarding', 'not_forwarding', 'not_supported']),
  /** snmpEngineBoots: grows at each restart of the agent; null where not served. */
  engineBoots: z.number().nullable(),
})

/**
 * Who the device says it is, and whether it forwards IPv6 (SNMPv2-MIB; IP-MIB RFC 4293, IPV6-MIB RFC 2465,
 * CISCO-IETF-IP-MIB).
 */
export const snmpSystem = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget,
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const seen = await agent.get(
          'sysName',
          'sysDescr',
          'sysObjectID',
          'sysLocation',
          'sysContact',
          'sysUpTime',
          'ipv6IpForwarding',
          'ipv6Forwarding',
          'cIpv6Forwarding',
          'ipForwarding',
          'snmpEngineBoots',
        )
        const source = forwardingSource.options.find((name) => seen[name] !== null)
        const ipv6Forwarding = source && seen[source]
        const samples: Sample[] =
          seen.sysUpTime === null ? [] : [{ series: 'sysUpTime', kind: 'gauge', value: seen.sysUpTime }]
        return {
          facts: {
            sysName: seen.sysName ?? '',
            sysDescr: seen.sysDescr ?? '',
            sysObjectId: seen.sysObjectID ?? '',
            sysLocation: seen.sysLocation ?? '',
            sysContact: seen.sysContact ?? '',
            ipv6Forwarding: ipv6Forwarding ? forwardingFact[ipv6Forwarding] : 'not_supported',
            ipv6ForwardingSource: source ?? null,
            ipv4Forwarding: seen.ipForwarding ? forwardingFact[seen.ipForwarding] : 'not_supported',
            engineBoots: seen.snmpEngineBoots,
          },
          samples,
        }
      }),
    ),
})
