import { addressText, type IpPrefix, maskOf } from './ip-prefix.ts'
import type { ObjectName, ValueOf } from './mib.ts'
import type { SnmpRow } from './snmp.ts'
import { parseInetIndex } from './snmp-inet-index.ts'
import type { TableName } from './snmp-tables.ts'

/** A route as any of the tables tells it. */
export type Route = {
  type: ValueOf<'inetCidrRouteType'> | null
  proto: ValueOf<'inetCidrRouteProto'> | ValueOf<'ipv6RouteProtocol'> | null
  /** null: straight on the link, or not told. */
  nextHop: string | null
  ifIndex: number | null
}

/** A forwarding table, and how to find in it the routes to one block without reading the others. */
export type RouteTable = {
  table: TableName
  family: 4 | 6
  /** The object whose rows are looked for, and below which index those of the family are. */
  sign: ObjectName
  under?: string
  columns: readonly ObjectName[]
  /** Indexes, in dotted form, below which the rows of a block are: one for each form that agents use. */
  indexesOf(prefix: IpPrefix): string[]
  /** Null for a row of another block. */
  read(index: string, row: SnmpRow<ObjectName>, prefix: IpPrefix): Route | null
}

const dotted = (octets: number[]) => octets.join('.')

/** RFC 4292. Some agents leave the length of the address out, as they do in ipAddressTable. */
function inetCidr(family: 4 | 6): RouteTable {
  const type = family === 6 ? 2 : 1
  return {
    table: 'inetCidrRouteTable',
    family,
    sign: 'inetCidrRouteType',
    under: String(type),
    columns: ['inetCidrRouteType', 'inetCidrRouteProto', 'inetCidrRouteIfIndex'],
    indexesOf: ({ octets, length }) => [
      `${type}.${octets.length}.${dotted(octets)}.${length}`,
      `${type}.${dotted(octets)}.${length}`,
    ],
    read: (index, row, { octets, length }) => {
      const numbers = index.split('.')
      const isCounted = index.startsWith(`${type}.${octets.length}.${dotted(octets)}.${length}.`)
      const rest = numbers.slice(octets.length + (isCounted ? 3 : 2))
      return {
        type: row.inetCidrRouteType ?? null,
        proto: row.inetCidrRouteProto ?? null,
        nextHop: nextHopIn(rest),
        ifIndex: row.inetCidrRouteIfIndex || null,
      }
    },
  }
}

/** inetCidrRoutePolicy, an OBJECT IDENTIFIER with its length, and the next hop after it. */
function nextHopIn(index: string[]): string | null {
  const hop = index.slice(1 + Number(index[0]))
  const parsed = parseInetIndex(hop.join('.'))
  if (parsed.kind === 'ipv6') return parsed.address === '::' ? null : parsed.address
  if (parsed.kind !== 'ipv4') return null
  const address = (parsed.quirk === null ? hop.slice(2, 6) : hop.slice(-4)).join('.')
  return address === '0.0.0.0' ? null : address
}

/** RFC 2465: the address has no length in the index, which some agents write all the same. */
const ipv6Route: RouteTable = {
  table: 'ipv6RouteTable',
  family: 6,
  sign: 'ipv6RouteType',
  columns: ['ipv6RouteType', 'ipv6RouteProtocol', 'ipv6RouteIfIndex', 'ipv6RouteNextHop'],
  indexesOf: ({ octets, length }) => [`${dotted(octets)}.${length}`, `16.${dotted(octets)}.${length}`],
  read: (_index, row) => ({
    type: row.ipv6RouteType ?? null,
    proto: row.ipv6RouteProtocol ?? null,
    nextHop: row.ipv6RouteNextHop === '::' ? null : (row.ipv6RouteNextHop ?? null),
    ifIndex: row.ipv6RouteIfIndex || null,
  }),
}

/** RFC 2096; the next hop is the end of the index. */
const ipCidrRoute: RouteTable = {
  table: 'ipCidrRouteTable',
  family: 4,
  sign: 'ipCidrRouteType',
  columns: ['ipCidrRouteType', 'ipCidrRouteProto', 'ipCidrRouteIfIndex'],
  indexesOf: ({ octets, length }) => [`${dotted(octets)}.${dotted(maskOf(length))}`],
  read: (index, row) => {
    const hop = index.split('.').slice(-4).join('.')
    return {
      type: row.ipCidrRouteType ?? null,
      proto: row.ipCidrRouteProto ?? null,
      nextHop: hop === '0.0.0.0' ? null : hop,
      ifIndex: row.ipCidrRouteIfIndex || null,
    }
  },
}

/** RFC 1213: the index is the destination alone, so there is one route to each, and the mask tells which. */
const ipRoute: RouteTable = {
  table: 'ipRouteTable',
  family: 4,
  sign: 'ipRouteType',
  columns: ['ipRouteType', 'ipRouteProto', 'ipRouteIfIndex', 'ipRouteNextHop', 'ipRouteMask'],
  // below the first three octets: the whole destination would be the row itself
  indexesOf: ({ octets }) => [dotted(octets.slice(0, 3))],
  read: (index, row, { octets, length }) => {
    const isOther = index !== dotted(octets) || (row.ipRouteMask ?? '') !== addressText(4, maskOf(length))
    if (isOther) return null
    return {
      type: row.ipRouteType ?? null,
      proto: row.ipRouteProto ?? null,
      nextHop: row.ipRouteNextHop === '0.0.0.0' ? null : (row.ipRouteNextHop ?? null),
      ifIndex: row.ipRouteIfIndex || null,
    }
  },
}

/** In the order in which they are believed. */
export const routeTables = {
  ipv6: [inetCidr(6), ipv6Route],
  ipv4: [inetCidr(4), ipCidrRoute, ipRoute],
} as const
