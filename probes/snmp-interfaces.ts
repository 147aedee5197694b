import { z } from 'zod'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const status = z.enum(['up', 'down', 'testing', 'unknown', 'dormant', 'not_present', 'lower_layer_down'])

/** Interfaces with their states and tunnels (IF-MIB RFC 2863, TUNNEL-MIB RFC 4087); counters come as samples. */
export const snmpInterfaces = defineProbe({
  version: 1,
  budgetMs: 45_000,
  settings: snmpTarget,
  facts: z.object({
    interfaces: z.array(
      z.object({
        ifIndex: z.number(),
        name: z.string(),
        descr: z.string(),
        alias: z.string(),
        /** IANAifType number; 131 is tunnel. */
        type: z.number().nullable(),
        adminStatus: status.nullable(),
        operStatus: status.nullable(),
        /** ifHighSpeed, else ifSpeed, in Mb/s; null when the agent does not say. */
        speedMbps: z.number().nullable(),
        mtu: z.number().nullable(),
        /** tunnelIfEncapsMethod by its MIB name ("sixToFour", "gre", …), "method<N>" for other numbers, null for no tunnel. */
        tunnel: z.string().nullable(),
      }),
    ),
    /** Whether the agent serves TUNNEL-MIB's tunnelIfTable. */
    tunnelTable: z.enum(['ok', 'empty', 'no_such_object', 'malformed']),
    /** True when the row limit cut the table: the list is then incomplete. */
    truncated: z.boolean(),
  }),
  needsIpv6: ({ address }) => address.includes(':'),
  run() {
    throw new Error('to be written')
  },
})
