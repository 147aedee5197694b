import path from 'node:path'
import { type InventoryKind, inventoryKinds, kinds } from './kinds.ts'
import { type Flaw, flaw } from './problem.ts'
import type { Table } from './table.ts'

type Found = Flaw & { column: string | null }

/** A header that is like none of ours, with those that are. */
export function unknownKind(): Found {
  const headers = inventoryKinds.map((each) => `${each}: ${columnNames(each).join(',')}`).join('; ')
  return {
    column: null,
    ...flaw(
      'unknown_kind',
      `dòng tiêu đề không thuộc loại tệp nào; các loại tệp: ${headers}`,
      `the header belongs to no kind of file; the kinds are: ${headers}`,
    ),
  }
}

/** A column that rows with new codes cannot do without. */
export function missingColumn(column: string, newCode: string | undefined): Found {
  const because = newCode
    ? { vi: ` (mã ${newCode} chưa có)`, en: ` (the code ${newCode} is new)` }
    : { vi: '', en: '' }
  return {
    column,
    ...flaw(
      'missing_column',
      `thiếu cột ${column}${because.vi}`,
      `the column ${column} is missing${because.en}`,
    ),
  }
}

/** The kinds that the name of a file speaks of, or all. */
export function kindsNamed(fileName: string): readonly InventoryKind[] {
  const named = inventoryKinds.filter((kind) => isNamed(fileName, kind))
  return named.length > 0 ? named : inventoryKinds
}

function isNamed(fileName: string, kind: InventoryKind): boolean {
  return path.basename(fileName).toLowerCase().includes(kind)
}

export function columnNames(kind: InventoryKind): string[] {
  return kinds[kind].columns.map(({ name }) => name)
}

/** The kind whose columns are most like the header; the name of the file helps where the header is misspelt. */
export function kindOf(header: string[], fileName: string): InventoryKind | undefined {
  const likeness = (kind: InventoryKind) => {
    const columns = kinds[kind].columns
      .filter(({ name, optional }) => !optional || header.includes(name))
      .map(({ name }) => name)
    const shared = columns.filter((name) => header.includes(name)).length
    const hint = shared > 0 && isNamed(fileName, kind) ? 0.5 : 0
    return shared / new Set([...columns, ...header]).size + hint
  }
  const [best] = [...inventoryKinds].sort((a, b) => likeness(b) - likeness(a))
  return best && likeness(best) >= 0.5 ? best : undefined
}

/** Columns that the kind does not have, that have no name, or that stand twice. */
export function headerFlaws({ header, rows }: Table, expected: string[]): Found[] {
  const flaws: Found[] = []
  for (const [i, column] of header.entries()) {
    if (column === '') {
      if (rows.some(({ cells }) => (cells[i] ?? '') !== ''))
        flaws.push({
          column: null,
          ...flaw('unknown_column', `cột thứ ${i + 1} không có tên`, `column ${i + 1} has no name`),
        })
    } else if (header.indexOf(column) !== i)
      flaws.push({
        column,
        ...flaw('duplicate_column', `cột ${column} lặp lại`, `the column ${column} stands twice`),
      })
    else if (!expected.includes(column))
      flaws.push({
        column,
        ...flaw(
          'unknown_column',
          `không có cột "${column}"; các cột: ${expected.join(', ')}`,
          `there is no column "${column}"; the columns are: ${expected.join(', ')}`,
        ),
      })
  }
  return flaws
}
