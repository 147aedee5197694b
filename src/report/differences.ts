import type { Difference, MonthlyReport } from './monthly-report.ts'
import { cellText } from './paper/paper-table.ts'
import type { Cell } from './tables/table.ts'
import { tableIds, tables } from './tables.ts'

/** As many as a correction lists; of the others it says how many there are. */
const mostDifferences = 500

/** What the Biểu of two reports of one period have different, row by row: a unit that goes by another name is the same row. */
export function differencesOf(
  before: MonthlyReport,
  after: MonthlyReport,
): { differences: Difference[]; more: number } {
  const found: Difference[] = []
  for (const id of tableIds) {
    if (id === '11') continue // what the report says of itself, its hashes among them
    const [old, current] = [rowsOf(before, id), rowsOf(after, id)]
    const headers = tables[id].columns.map(({ header }) => header.vi)
    const kinds = tables[id].columns.map(({ as }) => as)
    for (const key of new Set([...old.keys(), ...current.keys()])) {
      const [was, is] = [old.get(key)?.cells, current.get(key)?.cells]
      const [table, row] = [tables[id].title.vi, (current.get(key) ?? old.get(key))?.label ?? key]
      if (was === undefined || is === undefined) {
        const there = { before: was ? 'có' : 'không có', after: is ? 'có' : 'không có' }
        found.push({ table, row, column: 'Dòng', ...there })
        continue
      }
      for (const [i, column] of headers.entries())
        if (was[i] !== is[i]) {
          const values = {
            before: cellText(was[i] ?? null, kinds[i]),
            after: cellText(is[i] ?? null, kinds[i]),
          }
          found.push({ table, row, column, ...values })
        }
    }
  }
  return { differences: found.slice(0, mostDifferences), more: Math.max(0, found.length - mostDifferences) }
}

/** Rows by their keys, each with the texts at its beginning, which name it to people. */
function rowsOf(
  report: MonthlyReport,
  id: (typeof tableIds)[number],
): Map<string, { label: string; cells: Cell[] }> {
  const { rows, columns, key: keyOf } = tables[id]
  const filled = new Map<string, { label: string; cells: Cell[] }>()
  for (const row of rows(report)) {
    const cells = columns.map(({ cell }) => cell(row, 'vi'))
    const label = cells
      .slice(0, 3)
      .filter((cell) => typeof cell === 'string')
      .join(' · ')
    const key = keyOf?.(row) ?? label
    let unique = key
    for (let n = 2; filled.has(unique); n += 1) unique = `${key} (${n})`
    filled.set(unique, { label, cells })
  }
  return filled
}
