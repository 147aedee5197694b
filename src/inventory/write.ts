import { stringify } from 'csv-stringify/sync'
import type { Asset, Inventory } from '../model.ts'
import { guardFormula } from './formula-guard.ts'
import { type InventoryKind, inventoryKinds, type Kind, kinds, type Rows } from './kinds.ts'

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
  const { columns } = kinds[kind] as unknown as Kind<Rows[K]>
  const header = columns.map(({ name }) => name)
  // numbers stay numbers: only "-5" and the like begin with a sign, and no formula follows
  const cells = rows.map((row) =>
    columns.map(({ field, write }) =>
      typeof row[field] === 'number' ? write(row) : guardFormula(write(row)),
    ),
  )
  return stringify([header, ...cells], { bom })
}

/** The whole inventory as one file per kind, rows in the order given. */
export function writeInventory({ units, assets }: Inventory): { name: string; text: string }[] {
  const of = <K extends Asset['kind']>(kind: K) =>
    assets.filter((asset): asset is Extract<Asset, { kind: K }> => asset.kind === kind)
  const rows: Rows = {
    units,
    devices: of('device'),
    services: of('service'),
    lines: of('line'),
    hotspots: of('hotspot'),
  }
  return inventoryKinds.map((kind) => ({ name: `${kind}.csv`, text: writeCsv(kind, rows[kind]) }))
}
