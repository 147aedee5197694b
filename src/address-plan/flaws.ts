import type { Prefix, PrefixRole } from '../model/inventory.ts'
import type { Text } from '../model.ts'
import { holds, sameBlock } from './block.ts'
import { lanLength } from './space.ts'
import type { PlanNode } from './tree.ts'

/** What is wrong with an entry of the plan; `column` of its file, and the other entry where two do not go together. */
export type PlanFlaw = {
  code: 'duplicate' | 'overlap' | 'no_allocation' | 'not_nibble' | 'lan_length' | 'link_length'
  column: 'prefix' | 'unit' | 'kind'
  other: Prefix | null
  because: Text
}

/** Whether a unit is part of another, at whatever depth; every unit is part of a platform's. */
export type IsPartOf = (unit: string, above: string) => boolean

/** From the outside in; links are all of the innermost. */
const depths: Record<PrefixRole, number> = {
  allocation: 0,
  unit: 1,
  site: 2,
  vlan: 3,
  wifi: 3,
  point_to_point: 3,
  loopback: 3,
}
/** Within these lie more of the same: what was given before a wider block, a unit's in its superior's, floors, a pool's. */
const mayNest: readonly PrefixRole[] = ['allocation', 'unit', 'site', 'point_to_point', 'loopback']

export function isLan({ role }: Pick<Prefix, 'role'>): boolean {
  return role === 'vlan' || role === 'wifi'
}

export function isLink({ role }: Pick<Prefix, 'role'>): boolean {
  return depths[role] === depths.vlan
}

/** Why two entries cannot both be: they are of one block, or one lies where the other leaves no room. Else null. */
export function conflictOf(inner: PlanNode, outer: PlanNode, isPartOf: IsPartOf): PlanFlaw | null {
  const [one, other] = [inner.prefix, outer.prefix]
  const flaw = (code: PlanFlaw['code'], column: PlanFlaw['column'], vi: string, en: string): PlanFlaw => ({
    code,
    column,
    other,
    because: {
      vi: `${one.prefix} ${vi} ${other.prefix} (${other.code}, ${other.unit})`,
      en: `${one.prefix} ${en} ${other.prefix} (${other.code}, ${other.unit})`,
    },
  })
  if (sameBlock(inner.block, outer.block)) return flaw('duplicate', 'prefix', 'trùng với', 'is the same as')
  if (!holds(outer.block, inner.block)) return null
  const depth = depths[one.role] - depths[other.role]
  if (depth < 0 || (depth === 0 && !(one.role === other.role && mayNest.includes(one.role))))
    return flaw(
      'overlap',
      'kind',
      'nằm trong vùng không chia tiếp',
      'lies within what is not divided further:',
    )
  const isGivenTo = one.unit === other.unit || isPartOf(one.unit, other.unit)
  if (!isGivenTo)
    return flaw('overlap', 'unit', 'nằm trong vùng của đơn vị khác:', "lies within another unit's")
  return null
}

/** What is wrong with an entry where it stands in the tree. */
export function flawsOf(node: PlanNode, beside: readonly PlanNode[], isPartOf: IsPartOf): PlanFlaw[] {
  const { prefix, block, parent } = node
  const duplicates = beside.filter((other) => other !== node && sameBlock(other.block, block))
  const others = [...duplicates, ...(parent ? [parent] : [])]
  const conflicts = others.flatMap((other) => conflictOf(node, other, isPartOf) ?? [])
  return [...conflicts, ...placeFlaws(node), ...lengthFlaws({ ...prefix, length: block.length })]
}

function placeFlaws({ prefix, parent }: PlanNode): PlanFlaw[] {
  let top = parent
  while (top?.parent) top = top.parent
  if (prefix.role === 'allocation' || top?.prefix.role === 'allocation') return []
  return [
    {
      code: 'no_allocation',
      column: 'prefix',
      other: null,
      because: {
        vi: `${prefix.prefix} không nằm trong vùng nào được cấp`,
        en: `${prefix.prefix} lies in no block that was allocated`,
      },
    },
  ]
}

const pointToPoint = [126, 127]
const loopback = [128]

/** Nibble boundaries (RFC 6177), /64 for a LAN (RFC 7421), /127 between two routers (RFC 6164), /128 for one address. */
function lengthFlaws({
  prefix,
  role,
  length,
}: Pick<Prefix, 'prefix' | 'role'> & { length: number }): PlanFlaw[] {
  const flaw = (code: PlanFlaw['code'], vi: string, en: string): PlanFlaw[] => [
    { code, column: 'prefix', other: null, because: { vi: `${prefix} ${vi}`, en: `${prefix} ${en}` } },
  ]
  if (isLan({ role }))
    return length === lanLength
      ? []
      : flaw('lan_length', 'là mạng LAN nên phải là /64', 'is a LAN and must be a /64')
  const single = role === 'point_to_point' ? pointToPoint : role === 'loopback' ? loopback : null
  if (single && length > lanLength)
    return single.includes(length)
      ? []
      : flaw(
          'link_length',
          `phải là /${single.join(' hoặc /')} hay vùng gốc đến /64`,
          `must be /${single.join(' or /')}, or a pool of up to /64`,
        )
  return length % 4 === 0 && length <= lanLength
    ? []
    : flaw('not_nibble', 'không nằm trên ranh giới 4 bit', 'is on no nibble boundary')
}
