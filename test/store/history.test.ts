import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { Kysely, Migrator, SqliteDialect, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Asset, Device, Inventory, Unit } from '../../src/model/inventory.ts'
import type { Instant } from '../../src/model.ts'
import { existsOn } from '../../src/readiness/profile.ts'
import { dayOf, startOfDay } from '../../src/report/period.ts'
import { type Database, migrate } from '../../src/store/database.ts'
import { findAsset, findUnit, loadInventory, saveInventory } from '../../src/store/inventory.ts'
import { migrations } from '../../src/store/migrations/index.ts'
import { loadUnitState, loadUnitStates } from '../../src/store/observations.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { listUnitChanges } from '../../src/store/unit-changes.ts'
import { withdrawUnitChange } from '../../src/store/withdraw-unit-change.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck } from '../helpers/example.ts'
import { device, unit as exampleUnit } from '../readiness/builders.ts'

const day = (number: number) =>
  startOfDay(`2022-0${1 + Math.floor(number / 28)}-${String(1 + (number % 28)).padStart(2, '0')}`)
const unit = (code: string, change: Partial<Unit> = {}): Unit => ({ ...exampleUnit, code, ...change })

describe.each(databases)('the history of the inventory on %s', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    for (const table of ['unit', 'asset', 'unit_change', 'unit_change_unit', 'check'] as const)
      await db.deleteFrom(table).execute()
  })
  afterAll(() => db.destroy())

  const save = (at: Instant, inventory: Partial<Inventory>) =>
    saveInventory(db, { units: [], assets: [], ...inventory }, at)
  const countVersions = async () => {
    const { rows } = await sql<{ n: number }>`
      select (select count(*) from unit) + (select count(*) from asset) as n`.execute(db)
    return Number(rows[0]?.n)
  }

  test('any moment has the units and assets of then; equal imports write nothing', async () => {
    await save(day(1), { units: [unit('A'), unit('B')], assets: [device('r1', { unit: 'A' })] })
    await save(day(5), { units: [unit('A', { parent: 'B' })], assets: [device('r1', { unit: 'B' })] })
    const versions = await countVersions()
    await save(day(6), {
      units: [unit('A', { parent: 'B' }), unit('B')],
      assets: [device('r1', { unit: 'B' })],
    })
    expect(await countVersions()).toBe(versions)
    expect(await findUnit(db, 'A', { asOf: day(4) })).toMatchObject({ parent: null })
    expect(await findUnit(db, 'A', { asOf: day(5) })).toMatchObject({ parent: 'B' })
    expect(await findUnit(db, 'A')).toMatchObject({ parent: 'B' })
    expect(await findAsset(db, 'device', 'r1', { asOf: day(4) })).toMatchObject({ unit: 'A' })
    expect(await findAsset(db, 'device', 'r1', { asOf: day(0) })).toBeUndefined()
    expect((await loadInventory(db, { asOf: day(0) })).units).toHaveLength(2) // nobody said since when they are
  })

  test('validity counts from the days it names, whenever it becomes known', async () => {
    await save(day(10), {
      units: [unit('A', { validFrom: dayOf(day(2)) })],
      assets: [device('old', { unit: 'A', validFrom: dayOf(day(3)) }), device('r1', { unit: 'A' })],
    })
    await save(day(20), { assets: [device('r1', { unit: 'A', validTo: dayOf(day(15)) })] })
    const at = async (number: number) => {
      const { units, assets } = await loadInventory(db, { asOf: day(number) })
      return [...units, ...assets].map(({ code }) => code).join(' ')
    }
    expect([await at(1), await at(2), await at(3), await at(10), await at(14), await at(15)]).toEqual([
      '',
      'A',
      'A old',
      'A old r1',
      'A old r1',
      'A old',
    ])
    await save(day(21), { assets: [device('r1', { unit: 'A' })] }) // it was a mistake
    expect(await at(15)).toBe('A old r1')
  })

  test('a rename counts from its day, before and after it the names are right, and the rest of each version stays', async () => {
    await save(day(1), { units: [unit('A', { name: 'Cũ' })] })
    await save(day(5), { units: [unit('A', { name: 'Cũ', contactName: 'Bà B' })] })
    await save(day(9), {
      units: [unit('A', { name: 'Mới', contactName: 'Bà B' })],
      unitChanges: [
        {
          code: 'c1',
          day: dayOf(day(3)),
          kind: 'rename',
          from: ['A'],
          to: [],
          nameBefore: 'Cũ',
          name: 'Mới',
          documentNo: '1/NQ',
          documentDate: null,
          note: '',
        },
      ],
    })
    const named = async (number: number) => {
      const found = await findUnit(db, 'A', { asOf: day(number) })
      return `${found?.name} ${found?.contactName}`.trim()
    }
    expect([await named(2), await named(3), await named(5), await named(10)]).toEqual([
      'Cũ',
      'Mới',
      'Mới Bà B',
      'Mới Bà B',
    ])
    expect((await loadInventory(db, { asOf: day(2) })).unitChanges).toBeUndefined()
    expect((await loadInventory(db, { asOf: day(3) })).unitChanges).toMatchObject([
      { code: 'c1', from: ['A'] },
    ])
    const [change] = await listUnitChanges(db)
    if (change === undefined) throw new Error('it was saved')
    await withdrawUnitChange(db, change, { at: day(10), by: 'lan', why: 'nhầm', never: [] })
    expect([await named(2), await named(3), await named(5), await named(11)]).toEqual([
      'Cũ',
      'Cũ',
      'Cũ Bà B',
      'Cũ Bà B',
    ])
    expect(await loadInventory(db)).toMatchObject({ withdrawnChanges: ['c1'] })
    await expect(
      withdrawUnitChange(db, change, { at: day(11), by: 'lan', why: 'nhầm', never: [] }),
    ).rejects.toThrow('somebody else')
  })

  test('names are right too where only the newest is in the list of units', async () => {
    const rename = (code: string, number: number, nameBefore: string, name: string) => ({
      code,
      day: dayOf(day(number)),
      kind: 'rename' as const,
      from: ['A'],
      to: [],
      nameBefore,
      name,
      documentNo: '',
      documentDate: null,
      note: '',
    })
    await save(day(20), {
      units: [unit('A', { name: 'Ba' })],
      unitChanges: [rename('x', 6, 'Hai', 'Ba'), rename('y', 3, 'Một', 'Hai')],
    })
    const names = await Promise.all([1, 3, 6].map((number) => findUnit(db, 'A', { asOf: day(number) })))
    expect(names.map((found) => found?.name)).toEqual(['Một', 'Hai', 'Ba'])
  })

  test('a state has the assets of its moment with their checks, those retired and those moved since too', async () => {
    await save(day(1), {
      units: [unit('A'), unit('B')],
      assets: [device('gone', { unit: 'A' }), device('moved', { unit: 'A' })],
    })
    const check = (code: string, owner: string) =>
      exampleCheck({ id: `device~${code}~snmp-reach`, unit: owner, asset: { kind: 'device', code } })
    await syncChecks(db, [check('gone', 'A'), check('moved', 'A')], day(1), { pace: 1 })
    await save(day(5), {
      assets: [device('gone', { unit: 'A', validTo: dayOf(day(5)) }), device('moved', { unit: 'B' })],
    })
    await syncChecks(db, [check('moved', 'B')], day(5), { pace: 1 })
    const checksIn = (states: { unit: Unit; checks: { check: { asset: { code: string } } }[] }[]) =>
      Object.fromEntries(
        states.map((one) => [one.unit.code, one.checks.map(({ check }) => check.asset.code)]),
      )
    expect(checksIn(await loadUnitStates(db, day(4)))).toEqual({ A: ['gone', 'moved'], B: [] })
    expect(checksIn(await loadUnitStates(db, day(6)))).toEqual({ A: [], B: ['moved'] })
    const alone = await loadUnitState(db, 'A', day(4))
    expect(alone?.checks.map((one) => one.check.asset.code)).toEqual(['gone', 'moved'])
    expect(alone?.assets.map(({ code }) => code)).toEqual(['gone', 'moved'])
    const whole = await loadUnitState(db, 'A', day(6), { since: day(2) })
    expect(whole?.assets).toEqual([])
    expect(whole?.checks.map(({ check: { asset }, retiredAt }) => [asset.code, retiredAt])).toEqual([
      ['gone', day(5)],
      ['moved', undefined],
    ])
    expect(whole?.versions?.assets.map(({ value }) => value.code)).toEqual(['gone', 'moved'])
  })

  test('whatever is imported in whatever order, a moment is what replaying the imports up to it gives', async () => {
    const runs = open === databases[0]?.[1] ? 40 : 5
    await fc.assert(
      fc.asyncProperty(fc.array(anyImport, { minLength: 1, maxLength: 6 }), async (imports) => {
        for (const table of ['unit', 'asset'] as const) await db.deleteFrom(table).execute()
        for (const [index, inventory] of imports.entries()) await save(day(3 * index + 3), inventory)
        for (let number = 0; number < 3 * imports.length + 4; number++) {
          const { units, assets } = await loadInventory(db, { asOf: day(number) })
          expect({ units, assets }).toEqual(replay(imports, day(number)))
        }
        expect(await loadInventory(db)).toEqual(replay(imports))
      }),
      { numRuns: runs },
    )
  })
})

const anyDay = fc.integer({ min: 0, max: 20 }).map((number) => dayOf(day(number)))
const anyUnit = fc.record({
  code: fc.constantFrom('A', 'B'),
  name: fc.constantFrom('Một', 'Hai'),
  parent: fc.constantFrom(null, 'Z'),
  validFrom: fc.option(anyDay, { nil: null }),
  validTo: fc.option(anyDay, { nil: null }),
})
const anyDevice = fc.record(
  {
    code: fc.constantFrom('r1', 'r2'),
    unit: fc.constantFrom('A', 'B'),
    name: fc.constantFrom('x', 'y'),
    validFrom: anyDay,
    validTo: anyDay,
  },
  { requiredKeys: ['code', 'unit', 'name'] },
)
const once = { selector: ({ code }: { code: string }) => code, maxLength: 2 }
const anyImport: fc.Arbitrary<Inventory> = fc.record({
  units: fc.uniqueArray(
    anyUnit.map((given) => unit(given.code, given)),
    once,
  ),
  assets: fc.uniqueArray(
    anyDevice.map((given) => device(given.code, given as Partial<Device>)),
    once,
  ),
})

/** The inventory by the simplest means: every import up to the moment, one after the other, by code. */
function replay(imports: Inventory[], asOf?: Instant): Inventory {
  const all = imports.map((inventory, index) => ({ ...inventory, at: day(3 * index + 3) }))
  const by = <Value extends Unit | Asset>(
    listOf: (inventory: Inventory) => Value[],
    isEver: (said: Value[]) => boolean,
  ) =>
    ['A', 'B', 'r1', 'r2'].flatMap((code) => {
      const said = all.flatMap(({ at, ...inventory }) =>
        listOf(inventory).flatMap((value) => (value.code === code ? [{ at, value }] : [])),
      )
      const newest = said.at(-1)?.value
      if (newest === undefined) return []
      const known = said.filter(({ at }) => asOf === undefined || at <= asOf)
      const value = known.at(-1)?.value ?? (isEver(said.map((one) => one.value)) ? said[0]?.value : undefined)
      const { validFrom, validTo } = newest
      if (value === undefined || (asOf !== undefined && !existsOn(newest, dayOf(asOf)))) return []
      return [{ ...value, validFrom, validTo }]
    })
  return {
    units: by(
      ({ units }) => units,
      () => true,
    ),
    assets: by(
      ({ assets }) => assets,
      (said) => said.some(({ validFrom }) => validFrom !== undefined),
    ),
  }
}

test('the inventory of a database from before has been so since ever', async () => {
  const db: Database = new Kysely({ dialect: new SqliteDialect({ database: new Sqlite(':memory:') }) })
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0007'))
  const { error } = await new Migrator({
    db,
    provider: { getMigrations: async () => before },
  }).migrateToLatest()
  expect(error).toBeUndefined()
  const asset = device('r1', { unit: 'A' })
  await sql`insert into unit (code, name, kind, type, valid_to, contact_name, contact_email, profile)
    values ('A', 'Sở A', 'department', 'so', '2025-03-01', '', '', '["has_lan"]')`.execute(db)
  await sql`insert into asset (kind, code, unit, body)
    values ('device', 'r1', 'A', ${JSON.stringify(asset)})`.execute(db)
  await migrate(db)
  const then = await loadInventory(db, { asOf: '1999-01-01T00:00:00.000Z' })
  expect(then).toEqual({
    units: [
      unit('A', {
        name: 'Sở A',
        kind: 'department',
        type: 'so',
        validTo: '2025-03-01',
        profile: ['has_lan'],
      }),
    ],
    assets: [asset],
  })
  await saveInventory(db, then, day(1))
  expect(await loadInventory(db)).toEqual(then)
  expect(await db.selectFrom('unit').selectAll().execute()).toHaveLength(1)
  await db.destroy()
})
