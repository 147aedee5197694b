import { isDeepStrictEqual } from 'node:util'
import type { Importer, ImportRecord, UndoRefusal } from '../model/imports.ts'
import type { Asset, Inventory, Unit } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { batches } from './batches.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import { saveInventory, toAsset, toUnit, versionOf, withdraw } from './inventory.ts'

type Row = { kind: 'unit'; value: Unit } | { kind: 'asset'; value: Asset }
/** `before` is null for what was new. */
type Change = { before: Row | null; after: Row }
type Body = { changes: Change[]; unitChanges: number }

const keyOf = ({ kind, value }: Row) =>
  kind === 'unit' ? `unit ${value.code}` : `${value.kind} ${value.code}`

/** Saves what an import adds and changes (`saveInventory`), and keeps what was there before it. */
export async function importInventory(
  db: Database,
  inventory: Inventory,
  at: Instant,
  { by, files }: Importer,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    const given = rowsOf(inventory)
    const before = await currentRows(transaction, given)
    await saveInventory(transaction, inventory, at)
    const after = await currentRows(transaction, given)
    const body: Body = {
      changes: [...after].map(([key, row]) => ({ before: before.get(key) ?? null, after: row })),
      unitChanges: inventory.unitChanges?.length ?? 0,
    }
    const last = await lastNumber(transaction)
    await transaction
      .insertInto('inventory_import')
      .values({
        ...{ number: last + 1, imported_at: at, imported_by: by, files: JSON.stringify(files) },
        ...{ body: JSON.stringify(body), undone_at: null, undone_by: null },
      })
      .execute()
  })
}

/** The last import, undone or not. */
export async function findLastImport(db: Database): Promise<ImportRecord | undefined> {
  const row = await findRow(db)
  if (row === undefined) return undefined
  const { changes }: Body = JSON.parse(row.body)
  const added = changes.filter(({ before }) => before === null).length
  return {
    ...{ number: row.number, at: row.imported_at, by: row.imported_by, files: JSON.parse(row.files) },
    ...{ added, changed: changes.length - added },
    undone: row.undone_at === null ? null : { at: row.undone_at, by: row.undone_by ?? '' },
  }
}

/**
 * Takes the last import back: what it changed becomes what it was before, from now on; what it added is no more, and was
 * there from the import until now. Nothing is done, and why is said, where it is not the last, where something of it has
 * changed since, where it told of changes of units, or where documents were entered about a unit that it added.
 */
export async function undoImport(
  db: Database,
  number: number,
  { at, by }: { at: Instant; by: string },
): Promise<UndoRefusal | null> {
  return inTransaction(db, async (transaction) => {
    const row = await findRow(transaction)
    if (row === undefined || row.number !== number) return { why: 'not_the_last' }
    if (row.undone_at !== null) return { why: 'undone' }
    const { changes, unitChanges }: Body = JSON.parse(row.body)
    if (unitChanges > 0) return { why: 'unit_changes' }
    const now = await currentRows(
      transaction,
      changes.map(({ after }) => after),
    )
    const differing = changes.filter(({ after }) => !isDeepStrictEqual(now.get(keyOf(after)), after))
    if (differing.length > 0)
      return { why: 'changed_since', codes: differing.map(({ after }) => after.value.code) }
    const added = changes.flatMap(({ before, after }) => (before === null ? [after] : []))
    const documented = await withDocuments(transaction, added)
    if (documented.length > 0) return { why: 'documents', codes: documented }
    const restored = changes.flatMap(({ before }) => (before === null ? [] : [before]))
    await withdraw(transaction, inventoryOf(added), { since: row.imported_at, until: at })
    await saveInventory(transaction, inventoryOf(restored), at)
    // claimed last, so that of two who undo at once one does it
    const { numUpdatedRows } = await transaction
      .updateTable('inventory_import')
      .set({ undone_at: at, undone_by: by })
      .where('number', '=', number)
      .where('undone_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows !== 1n) throw new Error(`import ${number} was taken back by somebody else meanwhile`)
    return null
  })
}

function rowsOf({ units, assets }: Inventory): Row[] {
  return [
    ...units.map((value): Row => ({ kind: 'unit', value })),
    ...assets.map((value): Row => ({ kind: 'asset', value })),
  ]
}

function inventoryOf(rows: Row[]): Inventory {
  return {
    units: rows.flatMap((row) => (row.kind === 'unit' ? [row.value] : [])),
    assets: rows.flatMap((row) => (row.kind === 'asset' ? [row.value] : [])),
  }
}

/** The rows of these codes as they are now, by their keys. */
async function currentRows(db: Database, given: Row[]): Promise<Map<string, Row>> {
  const wanted = new Set(given.map(keyOf))
  const rows: Row[] = []
  const codes = (kind: Row['kind']) => [
    ...new Set(given.flatMap((row) => (row.kind === kind ? [row.value.code] : []))),
  ]
  for (const some of batches(codes('unit')))
    for (const row of await db
      .selectFrom('unit')
      .selectAll()
      .where(versionOf(undefined))
      .where('code', 'in', some)
      .execute())
      rows.push({ kind: 'unit', value: toUnit(row) })
  const kinds = [...new Set(given.flatMap((row) => (row.kind === 'asset' ? [row.value.kind] : [])))]
  for (const some of batches(codes('asset')))
    for (const row of await db
      .selectFrom('asset')
      .selectAll()
      .where(versionOf(undefined))
      .where('kind', 'in', kinds)
      .where('code', 'in', some)
      .execute())
      rows.push({ kind: 'asset', value: toAsset(row) })
  // as JSON gives it back
  const plain: Row[] = JSON.parse(JSON.stringify(rows))
  return new Map(plain.flatMap((row) => (wanted.has(keyOf(row)) ? [[keyOf(row), row]] : [])))
}

async function withDocuments(db: Database, added: Row[]): Promise<string[]> {
  const units = added.flatMap((row) => (row.kind === 'unit' ? [row.value.code] : []))
  const found: string[] = []
  for (const some of batches(units))
    for (const { unit } of await db
      .selectFrom('document')
      .select('unit')
      .distinct()
      .where('unit', 'in', some)
      .execute())
      found.push(unit)
  return found
}

function findRow(db: Database) {
  return db.selectFrom('inventory_import').selectAll().orderBy('number', 'desc').limit(1).executeTakeFirst()
}

async function lastNumber(db: Database): Promise<number> {
  return (await findRow(db))?.number ?? 0
}
