import { reverseName, reverseZones } from '../../probes/lib/dns-pointer.ts'
import type { Day } from '../model.ts'
import { blockOf, holds } from './block.ts'
import type { PlanNode } from './tree.ts'

/** A host whose name goes into a reverse zone. */
export type Named = { address: string; name: string }

/**
 * Stubs of the reverse zones of a block, one for each nibble boundary that it reaches (RFC 3596 2.5): SOA, NS, a delegation commented
 * out for each block within, and a PTR for each address that the inventory knows. `domain` is where names are put.
 */
export function reverseZoneStubs(
  { prefix, children }: PlanNode,
  { hosts, domain, day }: { hosts: readonly Named[]; domain: string; day: Day },
): string {
  const block = blockOf(prefix.prefix)
  const own = hosts.filter(({ address }) => holds(block, blockOf(`${address}/128`)))
  return reverseZones(prefix.prefix)
    .map((zone) => {
      const within = (name: string) => name.endsWith(`.${zone}`)
      const left = (name: string) => name.slice(0, -zone.length - 1)
      const pointers = own.flatMap(({ address, name }) => {
        const full = reverseName(address)
        return within(full) ? [`${left(full)} IN PTR ${name.toLowerCase()}.${domain}.`] : []
      })
      const delegations = children.flatMap((child) =>
        reverseZones(child.prefix.prefix).flatMap((name) =>
          within(name)
            ? [`; ${left(name)} IN NS ns1.${domain}. ; ${child.prefix.prefix} ${child.prefix.code}`]
            : [],
        ),
      )
      return [
        `; ${prefix.prefix} ${prefix.code}`,
        `$ORIGIN ${zone}.`,
        '$TTL 3600',
        `@ IN SOA ns1.${domain}. hostmaster.${domain}. ( ${day.replaceAll('-', '')}01 3600 900 1209600 3600 )`,
        `@ IN NS ns1.${domain}.`,
        `@ IN NS ns2.${domain}.`,
        ...delegations,
        ...pointers,
        '',
      ].join('\n')
    })
    .join('\n')
}
