import type { Prefix, UnitKind } from '../model/inventory.ts'
import { around, type Block, blockText, compareBlocks, endOf, holds, sizeOf } from './block.ts'

/** Whom a plan gives a block, and of which length. `code` tells units apart that are not there yet. */
export type Wanted = { code: string; name: string; kind: UnitKind; length: number }

/** A block with whose it is. */
type Given = Wanted & { block: Block; isKept: boolean }

/** Blocks that stay where they are: of a unit by its code, and whatever else is taken. */
export type Kept = { code: string | null; length: number; block: Block }

export type Generated = {
  block: Block
  /** By address. */
  given: Given[]
  /** Those for whom there was no room. */
  left: Wanted[]
  sums: Sum[]
}

/** The arithmetic of one length: how many are wanted, how many the whole block holds, and how many more still fit. */
type Sum = { length: number; wanted: number; holds: bigint; stillFit: bigint }

/** Room for as many again is kept beside what is given out. */
const growth = 2

/**
 * A plan of a block: every unit gets a block of its length on a nibble boundary, those of one length out of one region, with room for
 * as many again where the block has it. Within a region they stand as far from each other as can be, in the order of RFC 3531
 * (leftmost bits first: 0, 1/2, 1/4, 3/4, …), so that each can grow in place. What is kept never moves; so a plan made from
 * another with units added holds all of the other.
 */
export function generatePlan(block: Block, wanted: readonly Wanted[], kept: readonly Kept[] = []): Generated {
  const within = kept.filter((one) => holds(block, one.block))
  const taken = within.map((one) => one.block)
  const given: Given[] = []
  const left: Wanted[] = []
  const lengths = [...new Set(wanted.map(({ length }) => length))].sort((one, other) => one - other)
  const open = new Map<number, Wanted[]>()
  for (const length of lengths) {
    const toPlace: Wanted[] = []
    for (const one of wanted) {
      if (one.length !== length) continue
      const own = within.find(({ code }) => code === one.code)
      if (own) given.push({ ...one, length: own.length, block: own.block, isKept: true })
      else toPlace.push(one)
    }
    open.set(length, toPlace)
  }
  const fits = (room: number) => place(block, open, within, taken, room).left.length === 0
  const placed = place(block, open, within, taken, fits(growth) ? growth : 1)
  given.push(...placed.given)
  left.push(...placed.left)
  const all = [...taken, ...placed.given.map((one) => one.block)].sort(compareBlocks)
  const sums = lengths.map((length): Sum => {
    const stillFit = length < block.length ? 0n : slotsFree(block, all, length)
    const count = wanted.filter((one) => one.length === length).length
    return {
      length,
      wanted: count,
      holds: length < block.length ? 0n : 1n << BigInt(length - block.length),
      stillFit,
    }
  })
  return { block, given: given.sort((one, other) => compareBlocks(one.block, other.block)), left, sums }
}

/** Gives each length its region, the widest first. */
function place(
  block: Block,
  open: ReadonlyMap<number, Wanted[]>,
  kept: readonly Kept[],
  taken: readonly Block[],
  room: number,
): Pick<Generated, 'given' | 'left'> {
  const used = takenOf(taken)
  const regions: Block[] = []
  const given: Given[] = []
  const left: Wanted[] = []
  const needs = [...open]
    .filter(([, units]) => units.length > 0)
    .map(([length, units]) => ({ length, units, region: regionLength(length, units.length * room) }))
    .sort((one, other) => one.region - other.region || one.length - other.length)
  for (const { length, units, region } of needs) {
    const rest = [...units]
    const own = kept.filter((one) => one.code !== null && one.length === length).map((one) => one.block)
    const others = kept.filter((one) => !own.includes(one.block)).map((one) => one.block)
    const candidates = [...growing(own, block, [...others, ...regions])]
    const fresh = freeRegion(block, [...used.all(), ...regions], region)
    for (const candidate of [...candidates, ...(fresh ? [fresh] : []), block]) {
      const isFallback = candidate === block
      const closed = isFallback ? takenOf([...used.all(), ...regions]) : used
      for (const slot of slotsOf(candidate, length)) {
        const unit = rest[0]
        if (unit === undefined) break
        if (closed.meets(slot)) continue
        given.push({ ...unit, block: slot, isKept: false })
        used.add(slot)
        if (closed !== used) closed.add(slot)
        rest.shift()
      }
      if (rest.length === 0) {
        if (!isFallback) regions.push(candidate)
        break
      }
    }
    left.push(...rest)
  }
  return { given, left }
}

/** The region that holds so many blocks of a length. */
function regionLength(length: number, count: number): number {
  return length - Math.ceil(Math.log2(Math.max(1, count)))
}

/** The region of kept blocks of a length, and wider ones around it as long as nobody else is met. */
function* growing(own: Block[], block: Block, others: Block[]): Generator<Block> {
  const [first] = own
  if (first === undefined) return
  for (let length = first.length; length > block.length; length--) {
    const region = around(first, length)
    if (!own.every((one) => holds(region, one))) continue
    if (others.some((one) => meets(region, one))) return
    yield region
  }
}

/** The first aligned block of a length that nothing meets; null when there is none. */
function freeRegion(block: Block, used: Block[], length: number): Block | null {
  if (length < block.length) return null
  const taken = used.toSorted(compareBlocks)
  for (let first = block.first; first < endOf(block); ) {
    const region = { first, length }
    const blocking = taken.find((one) => meets(one, region))
    if (blocking === undefined) return region
    const behind = endOf(blocking)
    first = behind > endOf(region) ? aligned(behind, length) : endOf(region)
  }
  return null
}

/** The first address from this one on at which a block of a length may begin. */
function aligned(address: bigint, length: number): bigint {
  const size = sizeOf(length)
  return ((address + size - 1n) / size) * size
}

/** Slots are tried one by one; a plan of a province needs some hundreds. */
const mostSlots = 1 << 16

/** The blocks of a length in a region, in the order of reversed bits. */
function* slotsOf(region: Block, length: number): Generator<Block> {
  const bits = length - region.length
  if (bits < 0) return
  const count = bits > 16 ? mostSlots : 2 ** bits
  for (let index = 0; index < count; index++) {
    let slot = 0n
    for (let bit = 0; bit < bits && bit < 32; bit++)
      if ((index >> bit) & 1) slot |= 1n << BigInt(bits - 1 - bit)
    yield { first: region.first + slot * sizeOf(length), length }
  }
}

function slotsFree(block: Block, taken: Block[], length: number): bigint {
  let free = 0n
  let next = block.first
  for (const one of [...taken, { first: endOf(block), length: 128 }]) {
    const from = aligned(next, length)
    if (one.first > from) free += (one.first - from) / sizeOf(length)
    if (one.first < endOf(block) && endOf(one) > next) next = endOf(one)
  }
  return free
}

/** Blocks that are given out, which are asked for every slot that is tried. */
function takenOf(blocks: readonly Block[]) {
  // of those within each other the outer ones count
  const sorted: Block[] = []
  for (const one of blocks.toSorted(compareBlocks)) {
    const last = sorted.at(-1)
    if (!last || !holds(last, one)) sorted.push(one)
  }
  const after = (address: bigint) => {
    let low = 0
    let high = sorted.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.first ?? 0n) <= address) low = middle + 1
      else high = middle
    }
    return low
  }
  return {
    all: () => sorted,
    meets(block: Block): boolean {
      const index = after(block.first)
      const [before, next] = [sorted[index - 1], sorted[index]]
      return (
        (before !== undefined && endOf(before) > block.first) ||
        (next !== undefined && next.first < endOf(block))
      )
    },
    /** A block that meets none of them. */
    add(block: Block): void {
      sorted.splice(after(block.first), 0, block)
    },
  }
}

function meets(one: Block, other: Block): boolean {
  return holds(one, other) || holds(other, one)
}

/** What a unit's block is divided into, by the number of the /64 in it. */
const links: { suffix: string; role: Prefix['role']; vlan: number | null; description: string }[] = [
  { suffix: 'QT', role: 'vlan', vlan: 1, description: 'Quản trị thiết bị' },
  { suffix: 'WAN', role: 'point_to_point', vlan: null, description: 'Đường TSLCD' },
  { suffix: 'LAN', role: 'vlan', vlan: 10, description: 'Người dùng' },
  { suffix: 'WIFI', role: 'wifi', vlan: 20, description: 'Wi-Fi' },
]

/** The generated plan as entries of the inventory: the block, what units get of it, and the links of those that are new. */
export function entriesOf(
  { block, given }: Generated,
  {
    unit,
    source,
    codes = [],
  }: { unit: string; source: 'vnnic' | 'isp' /** Of entries that there are. */; codes?: readonly string[] },
): Prefix[] {
  const taken = new Set(codes.map((code) => code.toLowerCase()))
  const free = (code: string): string => {
    let name = code
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${code}-${n}`
    taken.add(name.toLowerCase())
    return name
  }
  const entry = (
    code: string,
    of: string,
    prefix: Block,
    role: Prefix['role'],
    more: Partial<Prefix> = {},
  ): Prefix => ({
    kind: 'prefix',
    code: free(code),
    unit: of,
    prefix: blockText(prefix),
    role,
    source: null,
    decisionNo: '',
    decisionDate: null,
    site: '',
    vlan: null,
    description: '',
    ...more,
  })
  const top = entry(`V6-${blockText(block).replace(/[:/]+/g, '-')}`, unit, block, 'allocation', { source })
  return [
    top,
    ...given
      .filter(({ isKept }) => !isKept)
      .flatMap((one) => [
        entry(`V6-${one.code}`, one.code, one.block, one.kind === 'platform' ? 'site' : 'unit'),
        ...links.flatMap(({ suffix, role, ...more }, index) => {
          const prefix = { first: one.block.first + BigInt(index) * sizeOf(64), length: 64 }
          return one.length > 60 ? [] : [entry(`V6-${one.code}-${suffix}`, one.code, prefix, role, more)]
        }),
      ]),
  ]
}
