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
  const indexes = remotes.map(([index]) => index)
  const found = new Map<string, Set<string>>()
  for (const [index, row] of rows) {
    const [remote, address] = split(index, indexes) ?? [index, row.lldpRemManAddr ?? null]
    const owner = indexes.includes(remote) ? remote : onlyOneAt(remote, indexes)
    if (owner === undefined || address === null) continue
    found.set(owner, (found.get(owner) ?? new Set()).add(address))
  }
  return new Map([...found].map(([owner, addresses]) => [owner, [...addresses]]))
}

/** The neighbour's index and the address after it. */
function split(index: string, remotes: string[]): [remote: string, address: string] | null {
  const numbers = index.split('.').map(Number)
  const widths = [...new Set(remotes.map((remote) => remote.split('.').length))]
  for (const width of widths) {
    const [family, ...rest] = numbers.slice(width)
    const octets = rest[0] === rest.length - 1 ? rest.slice(1) : rest
    const wanted = family === 1 ? 4 : family === 2 ? 16 : 0
    if (octets.length !== wanted || wanted === 0 || octets.some((octet) => octet > 255)) continue
    return [numbers.slice(0, width).join('.'), addressText(family === 1 ? 4 : 6, octets)]
  }
  return null
}

/** The neighbour on the same port, when it is the only one there. */
function onlyOneAt(remote: string, indexes: string[]): string | undefined {
  const port = remote.slice(0, remote.lastIndexOf('.') + 1)
  const there = indexes.filter((index) => port !== '' && index.startsWith(port))
  return there.length === 1 ? there[0] : undefined
}
