import { isDeepStrictEqual } from 'node:util'
import { type Selectable, type SqlBool, sql } from 'kysely'
import type { Asset, AssetKind, Inventory, Unit, UnitChange, UnitKind, Version } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { existsOn } from '../readiness/profile.ts'
import { dayOf } from '../report/period.ts'
import { becomeAt, firstVersion, renameFrom, unrenameFrom, valid } from '../versions.ts'
import { batches } from './batches.ts'
import type { Database } from './database.ts'
import { groupBy } from './group-by.ts'
import { inTransaction } from './in-transaction.ts'
import { everyUnit, revise } from './revisions.ts'
import type { Schema } from './schema.ts'
import { listUnitChangeRecords, listUnitChanges, saveUnitChanges } from './unit-changes.ts'

/** As of a moment those that exist then; without one, everything that ever was, as it is now. */
type AsOf = { asOf?: Instant | undefined }

/**
 * Adds or changes units and assets by their codes, in one transaction: what differs is a new version from `at` on, a
 * rename one from its day on, and what is equal writes nothing. Nothing is ever deleted: units and assets end by
 * `validTo`. Validity is said of all versions, whenever it becomes known. A unit is there since ever unless it says
 * since when; an asset that does not say so, since it was entered.
 */
export async function saveInventory(
  db: Database,
  { units, assets, unitChanges = [] }: Inventory,
  at: Instant,
): Promise<void> {
  await inTransaction(db, async (transaction) => {
    await saveUnitChanges(transaction, unitChanges)
    await saveUnits(transaction, units, renamesIn(unitChanges), at)
    for (const [kind, some] of groupBy(assets, (asset) => asset.kind))
      await saveAssets(transaction, kind, some, at)
    await revise(transaction, [everyUnit])
  })
}

/**
 * Ends the only versions of units and assets that ought not to have been entered: they were in the inventory from one
 * moment until another, whatever they said of their validity.
 */
export async function withdraw(
  transaction: Database,
  { units, assets }: Inventory,
  { since, until }: { since: Instant; until: Instant },
): Promise<void> {
  for (const some of batches(units.map(({ code }) => code)))
    await transaction
      .updateTable('unit')
      .set({ since, until })
      .where('code', 'in', some)
      .where(versionOf(undefined))
      .execute()
  for (const [kind, of] of groupBy(assets, (asset) => asset.kind))
    for (const some of batches(of.map(({ code }) => code)))
      await transaction
        .updateTable('asset')
        .set({ since, until })
        .where('kind', '=', kind)
        .where('code', 'in', some)
        .where(versionOf(undefined))
        .execute()
}

/** A unit as if it had never been renamed so: from the day on it goes by its name before. */
export async function unrename(transaction: Database, change: UnitChange): Promise<void> {
  const code = change.from[0] ?? ''
  const stored = transaction.selectFrom('unit').selectAll().where('code', '=', code).orderBy('since')
  const after = unrenameFrom((await stored.execute()).map(toUnitVersion), change)
  await transaction.deleteFrom('unit').where('code', '=', code).execute()
  if (after.length > 0) await transaction.insertInto('unit').values(after.map(toUnitRow)).execute()
  await revise(transaction, [everyUnit])
}

/** Units that never were: what was entered of them stays, and holds at no moment. */
export async function erase(transaction: Database, codes: string[]): Promise<void> {
  for (const some of batches(codes))
    await transaction
      .updateTable('unit')
      .set(({ ref }) => ({ until: ref('since') }))
      .where('code', 'in', some)
      .execute()
  await revise(transaction, [everyUnit])
}

/** Renames by unit, oldest first. */
function renamesIn(changes: UnitChange[]): Map<string, UnitChange[]> {
  const renames = changes.filter(({ kind }) => kind === 'rename')
  return groupBy(
    renames.sort((one, other) => (one.day < other.day ? -1 : 1)),
    ({ from }) => from[0] ?? '',
  )
}

async function saveUnits(
  db: Database,
  units: Unit[],
  renames: Map<string, UnitChange[]>,
  at: Instant,
): Promise<void> {
  const given = new Map(units.map((unit) => [unit.code, unit]))
  for (const codes of batches([...new Set([...given.keys(), ...renames.keys()])])) {
    const rows = await db.selectFrom('unit').selectAll().where('code', 'in', codes).orderBy('since').execute()
    const stored = groupBy(rows, ({ code }) => code)
    const changed = codes.flatMap((code) => {
      const before = stored.get(code) ?? []
      const unit = given.get(code)
      let after = before.map(toUnitVersion)
      if (unit && after.length === 0) after = firstVersion(unit, '')
      // it was taken back, and comes again
      else if (unit && after.at(-1)?.until !== null) after = [...after, ...firstVersion(unit, at)]
      const sorted = renames.get(code) ?? []
      // forwards from an old name that was kept until now, and back from the newest
      for (const rename of [...sorted, ...sorted.toReversed()]) after = renameFrom(after, rename)
      if (unit) after = becomeAt(valid(after, unit), at, unit)
      const now = after.map(toUnitRow)
      return isDeepStrictEqual(before, now) ? [] : [{ code, rows: now }]
    })
    if (changed.length === 0) continue
    const touched = changed.map(({ code }) => code)
    await db.deleteFrom('unit').where('code', 'in', touched).execute()
    for (const some of batches(changed.flatMap((one) => one.rows)))
      await db.insertInto('unit').values(some).execute()
  }
}

async function saveAssets(db: Database, kind: AssetKind, assets: Asset[], at: Instant): Promise<void> {
  for (const some of batches(assets)) {
    const codes = some.map(({ code }) => code)
    const rows = await db
      .selectFrom('asset')
      .selectAll()
      .where('kind', '=', kind)
      .where('code', 'in', codes)
      .orderBy('since')
      .execute()
    const stored = groupBy(rows, ({ code }) => code)
    const changed = some.flatMap((given) => {
      const before = stored.get(given.code) ?? []
      const asset: Asset = JSON.parse(JSON.stringify(given)) // as it will be read
      const stays = before.at(-1)?.until === null
      const known = [...before.map(toAssetVersion), ...(stays ? [] : firstVersion(asset, at))]
      const after = becomeAt(valid(known, asset), at, asset)
      const now = after.map(toAssetRow)
      if (now[0] && asset.validFrom !== undefined && (stays || before.length === 0)) now[0].since = ''
      return isDeepStrictEqual(before, now) ? [] : [{ code: asset.code, rows: now }]
    })
    if (changed.length === 0) continue
    const touched = changed.map(({ code }) => code)
    await db.deleteFrom('asset').where('kind', '=', kind).where('code', 'in', touched).execute()
    for (const some of batches(changed.flatMap((one) => one.rows)))
      await db.insertInto('asset').values(some).execute()
  }
}

/** Units by code. With `ended`, those too that do not exist at the moment, because they have ended or not begun. */
export async function listUnits(
  db: Database,
  { asOf, ended = false, codes, kind }: AsOf & { ended?: boolean; codes?: string[]; kind?: UnitKind } = {},
): Promise<Unit[]> {
  const rows = await db
    .selectFrom('unit')
    .selectAll()
    .where(versionOf(asOf))
    .$if(codes !== undefined, (query) => query.where('code', 'in', codes ?? []))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind as string))
    .orderBy('code')
    .execute()
  const units = rows.map(toUnit)
  return asOf === undefined || ended ? units : units.filter((unit) => existsOn(unit, dayOf(asOf)))
}

/** A unit as it was at a moment, or as it is; found too when it has ended or not begun by then. */
export async function findUnit(db: Database, code: string, { asOf }: AsOf = {}): Promise<Unit | undefined> {
  const row = await db
    .selectFrom('unit')
    .selectAll()
    .where(versionOf(asOf))
    .where('code', '=', code)
    .executeTakeFirst()
  return row && toUnit(row)
}

/** Assets by kind and code, of one unit or kind or all. */
export async function listAssets<Kind extends AssetKind = AssetKind>(
  db: Database,
  { unit, kind, asOf }: AsOf & { unit?: string; kind?: Kind } = {},
): Promise<Extract<Asset, { kind: Kind }>[]> {
  const rows = await db
    .selectFrom('asset')
    .selectAll()
    .where(versionOf(asOf))
    .$if(unit !== undefined, (query) => query.where('unit', '=', unit as string))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind as string))
    .orderBy('kind')
    .orderBy('code')
    .execute()
  const assets = rows.map(toAsset) as Extract<Asset, { kind: Kind }>[]
  return asOf === undefined ? assets : assets.filter((asset) => existsOn(asset, dayOf(asOf)))
}

/** An asset as it was at a moment, or as it is; found too when it has ended by then. */
export async function findAsset<Kind extends AssetKind>(
  db: Database,
  kind: Kind,
  code: string,
  { asOf }: AsOf = {},
): Promise<Extract<Asset, { kind: Kind }> | undefined> {
  const row = await db
    .selectFrom('asset')
    .selectAll()
    .where(versionOf(asOf))
    .where('kind', '=', kind)
    .where('code', '=', code)
    .executeTakeFirst()
  return row && (toAsset(row) as Extract<Asset, { kind: Kind }>)
}

/** The inventory of a moment; without one, everything in it as it is now: what an import is compared with. */
export async function loadInventory(db: Database, { asOf }: AsOf = {}): Promise<Inventory> {
  const unitChanges = await listUnitChanges(db, { asOf })
  const withdrawnChanges = asOf === undefined ? await listWithdrawn(db) : []
  return {
    units: await listUnits(db, { asOf }),
    assets: await listAssets(db, { asOf }),
    ...(unitChanges.length > 0 && { unitChanges }),
    ...(withdrawnChanges.length > 0 && { withdrawnChanges }),
  }
}

async function listWithdrawn(db: Database): Promise<string[]> {
  return (await listUnitChangeRecords(db)).flatMap(({ code, withdrawn }) => (withdrawn ? [code] : []))
}

/** What a unit and its assets were from one moment to another, oldest first: for judging every day in between. */
export async function listVersions(
  db: Database,
  unit: string,
  { since, asOf }: { since: Instant; asOf: Instant },
): Promise<{ unit: Version<Unit>[]; assets: Version<Asset>[] }> {
  const within = sql<SqlBool>`since <= ${asOf} and (until is null or until > ${since})`
  const units = db.selectFrom('unit').selectAll().where('code', '=', unit)
  const assets = db.selectFrom('asset').selectAll().where('unit', '=', unit)
  return {
    unit: (await units.where(within).orderBy('since').execute()).map(toUnitVersion),
    assets: (await assets.where(within).orderBy('kind').orderBy('code').orderBy('since').execute()).map(
      toAssetVersion,
    ),
  }
}

/** What all assets of a kind were from one moment to another, oldest first. */
export async function listAssetVersions<Kind extends AssetKind>(
  db: Database,
  kind: Kind,
  { since, asOf }: { since: Instant; asOf: Instant },
): Promise<Version<Extract<Asset, { kind: Kind }>>[]> {
  const rows = await db
    .selectFrom('asset')
    .selectAll()
    .where('kind', '=', kind as string)
    .where(sql<SqlBool>`since <= ${asOf} and (until is null or until > ${since})`)
    .orderBy('code')
    .orderBy('since')
    .execute()
  return rows.map(toAssetVersion) as Version<Extract<Asset, { kind: Kind }>>[]
}

/** The version of a moment, or the newest. */
export function versionOf(asOf: Instant | undefined) {
  return asOf === undefined
    ? sql<SqlBool>`until is null`
    : sql<SqlBool>`since <= ${asOf} and (until is null or until > ${asOf})`
}

export function toUnit(row: Selectable<Schema['unit']>): Unit {
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

function toUnitVersion(row: Selectable<Schema['unit']>): Version<Unit> {
  return { since: row.since, until: row.until, value: toUnit(row) }
}

function toUnitRow({ since, until, value: unit }: Version<Unit>): Selectable<Schema['unit']> {
  return {
    code: unit.code,
    since,
    until,
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

/** Assets written before they had all of their fields have the others' empty values. */
export function toAsset({ kind, body, valid_from, valid_to }: Selectable<Schema['asset']>): Asset {
  return {
    ...(kind === 'service' && { senders: [] }),
    ...JSON.parse(body),
    ...(valid_from !== null && { validFrom: valid_from }),
    ...(valid_to !== null && { validTo: valid_to }),
  }
}

function toAssetVersion(row: Selectable<Schema['asset']>): Version<Asset> {
  return { since: row.since, until: row.until, value: toAsset(row) }
}

function toAssetRow({ since, until, value }: Version<Asset>): Selectable<Schema['asset']> {
  const { validFrom = null, validTo = null, ...asset } = value
  const { kind, code, unit } = asset
  return {
    kind,
    code,
    since,
    until,
    unit,
    valid_from: validFrom,
    valid_to: validTo,
    body: JSON.stringify(asset),
  }
}
