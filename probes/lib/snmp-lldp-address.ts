import { addressText } from './ip-prefix.ts'
import type { TableReader } from './snmp-capability.ts'

const columns = [
  'lldpRemManAddrIfSubtype',
  'lldpRemManAddrIfId',
  // not accessible by the standard, yet all that some agents have
  'lldpRemManAddrSubtype',
  'lldpRemManAddr',
] as const

/**
 * Management addresses of the neighbours, by the index of their rows in lldpRemTable. An address is in the index of its
 * own row: the neighbour's index, then family (1 IPv4, 2 IPv6), length and octets. An agent that numbers addresses
 * instead of neighbours is understood where a port has one neighbour.
 */
export async function findManagementAddresses(
  reader: TableReader,
  remotes: readonly (readonly [index: string, row: unknown])[],
): Promise<Map<string, string[]>> {
  const rows = await reader.walk('lldpRemManAddrTable', columns, { maxRows: 2_000 })
  const indexes = new Set(remotes.map(([index]) => index))
  const widths = new Set([...indexes].map((index) => index.split('.').length))
  const byPort = new Map<string, string[]>()
  for (const index of indexes)
    byPort.set(portOf(index), [...(byPort.get(portOf(index)) ?? []), index].slice(0, 2))
  const found = new Map<string, Set<string>>()
  for (const [index, row] of rows) {
    const [remote, address] = split(index, widths) ?? [index, row.lldpRemManAddr ?? null]
    const [onlyOne, another] = byPort.get(portOf(remote)) ?? []
    const owner = indexes.has(remote) ? remote : another === undefined ? onlyOne : undefined
    if (owner === undefined || address === null) continue
    found.set(owner, (found.get(owner) ?? new Set()).add(address))
  }
  return new Map([...found].map(([owner, addresses]) => [owner, [...addresses]]))
}

/** The neighbour's index, of one of these widths, and the address after it. */
function split(index: string, widths: Set<number>): [remote: string, address: string] | null {
  const numbers = index.split('.').map(Number)
  for (const width of widths) {
    const [family, ...rest] = numbers.slice(width)
    const octets = rest[0] === rest.length - 1 ? rest.slice(1) : rest
    const wanted = family === 1 ? 4 : family === 2 ? 16 : 0
    if (octets.length !== wanted || wanted === 0 || octets.some((octet) => octet > 255)) continue
    return [numbers.slice(0, width).join('.'), addressText(family === 1 ? 4 : 6, octets)]
  }
  return null
}

/** What stands before lldpRemIndex: time mark and port; the index itself where it has nothing before. */
function portOf(index: string): string {
  return index.slice(0, index.lastIndexOf('.') + 1) || index
}
