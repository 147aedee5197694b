import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'
import { addressClass, canonicalAddress } from './lib/address-class.ts'
import { gauges } from './lib/gauges.ts'
import { runLook } from './lib/look.ts'
import { isVirtualRouter, parseMac } from './lib/mac-address.ts'
import { withAgent } from './lib/snmp.ts'
import { tableReader, tableStates } from './lib/snmp-capability.ts'
import { readInterfaceNames } from './lib/snmp-interface.ts'
import { findNeighbours, type Neighbour } from './lib/snmp-neighbour-table.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe, type MemberSet, type Sample } from './probe.ts'

const budgetMs = 60_000

const router = z.string().refine((text) => isIPv4(text) || isIPv6(text) || parseMac(text) !== null, {
  error: 'neither an address nor a MAC address',
})

const facts = z.object({
  tables: tableStates,
  /** The table that each family was read from, null where none has rows. */
  sources: z.object({ ipv4: z.string().nullable(), ipv6: z.string().nullable() }),
  /** One entry for each name in `settings.interfaces`, in that order. The hosts are counted in samples. */
  interfaces: z.array(
    z.object({
      name: z.string(),
      /** null: the device has no such interface. */
      ifIndex: z.number().nullable(),
      /** Whether some host has an IPv4 address; absent where the probe did not tell yet. */
      ipv4: z.boolean().optional(),
      /** Classes of the IPv6 addresses of hosts; `global` when some host has a GUA. */
      ipv6Classes: z.array(addressClass),
    }),
  ),
  truncated: z.boolean(),
})

/**
 * Hosts that a router knows on its links, by MAC address: how many were seen, and how many of them with a global IPv6
 * address (domain rules 2.4, LAN-02 and WIF-01). ipNetToPhysicalTable RFC 4293, with its predecessors.
 *
 * Samples: `rows.ipv4` and `rows.ipv6`, all rows read; and for each interface `if.<name>.` followed by `hosts` (distinct
 * MAC addresses), `hosts4` (in IPv4), `hostsGua` (with an address of class global), `hosts4Gua` (in both) and
 * `hostsDoc`, `hosts4Doc` (the same for 2001:db8::/32, which only a demonstration counts).
 *
 * Sets of MAC addresses, where the tables were read whole: `if.<name>.ipv4`, and `if.<name>.gua` and `if.<name>.doc`
 * where the agent has a table that would tell IPv6. MAC addresses are nowhere else.
 */
export const snmpNeighbours = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget.extend({
    /** ifNames (or ifDescr) of the interfaces towards users or Wi-Fi. */
    interfaces: z.array(z.string()).default([]),
    /** Addresses or MAC addresses of routers on those links, which are no hosts. */
    routers: z.array(router).default([]),
  }),
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        const names = await readInterfaceNames(reader, settings.interfaces.length > 0 ? undefined : [])
        const { neighbours, sources } = await findNeighbours(reader)
        const hosts = withoutRouters(neighbours, settings.routers)
        const links = settings.interfaces.map((name) => {
          const ifIndex = names.indexOf(name)
          return { name, ifIndex, hosts: hosts.filter((host) => host.ifIndex === ifIndex) }
        })
        const tables = await reader.states()
        const found = links.filter(({ ifIndex }) => ifIndex !== null)
        // no table that could hold them: then no hosts were counted, which is not that there are none
        const tells = (source: string | null, own: string) =>
          source !== null ||
          ['ipNetToPhysicalTable', own].some((table) => tables[table] === 'ok' || tables[table] === 'empty')
        const tellsIpv4 = tells(sources.ipv4, 'ipNetToMediaTable')
        const tellsIpv6 = tells(sources.ipv6, 'ipv6NetToMediaTable')
        return {
          facts: {
            tables,
            sources,
            interfaces: links.map(({ name, ifIndex, hosts }) => ({
              name,
              ifIndex,
              ipv4: hosts.some(({ family }) => family === 4),
              ipv6Classes: [...new Set(hosts.flatMap((host) => host.class ?? []))].sort(),
            })),
            truncated: !reader.isWhole(),
          },
          samples: [
            ...gauges({
              'rows.ipv4': neighbours.filter(({ family }) => family === 4).length,
              'rows.ipv6': neighbours.filter(({ family }) => family === 6).length,
            }),
            ...found.flatMap(samplesOf),
          ],
          ...(reader.isWhole() && { sets: found.flatMap((link) => setsOf(link, { tellsIpv4, tellsIpv6 })) }),
        }
      }),
    ),
})

/** A MAC address that answers for a router's address is left out with all its addresses. */
function withoutRouters(neighbours: Neighbour[], routers: string[]): Neighbour[] {
  const known = new Set(
    routers.map((text) => (isIPv6(text) ? canonicalAddress(text) : (parseMac(text) ?? text))),
  )
  const macs = new Set(
    neighbours.flatMap(({ address, mac }) =>
      mac !== null && (known.has(address) || known.has(mac) || isVirtualRouter(mac)) ? [mac] : [],
    ),
  )
  return neighbours.filter(({ isHost, mac }) => isHost && mac !== null && !macs.has(mac))
}

function samplesOf({ name, hosts }: { name: string; hosts: Neighbour[] }): Sample[] {
  const macs = (isCounted: (host: Neighbour) => boolean) =>
    new Set(hosts.filter(isCounted).map(({ mac }) => mac))
  const ipv4 = macs(({ family }) => family === 4)
  const gua = macs((host) => host.class === 'global')
  const doc = macs((host) => host.class === 'documentation')
  return gauges({
    [`if.${name}.hosts`]: macs(() => true).size,
    [`if.${name}.hosts4`]: ipv4.size,
    [`if.${name}.hostsGua`]: gua.size,
    [`if.${name}.hosts4Gua`]: both(ipv4, gua),
    [`if.${name}.hostsDoc`]: doc.size,
    [`if.${name}.hosts4Doc`]: both(ipv4, doc),
  })
}

function setsOf(
  { name, hosts }: { name: string; hosts: Neighbour[] },
  { tellsIpv4, tellsIpv6 }: { tellsIpv4: boolean; tellsIpv6: boolean },
): MemberSet[] {
  const set = (of: string, isMember: (host: Neighbour) => boolean): MemberSet => ({
    name: `if.${name}.${of}`,
    members: [...new Set(hosts.filter(isMember).flatMap(({ mac }) => mac ?? []))],
  })
  return [
    ...(tellsIpv4 ? [set('ipv4', ({ family }) => family === 4)] : []),
    ...(tellsIpv6
      ? [set('gua', (host) => host.class === 'global'), set('doc', (host) => host.class === 'documentation')]
      : []),
  ]
}

function both<T>(one: Set<T>, other: Set<T>): number {
  return [...one].filter((each) => other.has(each)).length
}
