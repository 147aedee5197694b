import { z } from 'zod'
import { gauges } from './lib/gauges.ts'
import { ipPrefix, parsePrefix } from './lib/ip-prefix.ts'
import { runLook } from './lib/look.ts'
import { withAgent } from './lib/snmp.ts'
import { type TableReader, tableReader, tableStates } from './lib/snmp-capability.ts'
import { type InterfaceNames, readInterfaceNames } from './lib/snmp-interface.ts'
import { neighboursOn } from './lib/snmp-neighbour-table.ts'
import { countRoutes } from './lib/snmp-route-count.ts'
import { chooseTables, findRoutes, matchedText } from './lib/snmp-route-search.ts'
import type { Route } from './lib/snmp-route-table.ts'
import { snmpTarget } from './lib/snmp-target.ts'
import { defineProbe } from './probe.ts'

const budgetMs = 60_000

const route = z.object({
  /** `blackhole` stands for IPV6-MIB's discard too. */
  type: z.enum(['other', 'reject', 'local', 'remote', 'blackhole']).nullable(),
  /** IANAipRouteProtocol by its MIB name. net-snmp says `local` of every route. */
  proto: z.string().nullable(),
  /** null: straight on the link, or not told. */
  nextHop: z.string().nullable(),
  ifIndex: z.number().nullable(),
  /** ifName, else ifDescr. */
  ifName: z.string().nullable(),
  /** The other name that an inventory may know it by. */
  ifDescr: z.string().nullable(),
})
const defaultRoute6 = route.extend({
  /** Whether the device knows the MAC address of the next hop; null where it cannot be told. */
  nextHopResolved: z.boolean().nullable(),
})

const facts = z.object({
  tables: tableStates,
  /** The table in which each family was looked for; null when the agent has no route of it in any. */
  sources: z.object({ ipv4: z.string().nullable(), ipv6: z.string().nullable() }),
  /** Routes to 0.0.0.0/0 and ::/0; several for a multipath. */
  default4: z.array(route),
  default6: z.array(defaultRoute6),
  /** One entry for each of `settings.prefixes`, in that order. */
  prefixes: z.array(
    z.object({
      prefix: z.string(),
      /** The block of the best route: the prefix itself, one around it, the default; null for no route. */
      matched: z.string().nullable(),
      routes: z.array(route),
    }),
  ),
  /** Of a whole walk, when `settings.census` asks for one and the table is not too long; else null. */
  census: z
    .object({
      /** Whether some IPv6 route beyond the links came by another protocol than local; and is of type remote. */
      ipv6Learned: z.boolean(),
      ipv6Remote: z.boolean(),
    })
    .nullable(),
  truncated: z.boolean(),
})

/**
 * Default routes and the routes to some blocks, by narrow walks that cost the same on a full Internet table (domain
 * rules 3.6). inetCidrRouteTable RFC 4292; else ipv6RouteTable RFC 2465, ipCidrRouteTable RFC 2096, ipRouteTable.
 *
 * Samples: `routes` (inetCidrRouteNumber) or `routes4` (ipCidrRouteNumber), and with a census
 * `routes.<table>.<ipv4|ipv6>`.
 */
export const snmpRoutes = defineProbe({
  version: 2,
  budgetMs,
  settings: snmpTarget.extend({
    /** Blocks whose best route is wanted, such as the data centre's. */
    prefixes: z.array(ipPrefix).max(16).default([]),
    /** Counts all routes too, unless there are more than 5,000. */
    census: z.boolean().default(false),
  }),
  facts,
  needsIpv6: ({ address }) => address.includes(':'),
  run: (settings, context) =>
    runLook<z.output<typeof facts>>(context, (look) =>
      withAgent(look, settings, budgetMs, async (agent) => {
        const reader = tableReader(agent, look.missingTables)
        const { inetCidrRouteNumber, ipCidrRouteNumber } = await reader.get(
          'inetCidrRouteNumber',
          'ipCidrRouteNumber',
        )
        const tables = await chooseTables(reader)
        const default6 = await findRoutes(reader, tables, blockOf('::/0'))
        const default4 = await findRoutes(reader, tables, blockOf('0.0.0.0/0'))
        const prefixes = []
        for (const prefix of settings.prefixes) {
          const found = await findRoutes(reader, tables, blockOf(prefix), { longest: true })
          prefixes.push({ prefix, matched: matchedText(found), routes: found.routes })
        }
        const routes = [...default6.routes, ...default4.routes, ...prefixes.flatMap((found) => found.routes)]
        const names = await readInterfaceNames(
          reader,
          routes.flatMap(({ ifIndex }) => ifIndex ?? []),
        )
        const resolved = await resolvedHops(reader, default6.routes)
        const counted = settings.census ? await countRoutes(reader, inetCidrRouteNumber) : null
        return {
          facts: {
            tables: await reader.states(),
            sources: { ipv4: tables.ipv4?.table ?? null, ipv6: tables.ipv6?.table ?? null },
            default4: default4.routes.map((each) => named(each, names)),
            default6: default6.routes.map((each, position) => ({
              ...named(each, names),
              nextHopResolved: resolved[position] ?? null,
            })),
            prefixes: prefixes.map((found) => ({
              ...found,
              routes: found.routes.map((each) => named(each, names)),
            })),
            census: counted?.facts ?? null,
            truncated: !reader.isWhole(),
          },
          samples: [
            ...gauges({ routes: inetCidrRouteNumber, routes4: ipCidrRouteNumber }),
            ...(counted?.samples ?? []),
          ],
        }
      }),
    ),
})

function blockOf(text: string) {
  const block = parsePrefix(text)
  if (block === null) throw new RangeError(`${text} is no address block`) // the settings were checked
  return block
}

function named(found: Route, names: InterfaceNames) {
  return { ...found, ifName: names.nameOf(found.ifIndex), ifDescr: names.descriptionOf(found.ifIndex) }
}

/** Whether each route's next hop is in the neighbour table of its interface with a MAC address. */
async function resolvedHops(reader: TableReader, routes: Route[]): Promise<(boolean | null)[]> {
  const hops = routes.filter(({ nextHop, ifIndex }) => nextHop !== null && ifIndex !== null)
  const isServed = hops.length > 0 && (await reader.survey(['ipNetToPhysicalTable'])).size > 0
  const links = new Map<number, Awaited<ReturnType<typeof neighboursOn>>>()
  for (const { ifIndex } of isServed ? hops : []) {
    if (ifIndex !== null && !links.has(ifIndex)) links.set(ifIndex, await neighboursOn(reader, ifIndex))
  }
  return routes.map(({ nextHop, ifIndex }) => {
    const neighbours = ifIndex === null ? undefined : links.get(ifIndex)
    if (nextHop === null || neighbours === undefined || !reader.isWhole()) return null
    return neighbours.some(({ address, isHost }) => address === nextHop && isHost)
  })
}
