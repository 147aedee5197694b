import { reversePrefix } from '../inventory/reverse-prefix.ts'
import { fold } from '../inventory/search.ts'
import { holds, readBlock } from './block.ts'
import { nodeAround, type PlanNode, type PlanTree, pathTo } from './tree.ts'

/**
 * Entries that an address, a block or the name of a reverse zone concerns, in any spelling: those around it and those within it.
 * Of any other text those in which it stands, by `textOf`. By address.
 */
export function searchPlan(tree: PlanTree, text: string, textOf: (node: PlanNode) => string): PlanNode[] {
  const block = readBlock(reversePrefix(text) ?? text)
  if (block === null) {
    const folded = fold(text)
    return tree.nodes.filter((node) => fold(`${node.prefix.prefix} ${textOf(node)}`).includes(folded))
  }
  const around = nodeAround(tree, block)
  const path = new Set(around ? [...pathTo(around), around] : [])
  return tree.nodes.filter((node) => path.has(node) || holds(block, node.block))
}
