import { isIPv6 } from 'node:net'
import { z } from 'zod'
import { ipPrefix, parsePrefix, prefixText } from './lib/ip-prefix.ts'
import { runLook } from './lib/look.ts'
import { isVirtualRouter } from './lib/mac-address.ts'
import { withAgent } from './lib/snmp.ts'
import { type TableReader, tableReader, tableStates } from './lib/snmp-capability.ts'
import { type InterfaceNames, readInterfaceNames } from './lib/snmp-interface.ts'
import { findNeighbours, type Neighbour } from './lib/snmp-neighbour-table.ts'
import { saysSomething } from './lib/snmp-prefix-table.ts'
import { chooseTables } from './lib/snmp-route-search.ts'
import { routesWithin } from './lib/snmp-routes-within.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 60_000
/** What facts hold: more stand on no link that is managed, and are told to be too many. */
const mostStations = 256
const mostAddresses = 8
const mostBlocks = 100
const mostRoutes = 500
/** Of the address plan every LAN is a /64 (RFC 7421). */
const lanLength = 64

const on = { ifIndex: z.number(), ifName: z.string().nullable() }

const facts = z.object({
  tables: tableStates,
  /** The IPv4 addresses of the device itself, which another knows as a neighbour or next hop. */
  own4: z.array(z.string()),
  /**
   * Who stands on the links that the settings do not name: one entry for each machine, of its addresses but those that every
   * link has. Empty unless `settings.hosts` names the links of people, since others would be theirs.
   */
  stations: z.array(z.object({ ...on, addresses: z.array(z.string()) })),
  /** The /64s in which hosts of the links in `settings.hosts` have addresses; who they are is not told. */
  blocks: z.array(z.object({ ...on, prefix: z.string() })),
  /** Routes to blocks within `settings.within`, without single addresses and those that are thrown away. */
  routes: z.array(
    z.object({
      prefix: z.string(),
      /** null: straight on the link, or not told. */
      nextHop: z.string().nullable(),
      ifName: z.string().nullable(),
    }),
  ),
  truncated: z.boolean(),
})

/**
 * What a router or switch knows of what stands around it, for discovery: the machines on its links, the blocks that they use,
 * and where it sends what is of the province's blocks. ipNetToPhysicalTable RFC 4293 and its predecessors,
 * inetCidrRouteTable RFC 4292 or ipv6RouteTable RFC 2465. Nobody is asked but the device. MAC addresses join the
 * addresses of a machine and are not told.
 */
export const snmpAround = defineProbe({
  version: 1,
  budgetMs,
  settings: snmpTarget.extend({
    /** ifNames (or ifDescr) of the interfaces towards users and Wi-Fi, whose machines are people's. */
    hosts: z.array(z.string()).default([]),
    /** Of the uplinks, beyond which others are. */
    outward: z.array(z.string()).default([]),
    /** Blocks whose routes are wanted: what was allocated to the province. */
    within: z.array(ipPrefix).max(16).default([]),
  }),
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        const names = await readInterfaceNames(reader)
        const { neighbours } = await findNeighbours(reader)
        const own4 = await ownAddresses(reader, neighbours)
        const routes = await routesWithin(
          reader,
          await chooseTables(reader),
          settings.within.flatMap((text) => parsePrefix(text) ?? []),
        )
        const hosts = settings.hosts.map((name) => names.indexOf(name))
        const outward = settings.outward.map((name) => names.indexOf(name))
        const met = neighbours.filter(({ isHost, address, mac }) => {
          return isHost && says(address) && mac !== null && !isVirtualRouter(mac)
        })
        const others = met.filter(({ ifIndex }) => !hosts.includes(ifIndex) && !outward.includes(ifIndex))
        return {
          facts: {
            tables: await reader.states(),
            own4,
            stations: atMost(hosts.length > 0 ? stationsOf(others, names) : [], mostStations, reader),
            blocks: atMost(blocksOf(met, hosts, names), mostBlocks, reader),
            routes: atMost(routes, mostRoutes, reader).map(({ prefix, nextHop, ifIndex }) => ({
              ...{ prefix, nextHop, ifName: names.nameOf(ifIndex) },
            })),
            truncated: !reader.isWhole(),
          },
        }
      }),
    ),
})

function atMost<T>(all: T[], most: number, reader: TableReader): T[] {
  if (all.length > most) reader.cut()
  return all.slice(0, most)
}

/** ipAddrTable (RFC 1213), which agents serve to this day, and what the neighbour table calls the device's own. */
async function ownAddresses(reader: TableReader, neighbours: Neighbour[]): Promise<string[]> {
  await reader.survey(['ipAddrTable'])
  const rows = await reader.walk('ipAddrTable', ['ipAdEntIfIndex'], { maxRows: 2_000 })
  const local = neighbours.filter(({ family, isOwn }) => family === 4 && isOwn)
  const all = [...rows.keys(), ...local.map(({ address }) => address)]
  return [...new Set(all.filter(says))].sort()
}

/** Whether an address says where something is: those that every link or machine has do not. */
function says(address: string): boolean {
  return isIPv6(address) ? saysSomething(address) : !/^(0|127|169\.254)\./.test(address)
}

/** One for each interface and MAC address, in the order of the interfaces and addresses. */
function stationsOf(met: Neighbour[], names: InterfaceNames) {
  const byMac = new Map<string, Neighbour[]>()
  for (const one of met) {
    const key = `${one.ifIndex} ${one.mac}`
    byMac.set(key, [...(byMac.get(key) ?? []), one])
  }
  return [...byMac.values()]
    .map((known) => ({
      ifIndex: known[0]?.ifIndex ?? 0,
      ifName: names.nameOf(known[0]?.ifIndex ?? null),
      addresses: [...new Set(known.map(({ address }) => address))].sort().slice(0, mostAddresses),
    }))
    .sort((one, other) => one.ifIndex - other.ifIndex || compare(one.addresses[0], other.addresses[0]))
}

function blocksOf(met: Neighbour[], links: (number | null)[], names: InterfaceNames) {
  const found = new Map<string, { ifIndex: number; ifName: string | null; prefix: string }>()
  for (const { ifIndex, address } of met) {
    const block = links.includes(ifIndex) && isIPv6(address) ? parsePrefix(`${address}/${lanLength}`) : null
    if (block === null) continue
    const prefix = prefixText(block)
    found.set(`${ifIndex} ${prefix}`, { ifIndex, ifName: names.nameOf(ifIndex), prefix })
  }
  return [...found.values()].sort(
    (one, other) => one.ifIndex - other.ifIndex || compare(one.prefix, other.prefix),
  )
}

function compare(one = '', other = ''): number {
  return one < other ? -1 : Number(one > other)
}
