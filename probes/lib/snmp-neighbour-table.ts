import { isIPv6 } from 'node:net'
import { type AddressClass, classifyAddress } from './address-class.ts'
import { macOf } from './mac-address.ts'
import type { WalkLimits } from './snmp.ts'
import type { TableReader } from './snmp-capability.ts'
import { parseInetIndex, parseOldIndex } from './snmp-inet-index.ts'
import { parseIfIndex } from './snmp-interface.ts'
import type { TableName } from './snmp-tables.ts'

/** A host that the device knows on a link: an address and the MAC address that answers for it. */
export type Neighbour = {
  ifIndex: number
  family: 4 | 6
  /** IPv6 in the spelling of RFC 5952. */
  address: string
  class: AddressClass | null
  /** "00:53:00:12:34:56"; null while it is not resolved. */
  mac: string | null
  /** Learned and not given up: neither the device's own nor invalid nor incomplete. */
  isHost: boolean
  /** One of the device's own addresses. */
  isOwn: boolean
}

/** All neighbours, with the table that each family was read from; null where no table has any. */
export type FoundNeighbours = {
  neighbours: Neighbour[]
  sources: { ipv4: TableName | null; ipv6: TableName | null }
}

/** domain rules 3.9 */
const maxRows = 20_000
const currentColumns = ['ipNetToPhysicalPhysAddress', 'ipNetToPhysicalType', 'ipNetToPhysicalState'] as const
const mediaColumns = ['ipNetToMediaPhysAddress', 'ipNetToMediaType'] as const
const oldColumns = ['ipv6NetToMediaPhysAddress', 'ipv6NetToMediaType', 'ipv6IfNetToMediaState'] as const

/**
 * Reads ipNetToPhysicalTable (RFC 4293), and for a family of which it has nothing the older ipNetToMediaTable (RFC
 * 1213) or ipv6NetToMediaTable (RFC 2465).
 */
export async function findNeighbours(reader: TableReader): Promise<FoundNeighbours> {
  // all in one packet, so that the map stays the same whether or not there are hosts at night
  await reader.survey(['ipNetToPhysicalTable', 'ipNetToMediaTable', 'ipv6NetToMediaTable'])
  const current = await readCurrent(reader)
  const ipv4 = current.filter(({ family }) => family === 4)
  const ipv6 = current.filter(({ family }) => family === 6)
  const older = {
    ipv4: ipv4.length > 0 ? [] : await readMedia(reader),
    ipv6: ipv6.length > 0 ? [] : await readOld(reader),
  }
  return {
    neighbours: [...current, ...older.ipv4, ...older.ipv6],
    sources: {
      ipv4: sourceOf([ipv4, 'ipNetToPhysicalTable'], [older.ipv4, 'ipNetToMediaTable']),
      ipv6: sourceOf([ipv6, 'ipNetToPhysicalTable'], [older.ipv6, 'ipv6NetToMediaTable']),
    },
  }
}

function sourceOf(...tables: [Neighbour[], TableName][]): TableName | null {
  return tables.find(([neighbours]) => neighbours.length > 0)?.[1] ?? null
}

/** The neighbours on one interface, from ipNetToPhysicalTable alone. */
export function neighboursOn(reader: TableReader, ifIndex: number): Promise<Neighbour[]> {
  return readCurrent(reader, { maxRows: 1_000, under: String(ifIndex) })
}

async function readCurrent(reader: TableReader, limits: WalkLimits = { maxRows }): Promise<Neighbour[]> {
  const table = 'ipNetToPhysicalTable'
  const rows = await reader.walk(table, currentColumns, limits)
  return [...rows].flatMap(([index, row]) => {
    const [first = '', ...rest] = index.split('.')
    const ifIndex = parseIfIndex(first)
    const parsed = parseInetIndex(rest.join('.'))
    if (ifIndex === null || parsed.kind === 'unreadable' || parsed.quirk === 'if_index_first') {
      reader.distrust(table)
      return []
    }
    const isGone =
      row.ipNetToPhysicalType === 'local' ||
      row.ipNetToPhysicalType === 'invalid' ||
      row.ipNetToPhysicalState === 'invalid' ||
      row.ipNetToPhysicalState === 'incomplete'
    const address = parsed.kind === 'ipv6' ? parsed.address : ipv4Of(parsed.quirk ? rest : rest.slice(2, 6))
    const isOwn = row.ipNetToPhysicalType === 'local'
    return [{ ...neighbour(ifIndex, address, row.ipNetToPhysicalPhysAddress, isGone), isOwn }]
  })
}

async function readMedia(reader: TableReader): Promise<Neighbour[]> {
  const table = 'ipNetToMediaTable'
  const rows = await reader.walk(table, mediaColumns, { maxRows })
  return [...rows].flatMap(([index, row]) => {
    const [first = '', ...octets] = index.split('.')
    const ifIndex = parseIfIndex(first)
    // an extra 1 for "IPv4" stands before the address on some agents
    if (ifIndex === null || octets.length < 4) {
      reader.distrust(table)
      return []
    }
    const isGone = row.ipNetToMediaType === 'invalid'
    return [neighbour(ifIndex, ipv4Of(octets), row.ipNetToMediaPhysAddress, isGone)]
  })
}

async function readOld(reader: TableReader): Promise<Neighbour[]> {
  const table = 'ipv6NetToMediaTable'
  const rows = await reader.walk(table, oldColumns, { maxRows })
  return [...rows].flatMap(([index, row]) => {
    const parsed = parseOldIndex(index)
    if (parsed === null) {
      reader.distrust(table)
      return []
    }
    const isGone = row.ipv6NetToMediaType === 'local' || row.ipv6IfNetToMediaState === 'invalid'
    return [neighbour(parsed.ifIndex, parsed.address, row.ipv6NetToMediaPhysAddress, isGone)]
  })
}

function neighbour(
  ifIndex: number,
  address: string,
  octets: Buffer | null | undefined,
  isGone: boolean,
): Neighbour {
  const class_ = isIPv6(address) ? classifyAddress(address) : null
  const mac = octets ? macOf(octets) : null
  return {
    ifIndex,
    family: class_ ? 6 : 4,
    address,
    class: class_,
    mac,
    isOwn: false,
    isHost: !isGone && mac !== null && class_ !== 'multicast' && !isIpv4Group(class_ ? null : address),
  }
}

function ipv4Of(index: string[]): string {
  return index.slice(-4).join('.')
}

/** 224.0.0.0/4 and the limited broadcast address, for which switches list made-up neighbours. */
function isIpv4Group(address: string | null): boolean {
  return address !== null && Number(address.split('.')[0]) >= 224
}
