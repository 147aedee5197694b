import type { Device, Prefix, PrefixRole } from '../model/inventory.ts'
import { around, blockOf, blockText } from './block.ts'
import type { DiffRow } from './diff.ts'
import type { Sighting } from './sightings.ts'
import { lanLength } from './space.ts'

/** A block that is in use and in nobody's plan, with the entry that it would get and the looks that prove it. */
export type FoundBlock = {
  block: string
  unit: string
  seen: Sighting[]
  proposal: Prefix
}

/** Narrower than this routers hand on to somebody who divides it; wider ones are links. */
const longestRouted = 60

/**
 * The blocks that devices show and that no plan has: of interfaces and advertisements as they are, of neighbours and next hops
 * the /64 around them. Each once, in the order of the comparison.
 */
export function foundBlocks(
  rows: readonly DiffRow[],
  deviceOf: (code: string) => Device | undefined,
): FoundBlock[] {
  const found = new Map<string, Sighting[]>()
  for (const { class: class_, block, devices } of rows) {
    if (class_ !== 'unplanned' || devices.length === 0) continue
    const isLink = devices.some(({ prefix }) => prefix !== null)
    const own = isLink ? block : blockText(around(blockOf(block), lanLength))
    found.set(own, [...(found.get(own) ?? []), ...devices])
  }
  return [...found].flatMap(([block, seen]) => {
    const [first] = seen
    if (first === undefined) return []
    return [{ block, unit: first.unit, seen, proposal: proposedPrefix(block, first, seen, deviceOf) }]
  })
}

function proposedPrefix(
  block: string,
  { unit, asset, at }: Sighting,
  seen: Sighting[],
  deviceOf: (code: string) => Device | undefined,
): Prefix {
  const role = roleOf(block, seen, deviceOf(asset.code), at)
  const [start = '', length = ''] = block.split('/')
  return {
    kind: 'prefix',
    code: `V6-${unit}-${start.replaceAll(/:+/g, '-').replace(/-$/, '')}-${length}`.slice(0, 64),
    unit,
    prefix: block,
    role,
    source: role === 'allocation' ? 'isp' : null,
    ...{ decisionNo: '', decisionDate: null, site: '', vlan: vlanOf(at) },
    description: `${asset.code} ${at}`.trim(),
  }
}

/** By what the inventory says of the interface; what comes over the Internet line is the provider's. */
function roleOf(block: string, seen: Sighting[], device: Device | undefined, at: string): PrefixRole {
  const { length } = blockOf(block)
  if (device?.internetIf === at) return 'allocation'
  if (seen.every(({ kind }) => kind === 'route') && length <= longestRouted) return 'unit'
  if (length === 128) return 'loopback'
  if (length > lanLength || device?.tslcdIf === at) return 'point_to_point'
  return device?.wifiIf.includes(at) ? 'wifi' : 'vlan'
}

/** "Vlan20", "vlan.20", "Vl20": numbers that IEEE 802.1Q has. */
function vlanOf(ifName: string): number | null {
  const number = Number(/^vl(?:an)?[-_. ]?(\d{1,4})$/i.exec(ifName)?.[1] ?? 0)
  return number >= 1 && number <= 4094 ? number : null
}
