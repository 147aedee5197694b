import type { Prefix } from '../model/inventory.ts'
import { type Block, blockOf, compareBlocks, holds, sameBlock } from './block.ts'

/** An entry of the plan with the entries around and within it. */
export type PlanNode = {
  prefix: Prefix
  block: Block
  /** The narrowest entry around it. */
  parent: PlanNode | null
  /** By address. */
  children: PlanNode[]
}

/** `nodes` are all entries by address, each before those within it. */
export type PlanTree = { roots: PlanNode[]; nodes: PlanNode[] }

/**
 * The tree of a plan, made from the addresses alone. Entries of the same block stand beside each other, and what lies within
 * them under the last. n log n for n entries.
 */
export function planTree(prefixes: readonly Prefix[]): PlanTree {
  const nodes = prefixes
    .map((prefix): PlanNode => ({ prefix, block: blockOf(prefix.prefix), parent: null, children: [] }))
    .sort(
      (one, other) => compareBlocks(one.block, other.block) || (one.prefix.code < other.prefix.code ? -1 : 1),
    )
  const roots: PlanNode[] = []
  const open: PlanNode[] = []
  for (const node of nodes) {
    for (let top = open.at(-1); top && !isAround(top, node); top = open.at(-1)) open.pop()
    node.parent = open.at(-1) ?? null
    ;(node.parent?.children ?? roots).push(node)
    open.push(node)
  }
  return { roots, nodes }
}

function isAround(outer: PlanNode, { block }: PlanNode): boolean {
  return holds(outer.block, block) && !sameBlock(outer.block, block)
}

/** The narrowest entry that holds a block, or is it; null for a block outside the plan. */
export function nodeAround({ roots }: PlanTree, block: Block): PlanNode | null {
  let found: PlanNode | null = null
  for (let level = roots; ; level = found.children) {
    const next = lastUpTo(level, block)
    if (next === undefined || !holds(next.block, block)) return found
    found = next
  }
}

/** The last of these, sorted and apart, that does not begin behind the block. */
function lastUpTo(nodes: PlanNode[], block: Block): PlanNode | undefined {
  let low = 0
  let high = nodes.length
  while (low < high) {
    const middle = (low + high) >> 1
    const node = nodes[middle]
    if (node && node.block.first <= block.first) low = middle + 1
    else high = middle
  }
  return nodes[low - 1]
}

/** The entries around a node, from the outside in. */
export function pathTo(node: PlanNode): PlanNode[] {
  const path: PlanNode[] = []
  for (let above = node.parent; above; above = above.parent) path.unshift(above)
  return path
}
