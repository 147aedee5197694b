import { stringify } from 'csv-stringify/sync'
import type { Inventory } from '../model/inventory.ts'
import { writeWorkbook } from '../office/write-workbook.ts'
import { guardFormula } from './formula-guard.ts'
import { type InventoryKind, inventoryKinds, kinds, type Rows } from './kinds.ts'
import { toRowLists } from './rows.ts'

/**
 * Rows as a CSV file: UTF-8, comma, one header line. `bom` helps older spreadsheets see that it is UTF-8. Cells that a
 * spreadsheet would run as a formula get an apostrophe in front (`guardFormula`), which `readInventory` takes off
 * again: importing an export changes nothing.
 */
export function writeCsv<K extends InventoryKind>(
  kind: K,
  rows: Rows[K][],
  { bom = false }: { bom?: boolean } = {},
): string {
  const { header, cells } = tableOf(kind, rows)
  return stringify([header, ...cells.map((row) => row.map(({ text }) => text))], { bom })
}

/** The whole inventory as one file per kind, rows in the order given. */
export function writeInventory(inventory: Inventory): { name: string; text: string }[] {
  const rows = toRowLists(inventory)
  const file = <K extends InventoryKind>(kind: K) => ({
    name: `${kind}.csv`,
    text: writeCsv(kind, rows[kind]),
  })
  return inventoryKinds.map(file)
}

/** The kinds given, each on a sheet of one XLSX workbook, which imports back as the CSV files do. */
export function writeInventoryWorkbook(
  inventory: Inventory,
  some: readonly InventoryKind[] = inventoryKinds,
): Promise<Uint8Array> {
  const rows = toRowLists(inventory)
  const sheet = <K extends InventoryKind>(kind: K) => {
    const { header, cells } = tableOf(kind, rows[kind])
    return { name: kind, header, rows: cells.map((row) => row.map(({ text, number }) => number ?? text)) }
  }
  return writeWorkbook(some.map(sheet))
}

/** The columns that a file needs and its cells, texts guarded; a number may begin with a sign and is no formula. */
function tableOf<K extends InventoryKind>(kind: K, rows: Rows[K][]) {
  const columns = kinds[kind].columns.filter(
    (column) => !column.optional || rows.some((row) => column.write(row) !== ''),
  )
  const cells = rows.map((row) =>
    columns.map(({ field, write }): { text: string; number?: number } => {
      const value: unknown = row[field]
      return typeof value === 'number'
        ? { text: write(row), number: value }
        : { text: guardFormula(write(row)) }
    }),
  )
  return { header: columns.map(({ name }) => name), cells }
}
