import type { Read } from './cell.ts'
import type { TextEncoding } from './decode-text.ts'
import { columnNames, headerFlaws, kindOf, kindsNamed, missingColumn, unknownKind } from './header.ts'
import { type InventoryKind, inventoryKinds, type Kind, kinds, type Rows } from './kinds.ts'
import { fromNetBox } from './netbox.ts'
import { type Flaw, flaw, type Problem } from './problem.ts'
import { rowFlaws } from './row-rules.ts'
import type { RowLists } from './rows.ts'
import { type NamedTable, readTables } from './table.ts'

export type InventoryFile = { name: string; bytes: Uint8Array }

/** One row of a file, with the cells that could be read: all of them unless there is a problem. */
export type ReadRow = {
  [K in InventoryKind]: {
    kind: K
    file: string
    line: number
    values: Partial<Rows[K]>
  }
}[InventoryKind]

/** `lost`: kinds of which this file may hold rows whose codes could not be read, so that others name them rightly. */
export type ReadFile = {
  rows: ReadRow[]
  problems: Problem[]
  lost: readonly InventoryKind[]
  /** The file, or the sheet of a workbook, by the name that problems have. */
  name: string
  encoding?: TextEncoding
  /** What columns of ours are called in the file, where it calls them otherwise. */
  nameOf?: ReadonlyMap<string, string>
}

type AnyRow = Rows[InventoryKind]
type Found = Flaw & { column: string | null }

const knownNames = new Set(inventoryKinds.flatMap((kind) => kinds[kind].columns.map(({ name }) => name)))

/** Reads one file by itself; of a workbook every sheet is one. */
export function readFile(file: InventoryFile, existing: RowLists): ReadFile[] {
  return readTables(file, knownNames).map((one) => readOne(one, existing))
}

/**
 * Reads a table: its kind from the header, each cell by its column, each row by its own rules. A column may
 * be left out when every code is known already, or when it is optional: then the field stays as it is.
 */
function readOne({ name, table: given }: NamedTable, existing: RowLists): ReadFile {
  if ('code' in given)
    return { rows: [], problems: [{ file: name, column: null, ...given }], lost: kindsNamed(name), name }
  const netBox = fromNetBox(given, existing)
  const table = netBox?.table ?? given
  const kind = netBox?.kind ?? kindOf(table.header, name)
  if (!kind) {
    const problem = { file: name, row: table.headerLine, ...unknownKind() }
    return { rows: [], problems: [problem], lost: kindsNamed(name), name }
  }
  const { columns, fixed } = kinds[kind] as unknown as Kind<AnyRow>
  const { header, headerLine } = table
  const known = new Map<string, AnyRow>(existing[kind].map((row) => [row.code, row]))
  const left = columns.filter(({ name }) => !header.includes(name))
  const absent = Object.fromEntries(
    columns.flatMap((one) => {
      const empty = netBox && one.read('')
      return empty?.ok ? [[one.field, empty.value]] : 'absent' in one ? [[one.field, one.absent]] : []
    }),
  )
  const isNeeded = ({ field }: (typeof columns)[number]) => !(field in absent)
  const missing = left.filter((column) => isNeeded(column) && !column.optional).map((column) => column.name)
  const problems: Problem[] = []
  let unknown: string | undefined
  const rows = table.rows.map(({ line, cells, flaws: sheetFlaws = [] }) => {
    const { values, flaws } = readCells(cells, header, columns)
    flaws.push(...sheetFlaws.map(({ at, ...found }) => ({ column: header[at] || null, ...found })))
    const was = left.length > 0 ? known.get(values.code ?? '') : undefined
    if (!was) unknown ??= values.code ?? ''
    const all = { ...fixed, ...absent, ...was, ...values }
    flaws.push(...rowFlaws(kind, all as Partial<AnyRow>))
    problems.push(...flaws.map((found) => ({ file: name, row: line, ...found })))
    return { kind, file: name, line, values: all } as ReadRow
  })
  const flaws = headerFlaws(table, columnNames(kind))
  if (unknown !== undefined || !header.includes('code'))
    flaws.unshift(...missing.map((column) => missingColumn(column, unknown)))
  problems.unshift(...flaws.map((found) => ({ file: name, row: headerLine, ...found })))
  return {
    ...{ rows, name },
    problems,
    ...(netBox && { nameOf: netBox.nameOf }),
    lost: header.includes('code') ? [] : [kind],
    ...(table.encoding !== undefined && { encoding: table.encoding }),
  }
}

/** Reads the cells of one row by their columns. */
export function readCells(
  cells: (string | null)[],
  header: string[],
  columns: readonly { name: string; field: string; read(text: string): Read<unknown> }[],
) {
  const values: Record<string, unknown> & { code?: string } = {}
  const flaws: Found[] = []
  const spare = cells.slice(header.length).some((cell) => cell !== '')
  if (cells.length < header.length || spare) {
    const counted = flaw(
      'cell_count',
      `có ${cells.length} ô, dòng tiêu đề có ${header.length}`,
      `has ${cells.length} cells, the header has ${header.length}`,
    )
    flaws.push({ column: null, ...counted })
  }
  // where cells are missing or too many, the first is still the code by which others name the row
  for (const { name, field, read } of flaws.length > 0 ? columns.slice(0, 1) : columns) {
    const cell = cells[header.indexOf(name)]
    if (cell === undefined || cell === null) continue // missing column, or told of already
    const result = read(cell)
    if (result.ok) values[field] = result.value
    else flaws.push({ column: name, ...result.flaw })
  }
  return { values, flaws }
}
