import { sameBlock } from '../address-plan/block.ts'
import { conflictOf } from '../address-plan/flaws.ts'
import { type PlanNode, pathTo, planTree } from '../address-plan/tree.ts'
import { unitTree } from '../address-plan/unit-tree.ts'
import type { Prefix } from '../model/inventory.ts'
import { flaw, type Problem } from './problem.ts'
import type { ReadRow } from './read-file.ts'
import type { RowLists } from './rows.ts'

type PrefixRow = Extract<ReadRow, { kind: 'prefixes' }>

/**
 * Entries of the address plan that cannot be there together, with what is known already: two of one block, or one where
 * another leaves no room (src/address-plan/flaws.ts). Those that are never there at the same time do not meet.
 */
export function prefixProblems(rows: ReadRow[], existing: RowLists): Problem[] {
  const given = new Map<Prefix, PrefixRow>()
  for (const row of rows) if (row.kind === 'prefixes' && isWhole(row.values)) given.set(row.values, row)
  if (given.size === 0) return []
  const codes = new Set([...given.keys()].map(({ code }) => code))
  const others = existing.prefixes.filter(({ code }) => !codes.has(code))
  const units = rows.flatMap((row) => (row.kind === 'units' ? [row.values] : []))
  const isPartOf = unitTree([...existing.units, ...units])
  const problems: Problem[] = []
  const { nodes } = planTree([...given.keys(), ...others])
  const before = (node: PlanNode, index: number) => {
    const same: PlanNode[] = []
    for (let at = index - 1; at >= 0; at--) {
      const one = nodes[at]
      if (!one || !sameBlock(one.block, node.block)) break
      same.push(one)
    }
    return same
  }
  for (const [index, node] of nodes.entries())
    for (const other of [...before(node, index), ...pathTo(node)]) {
      // a row that was there before is named by the one that comes to it
      const row = given.get(node.prefix) ?? given.get(other.prefix)
      const found = row && meet(node.prefix, other.prefix) && conflictOf(node, other, isPartOf)
      if (!row || !found) continue
      const code = found.code === 'duplicate' ? 'duplicate_prefix' : 'overlapping_prefix'
      problems.push({
        file: row.file,
        row: row.line,
        column: found.column,
        ...flaw(code, found.because.vi, found.because.en),
      })
    }
  return problems
}

function isWhole(values: Partial<Prefix>): values is Prefix {
  const { code, unit, prefix, role } = values
  return [code, unit, prefix, role].every((value) => value !== undefined)
}

/** Whether there is a day on which both are there. */
function meet(one: Prefix, other: Prefix): boolean {
  const endsBefore = (first: Prefix, second: Prefix) => (first.validTo ?? '9999') <= (second.validFrom ?? '')
  return !endsBefore(one, other) && !endsBefore(other, one)
}
