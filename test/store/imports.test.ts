import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Device, Inventory, Unit } from '../../src/model/inventory.ts'
import type { Database } from '../../src/store/database.ts'
import { findLastImport, importInventory, undoImport } from '../../src/store/imports.ts'
import { listAssets, loadInventory, saveInventory } from '../../src/store/inventory.ts'
import { databases } from '../helpers/databases.ts'

const unit: Unit = {
  ...{ code: '30', name: 'Tỉnh', kind: 'platform', type: 'tinh', parent: null, validFrom: null },
  ...{ validTo: null, contactName: '', contactEmail: '', profile: null },
}
const device: Device = {
  ...{ kind: 'device', code: 'r1', unit: '30', name: 'a', role: 'router', address: '10.0.0.1' },
  ...{ address6: null, credential: '', internetIf: null, tslcdIf: null, userIf: [], wifiIf: [] },
}
const at = (minute: number) => `2022-01-01T00:${String(minute).padStart(2, '0')}:00.000Z`
const importer = { by: 'an', files: ['devices.csv'] }

const start: Inventory = { units: [unit], assets: [device] }
const given: Inventory = {
  units: [],
  assets: [
    { ...device, name: 'b' },
    { ...device, code: 'r2', validFrom: '2021-01-01' },
  ],
}

describe.each(databases)('imports on %s', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    for (const table of ['asset', 'unit', 'inventory_import', 'document'] as const)
      await db.deleteFrom(table).execute()
    await importInventory(db, start, at(0), importer)
    await importInventory(db, given, at(1), importer)
  })
  afterAll(() => db.destroy())
  const undo = (number: number, minute: number) => undoImport(db, number, { at: at(minute), by: 'bo' })

  test('the last import is known, with what it did', async () => {
    expect(await findLastImport(db)).toEqual({
      ...importer,
      ...{ number: 2, at: at(1), added: 1, changed: 1, undone: null },
    })
  })

  test('taken back, the inventory is as before, and what was there meanwhile stays known', async () => {
    expect(await undo(2, 3)).toBeNull()
    expect(await loadInventory(db)).toEqual(start)
    const codesAt = async (minute: number) =>
      (await listAssets(db, { kind: 'device', asOf: at(minute) })).map(({ code, name }) => `${code} ${name}`)
    expect(await codesAt(0)).toEqual(['r1 a'])
    expect(await codesAt(2)).toEqual(['r1 b', 'r2 a'])
    expect(await codesAt(3)).toEqual(['r1 a'])
    expect((await findLastImport(db))?.undone).toEqual({ at: at(3), by: 'bo' })
    expect(await undo(2, 4)).toEqual({ why: 'undone' })
  })

  test('what was taken back may come again', async () => {
    await undo(2, 3)
    await importInventory(db, given, at(5), importer)
    expect((await loadInventory(db)).assets).toEqual(given.assets)
    expect(await listAssets(db, { asOf: at(4) })).toHaveLength(1)
    expect(await undo(3, 6)).toBeNull()
    expect(await loadInventory(db)).toEqual(start)
  })

  test('not where something has changed since, and then nothing is done', async () => {
    expect(await undo(1, 2)).toEqual({ why: 'not_the_last' })
    await saveInventory(
      db,
      { units: [], assets: [{ ...device, code: 'r2', name: 'c', validFrom: '2021-01-01' }] },
      at(2),
    )
    const before = await loadInventory(db)
    expect(await undo(2, 3)).toEqual({ why: 'changed_since', codes: ['r2'] })
    expect(await loadInventory(db)).toEqual(before)
  })
})
