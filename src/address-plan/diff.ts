import type { AddressClass } from '../../probes/lib/address-class.ts'
import type { Prefix } from '../model/inventory.ts'
import type { Text } from '../model.ts'
import { blockOf, compareBlocks, holds, sameBlock } from './block.ts'
import { isLan, isLink } from './flaws.ts'
import type { PlanAt } from './plan-at.ts'
import type { Sighting, UnitSightings } from './sightings.ts'
import { lanLength } from './space.ts'
import { nodeAround, type PlanNode } from './tree.ts'

/**
 * How plan, DNS and devices differ, the gravest first. `untold`: whether a planned block is used nobody knows, since not
 * all devices of its unit tell. `agrees` is no difference.
 */
export const diffClasses = [
  'duplicate',
  'special',
  'unplanned',
  'outside_dns',
  'wrong_length',
  'unused',
  'untold',
  'agrees',
] as const
export type DiffClass = (typeof diffClasses)[number]

/** One line of the three-way comparison: what the plan, the DNS and the devices say of one block or address. */
export type DiffRow = {
  class: DiffClass
  /** RFC 5952. */
  block: string
  /** Who is to mend it: of the plan's entry, else where it was seen. */
  unit: string
  plan: Prefix | null
  dns: Sighting[]
  devices: Sighting[]
  because: Text
}

/** Where a block that is in use stands in the plan. */
export type Placement = {
  class: 'agrees' | 'unplanned' | 'wrong_length'
  /** The entry that it is, or that it lies in. */
  node: PlanNode | null
  because: Text
}

/** Addresses that no plan of an agency gives out, on whatever interface (domain rules 4.6). */
const tunnels: AddressClass[] = ['6to4', 'teredo']
const notForUse: AddressClass[] = [
  'ula',
  'site_local',
  'nat64',
  'discard',
  'unallocated',
  'ietf_special',
  'srv6_sid',
]

/** Lengths that are right on a link whatever lies around: a LAN, two routers, one address. */
const linkLengths = [lanLength, 126, 127, 128]

/** Where a block seen on a link stands in the plan. */
export function placeOf({ tree }: PlanAt, prefix: string): Placement {
  const block = blockOf(prefix)
  const node = nodeAround(tree, block)
  const isLinkLength = linkLengths.includes(block.length)
  if (node && sameBlock(node.block, block)) return agrees(node, isLink(node.prefix) || isLinkLength)
  const within = (node?.children ?? tree.roots).find((child) => holds(block, child.block))
  if (within)
    return placed('wrong_length', node, {
      vi: `${prefix} rộng hơn vùng đã quy hoạch ${within.prefix.prefix} (${within.prefix.code})`,
      en: `${prefix} is wider than the planned ${within.prefix.prefix} (${within.prefix.code})`,
    })
  if (node === null)
    return placed('unplanned', null, {
      vi: `${prefix} nằm ngoài quy hoạch địa chỉ`,
      en: `${prefix} is outside the address plan`,
    })
  const { prefix: entry } = node
  const isPool = isLink(entry) && !isLan(entry)
  if (isPool && block.length > lanLength && isLinkLength) return agrees(node, true)
  if (isLink(entry))
    return placed('wrong_length', node, {
      vi: `${prefix} hẹp hơn vùng đã quy hoạch ${entry.prefix} (${entry.code})`,
      en: `${prefix} is narrower than the planned ${entry.prefix} (${entry.code})`,
    })
  // who has a block that is not divided in the plan divides it by himself
  if (isGiven(node)) return agrees(node, isLinkLength)
  return placed('unplanned', node, {
    vi: `${prefix} nằm trong phần còn trống của ${entry.prefix} (${entry.code})`,
    en: `${prefix} lies in what is free of ${entry.prefix} (${entry.code})`,
  })
}

function agrees(node: PlanNode, isRightLength: boolean): Placement {
  const { prefix, code } = node.prefix
  if (isRightLength)
    return placed('agrees', node, {
      vi: `có trong quy hoạch: ${prefix} (${code})`,
      en: `planned: ${prefix} (${code})`,
    })
  return placed('wrong_length', node, {
    vi: `một đường mạng trong ${prefix} (${code}) phải là /64, hoặc /126 đến /128 giữa hai bộ định tuyến`,
    en: `a link within ${prefix} (${code}) must be a /64, or /126 to /128 between two routers`,
  })
}

function placed(class_: Placement['class'], node: PlanNode | null, because: Text): Placement {
  return { class: class_, node, because }
}

/** Why an address is of a class that ought not to be in use; null for all others, and for a ULA that is planned. */
function specialText(address: string, class_: AddressClass, { tree }: PlanAt): Text | null {
  if (tunnels.includes(class_))
    return {
      vi: `${address} là địa chỉ đường hầm (${class_ === '6to4' ? '6to4' : 'Teredo'})`,
      en: `${address} is a tunnel address (${class_ === '6to4' ? '6to4' : 'Teredo'})`,
    }
  if (!notForUse.includes(class_)) return null
  if (nodeAround(tree, blockOf(address))) return null
  return class_ === 'ula'
    ? { vi: `${address} là địa chỉ nội bộ (ULA) ngoài quy hoạch`, en: `${address} is a ULA outside the plan` }
    : {
        vi: `${address} thuộc dải đặc biệt, không dùng để đánh địa chỉ (${class_})`,
        en: `${address} is of a special range that is not for numbering (${class_})`,
      }
}

/**
 * The address plan against what is in the DNS and on devices. Every block and address that was seen is in one line, and so is every
 * planned block without others within it; the gravest first, then by address.
 */
export function compareThree(plan: PlanAt, units: readonly UnitSightings[]): DiffRow[] {
  const sightings = units.flatMap((unit) => unit.sightings)
  const untold = new Set(units.flatMap((unit) => (unit.untold.length > 0 ? [unit.unit] : [])))
  const told = new Set(units.flatMap((unit) => (unit.told.length > 0 ? [unit.unit] : [])))
  const uses = new Map<PlanNode, Sighting[]>()
  const rows: DiffRow[] = []
  const add = (
    row: Pick<DiffRow, 'class' | 'block' | 'because'>,
    node: PlanNode | null,
    seen: Sighting[],
  ) => {
    const { class: class_, block, because } = row
    const unit = node?.prefix.unit ?? seen[0]?.unit ?? ''
    rows.push({ class: class_, block, unit, plan: node?.prefix ?? null, ...sidesOf(seen), because })
  }
  for (const [block, seen] of grouped(sightings)) {
    const [first] = seen
    if (first === undefined) continue
    const address = first.address ?? block.split('/')[0] ?? ''
    const special = specialText(address, first.class, plan)
    if (special) {
      add({ class: 'special', block, because: special }, null, seen)
      continue
    }
    const isName = seen.every(({ kind }) => kind === 'aaaa' || kind === 'reverse')
    if (seen.every(({ kind }) => kind === 'route')) {
      // where something is sent to, nobody need be
      const free = unplannedRoute(plan, block)
      if (free) add({ ...free, class: 'unplanned', block }, free.node, seen)
      continue
    }
    const isLinkKnown = seen.some(({ kind, prefix }) => prefix !== null && kind !== 'route')
    const place = isLinkKnown ? placeOf(plan, block) : placeOfAddress(plan, block, seen)
    if (place.node) uses.set(place.node, [...(uses.get(place.node) ?? []), ...seen])
    if (place.class !== 'agrees')
      add({ ...place, class: isName ? 'outside_dns' : place.class, block }, place.node, seen)
  }
  rows.push(...duplicates(plan, sightings))
  for (const node of plan.tree.nodes) {
    if (!isGiven(node)) continue
    const seen = uses.get(node) ?? []
    const { prefix, unit } = node.prefix
    if (seen.length > 0) {
      add(
        {
          class: 'agrees',
          block: prefix,
          because: { vi: 'đang dùng đúng quy hoạch', en: 'in use as planned' },
        },
        node,
        seen,
      )
      continue
    }
    const isKnown = told.has(unit) && !untold.has(unit)
    add(
      isKnown
        ? {
            class: 'unused',
            block: prefix,
            because: {
              vi: 'đã quy hoạch, chưa thấy trên thiết bị hay trong DNS',
              en: 'planned, and seen neither on devices nor in the DNS',
            },
          }
        : {
            class: 'untold',
            block: prefix,
            because: {
              vi: 'chưa biết có dùng hay không: chưa đọc được đủ thiết bị của đơn vị',
              en: 'not known whether it is used: not all devices of the unit could be read',
            },
          },
      node,
      [],
    )
  }
  const gravity = ({ class: class_ }: DiffRow) => diffClasses.indexOf(class_)
  return rows.sort(
    (one, other) => gravity(one) - gravity(other) || compareBlocks(blockOf(one.block), blockOf(other.block)),
  )
}

/** A name in the DNS, a next hop or a neighbour tells an address without its link. */
function placeOfAddress({ tree }: PlanAt, address: string, seen: Sighting[]): Placement {
  const node = nodeAround(tree, blockOf(address))
  if (node && (isLink(node.prefix) || isGiven(node))) return placed('agrees', node, { vi: '', en: '' })
  const as = seen.some(({ kind }) => kind === 'next_hop')
    ? { vi: 'là chặng kế tiếp,', en: 'is a next hop and' }
    : seen.some(({ kind }) => kind === 'neighbour')
      ? { vi: 'có trong bảng láng giềng,', en: 'is in a neighbour table and' }
      : { vi: 'trong DNS', en: 'in the DNS' }
  return placed('unplanned', node, {
    vi: `${address} ${as.vi} ${node ? `nằm trong phần còn trống của ${node.prefix.prefix}` : 'nằm ngoài quy hoạch địa chỉ'}`,
    en: `${address} ${as.en} ${node ? `lies in what is free of ${node.prefix.prefix}` : 'is outside the address plan'}`,
  })
}

/** Why a block that routes lead to is not planned; null where it is, is of somebody's block, or sums up planned ones. */
function unplannedRoute({ tree }: PlanAt, prefix: string): Placement | null {
  const block = blockOf(prefix)
  const node = nodeAround(tree, block)
  if (node === null || sameBlock(node.block, block) || isLink(node.prefix) || isGiven(node)) return null
  if (node.children.some((child) => holds(block, child.block))) return null
  const { prefix: around, code } = node.prefix
  return placed('unplanned', node, {
    vi: `có tuyến đến ${prefix}, nằm trong phần còn trống của ${around} (${code})`,
    en: `routes lead to ${prefix}, which lies in what is free of ${around} (${code})`,
  })
}

/** What was seen by the block that it is of: of devices their links, of the DNS and of next hops the addresses. */
function grouped(sightings: Sighting[]): Map<string, Sighting[]> {
  const groups = new Map<string, Sighting[]>()
  for (const one of sightings) {
    const block = one.prefix ?? `${one.address}/128`
    const known = groups.get(block)
    if (known) known.push(one)
    else groups.set(block, [one])
  }
  return groups
}

/**
 * One address on devices of two units, or one that a device found taken; and one LAN on devices of two units. Routers of
 * one unit may share an address that moves between them (VRRP), and a link between two units has an end in each.
 */
function duplicates(plan: PlanAt, sightings: Sighting[]): DiffRow[] {
  const own = sightings.filter(({ kind }) => kind === 'address')
  const by = (key: (one: Sighting) => string | null) => {
    const groups = new Map<string, Sighting[]>()
    for (const one of own) {
      const name = key(one)
      if (name !== null) groups.set(name, [...(groups.get(name) ?? []), one])
    }
    return [...groups]
  }
  const unitsOf = (seen: Sighting[]) => [...new Set(seen.map(({ unit }) => unit))].sort()
  const row = (block: string, seen: Sighting[], because: Text): DiffRow => {
    const node = nodeAround(plan.tree, blockOf(block))
    const unit = node?.prefix.unit ?? seen[0]?.unit ?? ''
    return { class: 'duplicate', block, unit, plan: node?.prefix ?? null, dns: [], devices: seen, because }
  }
  const taken = by(({ address }) => address).flatMap(([address, seen]) => {
    const units = unitsOf(seen)
    const found = seen.find(({ isDuplicate }) => isDuplicate)
    if (units.length > 1)
      return [
        row(`${address}/128`, seen, {
          vi: `${address} có trên thiết bị của ${units.length} đơn vị: ${units.join(', ')}`,
          en: `${address} is on devices of ${units.length} units: ${units.join(', ')}`,
        }),
      ]
    if (found === undefined) return []
    return [
      row(`${address}/128`, seen, {
        vi: `${found.asset.code} báo ${address} trùng với máy khác (RFC 4862)`,
        en: `${found.asset.code} says that another host has ${address} (RFC 4862)`,
      }),
    ]
  })
  const known = new Set(taken.map(({ block }) => block))
  const lans = by(({ prefix, address }) => (known.has(`${address}/128`) ? null : prefix)).flatMap(
    ([prefix, seen]) => {
      const units = unitsOf(seen)
      const node = nodeAround(plan.tree, blockOf(prefix))
      const isShared = node !== null && !isLan(node.prefix) && isLink(node.prefix)
      if (units.length < 2 || isShared || blockOf(prefix).length > lanLength) return []
      return [
        row(prefix, seen, {
          vi: `${prefix} có ở ${units.length} đơn vị: ${units.join(', ')}`,
          en: `${prefix} is on links of ${units.length} units: ${units.join(', ')}`,
        }),
      ]
    },
  )
  return [...taken, ...lans]
}

function sidesOf(seen: Sighting[]): Pick<DiffRow, 'dns' | 'devices'> {
  const isDns = ({ kind }: Sighting) => kind === 'aaaa' || kind === 'reverse'
  return { dns: seen.filter(isDns), devices: seen.filter((one) => !isDns(one)) }
}

/** Whether an entry is somebody's, undivided; a provider's /64 on a link is, a block to be divided is not. */
function isGiven({ children, prefix: { role }, block }: PlanNode): boolean {
  return children.length === 0 && (role !== 'allocation' || block.length >= lanLength)
}
