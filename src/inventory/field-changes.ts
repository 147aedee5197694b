import type { Asset } from '../model/inventory.ts'
import { type Column, type InventoryKind, kinds, type Rows } from './kinds.ts'

/** One cell that changes, as written in files. */
export type FieldChange = { column: string; before: string; after: string }

/** The cells in which a row differs; all filled ones of a new row. */
export function fieldChanges<K extends InventoryKind>(
  kind: K,
  was: Rows[K] | undefined,
  now: Rows[K],
): FieldChange[] {
  const columns: Column<Rows[K]>[] = kinds[kind].columns
  return columns
    .map(({ name, write }) => ({ column: name, before: was ? write(was) : '', after: write(now) }))
    .filter((field) => field.before !== field.after)
}

/** The kind of file in which assets of a kind are listed. */
export function fileKindOf({ kind }: Pick<Asset, 'kind'>): Exclude<InventoryKind, 'units' | 'unit_changes'> {
  return kind === 'prefix' ? 'prefixes' : `${kind}s`
}

export type AssetChange = { event: 'added' | 'changed' | 'gone'; asset: Asset; fields: FieldChange[] }

/** What came to a unit, what went from it, and what changed, between two lists of its assets. */
export function assetChanges(before: Asset[], after: Asset[]): AssetChange[] {
  const keyOf = ({ kind, code }: Asset) => `${kind} ${code}`
  const known = new Map(before.map((asset) => [keyOf(asset), asset]))
  const there = new Set(after.map(keyOf))
  return [
    ...after.flatMap((asset): AssetChange[] => {
      const was = known.get(keyOf(asset))
      const fields = was ? fieldChanges(fileKindOf(asset), was as never, asset as never) : []
      if (was && fields.length === 0) return []
      return [{ event: was ? 'changed' : 'added', asset, fields }]
    }),
    ...before
      .filter((asset) => !there.has(keyOf(asset)))
      .map((asset): AssetChange => ({ event: 'gone', asset, fields: [] })),
  ]
}
