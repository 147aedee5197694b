import type { Prefix } from '../model/inventory.ts'
import { type Block, blockText } from './block.ts'
import { blocksLeft, handedOut, lansOf, nextFree } from './space.ts'
import { type PlanNode, pathTo } from './tree.ts'

/** An entry of the plan with its place in the tree and the room in it. */
export type Entry = {
  prefix: Prefix
  /** Code of the narrowest entry around it. */
  parent: string | null
  depth: number
  children: number
  /** Its /64 and how many of them what lies within it takes; null for less than a /64. */
  lans: { used: number; all: number } | null
  /** In blocks of which length it is handed out, how many of these are left, and the next by address; null for a link. */
  room: { length: number; left: number; next: string | null } | null
}

export function entryOf(node: PlanNode): Entry {
  const { prefix, parent, children } = node
  const lans = lansOf(node)
  const length = handedOut(node)
  const next = length === null ? null : nextFree(node, length)
  return {
    prefix,
    parent: parent?.prefix.code ?? null,
    depth: pathTo(node).length,
    children: children.length,
    lans: lans && { used: Number(lans.used), all: Number(lans.all) },
    room: length === null ? null : { length, left: Number(blocksLeft(node, length)), next: textOf(next) },
  }
}

function textOf(block: Block | null): string | null {
  return block && blockText(block)
}
