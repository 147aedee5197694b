import { addressText, type IpPrefix, prefixText, widen } from './ip-prefix.ts'
import type { TableReader } from './snmp-capability.ts'
import type { ChosenTables } from './snmp-route-search.ts'

/** A route to a block inside of another. `nextHop` is null for one straight on the link, or where it is not told. */
type RouteWithin = { prefix: string; nextHop: string | null; ifIndex: number | null }

/** A core router of a province has one for each link, some hundreds. */
const maxRows = 2_000

/**
 * The IPv6 routes to blocks inside of the given ones, by narrow walks: the index begins with the destination, so those of a
 * block stand together. Routes to one address, and those that are thrown away, are left out.
 */
export async function routesWithin(
  reader: TableReader,
  { ipv6: table }: ChosenTables,
  blocks: readonly IpPrefix[],
): Promise<RouteWithin[]> {
  if (table === null) return []
  const found = new Map<string, RouteWithin>()
  for (const block of blocks.filter(({ family }) => family === 6)) {
    // sub-identifiers are octets, so a block that ends within one is walked with its neighbours
    const whole = Math.floor(block.length / 8)
    const start = block.octets.slice(0, whole).join('.')
    const type = table.under === undefined ? '' : `${table.under}.`
    for (const under of [`${type}16.${start}`, `${type}${start}`]) {
      const rows = await reader.walk(table.table, table.columns, { under, maxRows })
      for (const [index, row] of rows) {
        const to = destinationOf(index, table.under)
        if (to === null || to.length === 128 || !isWithin(to, block)) continue
        const route = table.read(index, row, to)
        if (route === null || route.type === 'reject' || route.type === 'blackhole') continue
        const { nextHop, ifIndex } = route
        const prefix = prefixText(to)
        found.set(`${prefix} ${nextHop} ${ifIndex}`, { prefix, nextHop, ifIndex })
      }
    }
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, route]) => route)
}

/** InetAddressType where the table has one, then 16 octets with or without their number before them, then the length. */
function destinationOf(index: string, type: string | undefined): IpPrefix | null {
  const numbers = index.split('.').map(Number)
  const typed = type === undefined ? numbers : numbers.slice(1)
  const octets = typed[0] === 16 ? typed.slice(1, 17) : typed.slice(0, 16)
  const length = typed[0] === 16 ? typed[17] : typed[16]
  if (octets.length !== 16 || length === undefined || length > 128) return null
  return { family: 6, octets, length }
}

function isWithin(one: IpPrefix, block: IpPrefix): boolean {
  return (
    one.length >= block.length &&
    addressText(6, widen(one, block.length).octets) === addressText(6, block.octets)
  )
}
