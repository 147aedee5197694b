import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

/**
 * IPv6 addresses of a device (IP-MIB ipAddressTable RFC 4293, read tolerantly; IPV6-MIB RFC 2465 where that has
 * none), and the state of the interfaces that the inventory names.
 */
export const snmpAddresses = defineProbe({
  version: 1,
  budgetMs: 45_000,
  settings: snmpTarget.extend({
    /** ifNames (or ifDescr) of the interfaces that criteria ask about. */
    interfaces: z.array(z.string()).default([]),
  }),
  facts: z.object({
    /** Which table the addresses came from; `none` when the agent serves neither. */
    source: z.enum(['ip_mib', 'ipv6_mib', 'none']),
    /** `malformed`: some row could not be read, so absence proves nothing. */
    table: z.enum(['ok', 'empty', 'no_such_object', 'malformed']),
    addresses: z.array(
      z.object({
        address: z.string(), // RFC 5952, without zone
        class: addressClass,
        ifIndex: z.number().nullable(),
        ifName: z.string().nullable(),
        prefixLength: z.number().nullable(),
        status: z
          .enum([
            'preferred',
            'deprecated',
            'invalid',
            'inaccessible',
            'unknown',
            'tentative',
            'duplicate',
            'optimistic',
          ])
          .nullable(),
        origin: z.enum(['other', 'manual', 'dhcp', 'linklayer', 'random']).nullable(),
      }),
    ),
    /** One entry for each name in `settings.interfaces`, in that order. */
    interfaces: z.array(
      z.object({
        name: z.string(),
        /** null: the device has no such interface. */
        ifIndex: z.number().nullable(),
        operStatus: z
          .enum(['up', 'down', 'testing', 'unknown', 'dormant', 'not_present', 'lower_layer_down'])
          .nullable(),
        /** ipv6InterfaceEnableStatus, null where not served. */
        ipv6Enabled: z.boolean().nullable(),
      }),
    ),
    /** Forms of index that the standard does not allow but that were read all the same. */
    quirks: z.array(z.string()),
    droppedRows: z.number(),
    truncated: z.boolean(),
  }),
  needsIpv6: ({ address }) => address.includes(':'),
  run() {
    throw new Error('to be written')
  },
})
