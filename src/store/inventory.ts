import type { Selectable } from 'kysely'
import type { Asset, AssetKind, Day, Inventory, Unit } from '../model.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/** Rows of one statement: SQLite binds at most 32,766 values, PostgreSQL 65,535. */
const batch = 500

/** Adds or replaces units and assets by their codes, in one transaction. Nothing is ever deleted: a unit ends by `validTo`. */
export async function saveInventory(db: Database, { units, assets }: Inventory): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const some of batches(units))
      await transaction
        .insertInto('unit')
        .values(some.map(toUnitRow))
        .onConflict((conflict) =>
          conflict.column('code').doUpdateSet(({ ref }) => ({
            name: ref('excluded.name'),
            kind: ref('excluded.kind'),
            type: ref('excluded.type'),
            parent: ref('excluded.parent'),
            valid_from: ref('excluded.valid_from'),
            valid_to: ref('excluded.valid_to'),
            contact_name: ref('excluded.contact_name'),
            contact_email: ref('excluded.contact_email'),
            profile: ref('excluded.profile'),
          })),
        )
        .execute()
    for (const some of batches(assets))
      await transaction
        .insertInto('asset')
        .values(
          some.map((asset) => ({
            kind: asset.kind,
            code: asset.code,
            unit: asset.unit,
            body: JSON.stringify(asset),
          })),
        )
        .onConflict((conflict) =>
          conflict
            .columns(['kind', 'code'])
            .doUpdateSet(({ ref }) => ({ unit: ref('excluded.unit'), body: ref('excluded.body') })),
        )
        .execute()
  })
}

/** Units by code; with `asOf`, a day in the province's zone, only those that exist on that day. */
export async function listUnits(db: Database, { asOf }: { asOf?: Day } = {}): Promise<Unit[]> {
  let query = db.selectFrom('unit').selectAll().orderBy('code')
  if (asOf !== undefined)
    query = query
      .where((where) => where.or([where('valid_from', 'is', null), where('valid_from', '<=', asOf)]))
      .where((where) => where.or([where('valid_to', 'is', null), where('valid_to', '>', asOf)]))
  return (await query.execute()).map(toUnit)
}

export async function findUnit(db: Database, code: string): Promise<Unit | undefined> {
  const row = await db.selectFrom('unit').selectAll().where('code', '=', code).executeTakeFirst()
  return row && toUnit(row)
}

/** Assets by kind and code, of one unit or kind or all. */
export async function listAssets<Kind extends AssetKind = AssetKind>(
  db: Database,
  { unit, kind }: { unit?: string; kind?: Kind } = {},
): Promise<Extract<Asset, { kind: Kind }>[]> {
  let query = db.selectFrom('asset').select('body').orderBy('kind').orderBy('code')
  if (unit !== undefined) query = query.where('unit', '=', unit)
  if (kind !== undefined) query = query.where('kind', '=', kind)
  return (await query.execute()).map(({ body }) => readAsset(body))
}

export async function findAsset<Kind extends AssetKind>(
  db: Database,
  kind: Kind,
  code: string,
): Promise<Extract<Asset, { kind: Kind }> | undefined> {
  const row = await db
    .selectFrom('asset')
    .select('body')
    .where('kind', '=', kind)
    .where('code', '=', code)
    .executeTakeFirst()
  return row && readAsset(row.body)
}

/** Assets written before they had all of their fields have the others' empty values. */
function readAsset<Kind extends AssetKind>(body: string): Extract<Asset, { kind: Kind }> {
  const asset = JSON.parse(body)
  return asset.kind === 'service' ? { senders: [], ...asset } : asset
}

export async function loadInventory(db: Database): Promise<Inventory> {
  return { units: await listUnits(db), assets: await listAssets(db) }
}

function toUnit(row: Selectable<Schema['unit']>): Unit {
  return {
    code: row.code,
    name: row.name,
    kind: row.kind as Unit['kind'],
    type: row.type,
    parent: row.parent,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    contactName: row.contact_name,
    contactEmail: row.contact_email,
    profile: row.profile === null ? null : JSON.parse(row.profile),
  }
}

function toUnitRow(unit: Unit): Selectable<Schema['unit']> {
  return {
    code: unit.code,
    name: unit.name,
    kind: unit.kind,
    type: unit.type,
    parent: unit.parent,
    valid_from: unit.validFrom,
    valid_to: unit.validTo,
    contact_name: unit.contactName,
    contact_email: unit.contactEmail,
    profile: unit.profile === null ? null : JSON.stringify(unit.profile),
  }
}

function batches<Item>(items: Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / batch) }, (_, i) =>
    items.slice(i * batch, (i + 1) * batch),
  )
}
