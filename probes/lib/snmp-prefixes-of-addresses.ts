import { parsePrefix, prefixText } from './ip-prefix.ts'
import type { FoundAddresses } from './snmp-address-table.ts'
import { type LinkPrefix, saysSomething } from './snmp-prefix-table.ts'

/** The blocks that a device's own addresses lie in, where the interface and the prefix length are known. */
export function prefixesOf({ addresses }: FoundAddresses): LinkPrefix[] {
  const found = addresses.flatMap(({ address, ifIndex, prefixLength }) => {
    if (ifIndex === null || prefixLength === null || !saysSomething(address)) return []
    const block = parsePrefix(`${address}/${prefixLength}`)
    if (block === null) return []
    const prefix = prefixText(block)
    return [
      [`${ifIndex} ${prefix}`, { prefix, ifIndex, origin: null, onLink: null, autonomous: null }] as const,
    ]
  })
  return [...new Map(found).values()]
}
