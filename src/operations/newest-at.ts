import type { Handed } from '../model/figures.ts'
import type { Instant } from '../model.ts'

/** Of rows that were handed in by a moment, the newest of each key, in the order of first appearance. */
export function newestAt<Row extends Handed<unknown>>(rows: readonly Row[], asOf: Instant): Row[] {
  const newest = new Map<string, Row>()
  for (const row of rows) {
    const before = newest.get(row.key)
    if (row.importedAt <= asOf && (before === undefined || before.importedAt <= row.importedAt))
      newest.set(row.key, row)
  }
  return [...newest.values()]
}
