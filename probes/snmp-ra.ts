import { z } from 'zod'
import { runLook } from './lib/look.ts'
import type { ObjectName } from './lib/mib.ts'
import { withAgent } from './lib/snmp.ts'
import { findAddresses } from './lib/snmp-address-table.ts'
import { type TableReader, tableReader, tableStates } from './lib/snmp-capability.ts'
import { parseInetIndex } from './lib/snmp-inet-index.ts'
import { parseIfIndex, readInterfaceNames } from './lib/snmp-interface.ts'
import { findPrefixes, type LinkPrefix, truth } from './lib/snmp-prefix-table.ts'
import { prefixesOf } from './lib/snmp-prefixes-of-addresses.ts'
import type { TableName } from './lib/snmp-tables.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 45_000
/** Links that facts hold. */
const maxRows = 500

const ifRef = { ifIndex: z.number(), ifName: z.string().nullable() }

const facts = z.object({
  tables: tableStates,
  /** One entry for each name in `settings.interfaces`, in that order, to find it below by its ifIndex. */
  interfaces: z.array(z.object({ name: z.string(), ifIndex: z.number().nullable() })),
  /** ipv6RouterAdvertTable: what the device says, or would say, to hosts on each link. */
  adverts: z.array(
    z.object({
      ...ifRef,
      send: z.boolean().nullable(),
      /** The M and O flags: addresses, and other settings, by DHCPv6. */
      managed: z.boolean().nullable(),
      otherConfig: z.boolean().nullable(),
      /** 0: hosts must not take this router as their default. */
      lifetimeSeconds: z.number().nullable(),
      /** 0: no MTU is advertised. */
      linkMtu: z.number().nullable(),
    }),
  ),
  /** IPv6 blocks on the links, without those that every link has. */
  prefixes: z.array(
    z.object({
      ...ifRef,
      prefix: z.string(),
      /** `addresses`: no prefix table, so from the device's own addresses and their prefix lengths. */
      from: z.enum(['prefix_table', 'addresses']),
      origin: z.enum(['other', 'manual', 'wellknown', 'dhcp', 'routeradv']).nullable(),
      onLink: z.boolean().nullable(),
      autonomous: z.boolean().nullable(),
    }),
  ),
  /** ipv6InterfaceTable, else the older ipv6IfTable, which does not tell of forwarding. */
  ipv6Interfaces: z.array(
    z.object({ ...ifRef, enabled: z.boolean().nullable(), forwarding: z.boolean().nullable() }),
  ),
  /** ipDefaultRouterTable: the routers that a host has heard of. */
  defaultRouters: z.array(z.object({ ...ifRef, address: z.string(), usable: z.boolean().nullable() })),
  truncated: z.boolean(),
})

const advertColumns = [
  'ipv6RouterAdvertSendAdverts',
  'ipv6RouterAdvertManagedFlag',
  'ipv6RouterAdvertOtherConfigFlag',
  'ipv6RouterAdvertLinkMTU',
  'ipv6RouterAdvertDefaultLifetime',
] as const

/** IPv6 on the links of a router: router advertisements, prefixes and what is switched on (IP-MIB RFC 4293). */
export const snmpRa = defineProbe({
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
        const reader = tableReader(agent, look.missingTables)
        const names = await readInterfaceNames(reader)
        const served = await reader.survey([
          'ipv6RouterAdvertTable',
          'ipAddressPrefixTable',
          'ipv6InterfaceTable',
          'ipv6IfTable',
          'ipDefaultRouterTable',
        ])
        const ref = (ifIndex: number) => ({ ifIndex, ifName: names.nameOf(ifIndex) })
        const adverts = await byIfIndex(reader, 'ipv6RouterAdvertTable', advertColumns)
        const listed = await findPrefixes(reader)
        const addresses = served.has('ipAddressPrefixTable')
          ? null
          : await reader.tolerate(findAddresses(agent, look.missingTables), null)
        if (addresses?.truncated) reader.cut()
        const derived = addresses ? prefixesOf(addresses) : []
        return {
          facts: {
            interfaces: settings.interfaces.map((name) => ({ name, ifIndex: names.indexOf(name) })),
            adverts: adverts.map(({ ifIndex, row }) => ({
              ...ref(ifIndex),
              send: truth(row.ipv6RouterAdvertSendAdverts),
              managed: truth(row.ipv6RouterAdvertManagedFlag),
              otherConfig: truth(row.ipv6RouterAdvertOtherConfigFlag),
              lifetimeSeconds: row.ipv6RouterAdvertDefaultLifetime ?? null,
              linkMtu: row.ipv6RouterAdvertLinkMTU ?? null,
            })),
            prefixes: [
              ...listed.map((found) => ({ ...found, from: 'prefix_table' as const })),
              ...derived.map((found) => ({ ...found, from: 'addresses' as const })),
            ]
              .sort(byLink)
              .map((found) => ({ ...ref(found.ifIndex), ...found })),
            ipv6Interfaces: (await ipv6Interfaces(reader)).map(({ ifIndex, ...states }) => ({
              ...ref(ifIndex),
              ...states,
            })),
            defaultRouters: (await defaultRouters(reader)).map(({ ifIndex, ...router }) => ({
              ...ref(ifIndex),
              ...router,
            })),
            tables: await reader.states(),
            truncated: !reader.isWhole(),
          },
        }
      }),
    ),
})

function byLink(one: LinkPrefix, other: LinkPrefix): number {
  return one.ifIndex - other.ifIndex || (one.prefix < other.prefix ? -1 : 1)
}

/** Rows of a table whose index is an ifIndex, in its order. */
async function byIfIndex<Name extends ObjectName>(
  reader: TableReader,
  table: TableName,
  columns: readonly Name[],
) {
  const rows = await reader.walk(table, columns, { maxRows })
  return [...rows]
    .flatMap(([index, row]) => {
      const ifIndex = parseIfIndex(index)
      return ifIndex === null ? [] : [{ ifIndex, row }]
    })
    .sort((one, other) => one.ifIndex - other.ifIndex)
}

async function ipv6Interfaces(reader: TableReader) {
  const current = await byIfIndex(reader, 'ipv6InterfaceTable', [
    'ipv6InterfaceEnableStatus',
    'ipv6InterfaceForwarding',
  ])
  if (current.length > 0) {
    return current.map(({ ifIndex, row }) => ({
      ifIndex,
      enabled: row.ipv6InterfaceEnableStatus ? row.ipv6InterfaceEnableStatus === 'up' : null,
      forwarding: row.ipv6InterfaceForwarding ? row.ipv6InterfaceForwarding === 'forwarding' : null,
    }))
  }
  const old = await byIfIndex(reader, 'ipv6IfTable', ['ipv6IfAdminStatus'])
  return old.map(({ ifIndex, row }) => ({
    ifIndex,
    enabled: row.ipv6IfAdminStatus ? row.ipv6IfAdminStatus === 'up' : null,
    forwarding: null,
  }))
}

/** Index: InetAddressType, InetAddress, ifIndex. Lifetimes run down from look to look, so only whether any is left. */
async function defaultRouters(reader: TableReader) {
  const table = 'ipDefaultRouterTable'
  const rows = await reader.walk(table, ['ipDefaultRouterLifetime'], { maxRows })
  const routers = [...rows].flatMap(([index, { ipDefaultRouterLifetime }]) => {
    const end = index.lastIndexOf('.')
    const parsed = parseInetIndex(index.slice(0, end))
    const ifIndex = parseIfIndex(index.slice(end + 1))
    if (parsed.kind === 'ipv4') return []
    if (parsed.kind === 'unreadable' || ifIndex === null) {
      reader.distrust(table)
      return []
    }
    const usable = typeof ipDefaultRouterLifetime === 'number' ? ipDefaultRouterLifetime > 0 : null
    return [{ ifIndex, address: parsed.address, usable }]
  })
  return routers.sort((one, other) => one.ifIndex - other.ifIndex || (one.address < other.address ? -1 : 1))
}
