import { stringify } from 'csv-stringify/sync'
import type { Inventory } from '../model/inventory.ts'
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
  const columns = kinds[kind].columns.filter(
    (column) => !column.optional || rows.some((row) => column.write(row) !== ''),
  )
  const header = columns.map(({ name }) => name)
  // a number may begin with a sign and is no formula
  const cells = rows.map((row) =>
    columns.map(({ field, write }) =>
      typeof row[field] === 'number' ? write(row) : guardFormula(write(row)),
    ),
  )
  return stringify([header, ...cells], { bom })
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
