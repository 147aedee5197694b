import type { Asset, Inventory } from '../model/inventory.ts'
import type { InventoryKind, Rows } from './kinds.ts'

/** An inventory as its files hold it, one list per kind. */
export type RowLists = { [K in InventoryKind]: Rows[K][] }

export function toRowLists({ units, assets, unitChanges = [] }: Inventory): RowLists {
  const of = <K extends Asset['kind']>(kind: K) =>
    assets.filter((asset): asset is Extract<Asset, { kind: K }> => asset.kind === kind)
  return {
    units,
    devices: of('device'),
    services: of('service'),
    lines: of('line'),
    hotspots: of('hotspot'),
    prefixes: of('prefix'),
    unit_changes: unitChanges,
  }
}

export function toInventory({ units, unit_changes: unitChanges, ...assets }: RowLists): Inventory {
  return { units, assets: Object.values(assets).flat(), ...(unitChanges.length > 0 && { unitChanges }) }
}
