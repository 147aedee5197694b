import { type IpPrefix, prefixText, widen } from './ip-prefix.ts'
import { mib } from './mib.ts'
import type { TableReader } from './snmp-capability.ts'
import { type Route, type RouteTable, routeTables } from './snmp-route-table.ts'

/** The tables to search for each family; null where the agent has no route of that family anywhere. */
export type ChosenTables = { ipv4: RouteTable | null; ipv6: RouteTable | null }

/** The routes to a block, or to the smallest one around it that has any; `matched` is that block. */
export type FoundRoutes = { matched: IpPrefix | null; routes: Route[] }

/** Routes to one block that a look keeps: more are the parts of a multipath, and enough to know it. */
const mostRoutes = 16
/** Prefix lengths looked for in one packet: two forms of index each. */
const lengthsAtOnce = 10

/** Takes for each family the newest table that has routes of it. */
export async function chooseTables(reader: TableReader): Promise<ChosenTables> {
  const all = [...routeTables.ipv6, ...routeTables.ipv4]
  // the neighbour table too, in the same packet: it tells whether a next hop is resolved
  const filled = await reader.survey([...new Set(all.map(({ table }) => table)), 'ipNetToPhysicalTable'])
  const mixed = all.filter(({ table, under }) => under !== undefined && filled.has(table))
  const below = await reader.below(mixed.map(({ sign, under }) => `${mib[sign].oid}.${under}`))
  const isUsable = (table: RouteTable) =>
    filled.has(table.table) && (table.under === undefined || below[mixed.indexOf(table)] === 'some')
  return {
    ipv4: routeTables.ipv4.find(isUsable) ?? null,
    ipv6: routeTables.ipv6.find(isUsable) ?? null,
  }
}

/**
 * Finds the routes to a block without walking the table: looks below the indexes that they must have, from the block
 * itself outwards to the default route (`longest`) or there alone.
 */
export async function findRoutes(
  reader: TableReader,
  tables: ChosenTables,
  prefix: IpPrefix,
  { longest = false } = {},
): Promise<FoundRoutes> {
  const table = prefix.family === 6 ? tables.ipv6 : tables.ipv4
  if (table === null) return { matched: null, routes: [] }
  const last = longest ? 0 : prefix.length
  for (let length = prefix.length; length >= last; length -= lengthsAtOnce) {
    const count = Math.min(lengthsAtOnce, length - last + 1)
    const wider = Array.from({ length: count }, (_, step) => widen(prefix, length - step))
    const candidates = wider.flatMap((block) => table.indexesOf(block).map((index) => ({ block, index })))
    const below = await reader.below(candidates.map(({ index }) => `${mib[table.sign].oid}.${index}`))
    for (const { block, index } of candidates.filter((_, position) => below[position] === 'some')) {
      const routes = await readRoutes(reader, table, block, index)
      if (routes.length > 0) return { matched: block, routes }
    }
  }
  return { matched: null, routes: [] }
}

async function readRoutes(
  reader: TableReader,
  table: RouteTable,
  block: IpPrefix,
  under: string,
): Promise<Route[]> {
  const rows = await reader.walk(table.table, table.columns, { under, maxRows: 300 })
  const routes = [...rows].flatMap(([index, row]) => table.read(index, row, block) ?? [])
  // one order and no repetitions, since the index of a route may change while the route does not
  const distinct = new Map(routes.map((route) => [JSON.stringify(route), route]))
  const sorted = [...distinct].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, route]) => route)
  if (sorted.length > mostRoutes) reader.cut()
  return sorted.slice(0, mostRoutes)
}

export function matchedText({ matched }: FoundRoutes): string | null {
  return matched && prefixText(matched)
}
