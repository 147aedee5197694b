import { z } from 'zod'
import { addressClass } from './lib/address-class.ts'
import { runLook } from './lib/look.ts'
import { ifAnswered, withAgent } from './lib/snmp.ts'
import { findAddresses } from './lib/snmp-address-table.ts'
import { tableStates } from './lib/snmp-capability.ts'
import { ifStatusFact, parseIfIndex } from './lib/snmp-interface.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 45_000

const facts = z.object({
  /** Which table the addresses came from; `none` when the agent serves neither. */
  source: z.enum(['ip_mib', 'ipv6_mib', 'cisco_ietf_ip_mib', 'none']),
  /** What the tables together are. `malformed`: some row could not be read, so absence proves nothing. */
  table: z.enum(['ok', 'empty', 'no_such_object', 'malformed']),
  tables: tableStates,
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
})

const interfaceColumns = ['ifName', 'ifDescr', 'ifOperStatus', 'ipv6InterfaceEnableStatus'] as const

/**
 * IPv6 addresses of a device (IP-MIB ipAddressTable RFC 4293, read tolerantly; IPV6-MIB RFC 2465 or
 * CISCO-IETF-IP-MIB where that has none), and the state of the interfaces that the inventory names.
 */
export const snmpAddresses = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget.extend({
    /** ifNames (or ifDescr) of the interfaces that criteria ask about. */
    interfaces: z.array(z.string()).default([]),
  }),
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const found = await findAddresses(agent, look.missingTables)
        const wantsNames = found.addresses.length > 0 || settings.interfaces.length > 0
        const table = wantsNames ? await ifAnswered(agent.walk(interfaceColumns), null) : null
        const interfaces = [...(table?.rows ?? [])]
          .map(([index, row]) => ({
            ifIndex: parseIfIndex(index),
            name: row.ifName || row.ifDescr || '',
            row,
          }))
          .sort((one, other) => (one.ifIndex ?? 0) - (other.ifIndex ?? 0))
        const nameOf = new Map(interfaces.map(({ ifIndex, name }) => [ifIndex, name]))

        return {
          facts: {
            source: found.source,
            table: found.table,
            tables: found.tables,
            addresses: found.addresses.map((address) => ({
              ...address,
              ifName: (address.ifIndex !== null && nameOf.get(address.ifIndex)) || null,
            })),
            interfaces: settings.interfaces.map((name) => {
              const named =
                interfaces.find(({ row }) => row.ifName === name) ??
                interfaces.find(({ row }) => row.ifDescr === name)
              const { ifOperStatus, ipv6InterfaceEnableStatus } = named?.row ?? {}
              return {
                name,
                ifIndex: named?.ifIndex ?? null,
                operStatus: ifOperStatus ? ifStatusFact[ifOperStatus] : null,
                ipv6Enabled: ipv6InterfaceEnableStatus ? ipv6InterfaceEnableStatus === 'up' : null,
              }
            }),
            quirks: found.quirks,
            droppedRows: found.droppedRows,
            truncated: found.truncated || (wantsNames && !table?.isWhole),
          },
        }
      }),
    ),
})
