import { type Block, blockText, endOf, sizeOf } from './block.ts'
import type { PlanNode } from './tree.ts'

/** Prefix length of a LAN (RFC 7421). */
export const lanLength = 64

type Within = Pick<PlanNode, 'block' | 'children'>

/** The widest blocks of an entry that nothing within it takes, by address. */
export function freeBlocks({ block, children }: Within): Block[] {
  const free: Block[] = []
  let next = block.first
  for (const child of children) {
    free.push(...blocksBetween(next, child.block.first))
    if (endOf(child.block) > next) next = endOf(child.block)
  }
  free.push(...blocksBetween(next, endOf(block)))
  return free
}

/** The fewest blocks that make up [from, to). */
function blocksBetween(from: bigint, to: bigint): Block[] {
  const blocks: Block[] = []
  for (let first = from; first < to; ) {
    let length = 128
    while (length > 0 && first % sizeOf(length - 1) === 0n && first + sizeOf(length - 1) <= to) length--
    blocks.push({ first, length })
    first += sizeOf(length)
  }
  return blocks
}

/** The first block of `length` bits by address that is free in an entry; null when there is none. */
export function nextFree(node: Within, length: number): Block | null {
  const room = freeBlocks(node).find((free) => free.length <= length)
  return room ? { first: room.first, length } : null
}

/** How many blocks of `length` bits are free in an entry. */
export function blocksLeft(node: Within, length: number): bigint {
  return freeBlocks(node).reduce(
    (sum, free) => (free.length <= length ? sum + (1n << BigInt(length - free.length)) : sum),
    0n,
  )
}

/** How many /64 an entry has, and how many of them what lies within it takes; null for less than a /64. */
export function lansOf({ block, children }: Within): { used: bigint; all: bigint } | null {
  if (block.length > lanLength) return null
  let used = 0n
  let counted = -1n
  const size = sizeOf(lanLength)
  for (const child of children) {
    const from = child.block.first / size
    const to = (endOf(child.block) - 1n) / size
    const fresh = from > counted ? from : counted + 1n
    if (to >= fresh) used += to - fresh + 1n
    if (to > counted) counted = to
  }
  return { used, all: 1n << BigInt(lanLength - block.length) }
}

/** Lengths in which blocks are handed out where nothing says else: a site, a small site, a LAN (RFC 6177, 7421). */
const usual = [48, 56, 60, lanLength]

/** The length in which an entry's blocks are mostly handed out; null where it is not divided further. */
export function handedOut({ block, children, prefix: { role } }: PlanNode): number | null {
  const isLink = role !== 'allocation' && role !== 'unit' && role !== 'site'
  if (block.length >= lanLength || (isLink && children.length === 0)) return null
  const counts = new Map<number, number>()
  for (const child of children) counts.set(child.block.length, (counts.get(child.block.length) ?? 0) + 1)
  const [most] = [...counts].sort(([a, one], [b, other]) => other - one || a - b)
  return most?.[0] ?? usual.find((length) => length > block.length) ?? null
}

/** One block of a map: taken by an entry, free, or partly taken. */
export type MapCell = { prefix: string; state: 'free' | 'taken' | 'partly'; by: PlanNode[] }

/** More cells than this nobody reads; a nibble more is shown where they are fewer. */
const mostCells = 256

/** An entry cut into at most 256 equal blocks of the next nibble or two, each with what takes it. */
export function mapOf({ block, children }: Within): { length: number; cells: MapCell[] } | null {
  const toNibble = 4 - (block.length % 4)
  const length = [block.length + toNibble + 4, block.length + toNibble].find(
    (one) => one <= lanLength && 2 ** (one - block.length) <= mostCells,
  )
  if (length === undefined) return null
  const cells = Array.from({ length: 2 ** (length - block.length) }, (_, index): MapCell => {
    const cell = { first: block.first + BigInt(index) * sizeOf(length), length }
    const by = children.filter((child) => child.block.first < endOf(cell) && endOf(child.block) > cell.first)
    const isWhole = by.some((child) => child.block.first <= cell.first && endOf(child.block) >= endOf(cell))
    return { prefix: blockText(cell), by, state: by.length === 0 ? 'free' : isWhole ? 'taken' : 'partly' }
  })
  return { length, cells }
}
