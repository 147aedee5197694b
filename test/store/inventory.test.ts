import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import type { Device, Inventory, Service, Unit } from '../../src/model/inventory.ts'
import { endOfDay } from '../../src/report/period.ts'
import type { Database } from '../../src/store/database.ts'
import {
  findAsset,
  findUnit,
  listAssets,
  listUnits,
  loadInventory,
  saveInventory,
} from '../../src/store/inventory.ts'
import { databases } from '../helpers/databases.ts'

const province: Unit = {
  code: '30',
  name: 'Tỉnh Hải Dương',
  kind: 'platform',
  type: 'tinh',
  parent: null,
  validFrom: '2019-12-01',
  validTo: null,
  contactName: '',
  contactEmail: '',
  profile: ['has_own_zone', 'has_asn'],
}
const district: Unit = {
  ...province,
  code: '291',
  name: 'Huyện Nam Sách',
  kind: 'district',
  type: 'huyen',
  parent: '30',
  validTo: '2025-07-01',
  contactName: '\'; drop table unit; --\n"Nguyễn Văn A"',
  profile: null,
}
const department: Unit = { ...province, code: 'STTTT', kind: 'department', validFrom: null, profile: [] }
const router: Device = {
  kind: 'device',
  code: 'x1',
  unit: '291',
  name: 'Bộ định tuyến',
  role: 'router',
  address: null,
  address6: '2001:db8::1',
  credential: 'c',
  internetIf: null,
  tslcdIf: 'ether2',
  userIf: ['vlan10', 'vlan20'],
  wifiIf: [],
}
const site: Service = {
  kind: 'service',
  code: 'x1', // the same code as the router
  unit: '30',
  type: 'web',
  host: 'www.haiduong.test',
  critical: true,
  owner: '',
  senders: [],
}
const at = '2022-06-30T00:00:00.000Z'
const all: Inventory = { units: [district, province, department], assets: [site, router] }

describe.each(databases)('inventory on %s', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  beforeEach(async () => {
    await db.deleteFrom('asset').execute()
    await db.deleteFrom('unit').execute()
  })
  afterAll(() => db.destroy())

  test('what is saved is found, as it was', async () => {
    await saveInventory(db, all, at)
    expect(await loadInventory(db)).toEqual({
      units: [district, province, department],
      assets: [router, site],
    })
    expect(await findUnit(db, '291')).toEqual(district)
    expect(await findUnit(db, '9')).toBeUndefined()
    expect(await findAsset(db, 'device', 'x1')).toEqual(router)
    expect(await findAsset(db, 'service', 'x1')).toEqual(site)
    expect(await findAsset(db, 'line', 'x1')).toBeUndefined()
    expect(await listAssets(db, { unit: '30' })).toEqual([site])
    expect(await listAssets(db, { kind: 'device' })).toEqual([router])
    expect(await listAssets(db, { unit: '30', kind: 'device' })).toEqual([])
  })

  test('saving again replaces by code and leaves the rest', async () => {
    await saveInventory(db, all, at)
    const renamed = {
      ...district,
      name: 'Nam Sách',
      parent: null,
      validFrom: null,
      profile: ['has_lan' as const],
    }
    const moved = { ...router, unit: '30', address: '10.0.0.1' }
    await saveInventory(db, { units: [renamed], assets: [moved] }, at)
    expect(await loadInventory(db)).toEqual({ units: [renamed, province, department], assets: [moved, site] })
    expect(await listAssets(db, { unit: '291' })).toEqual([])
  })

  test('all or nothing', async () => {
    await saveInventory(db, { units: [province], assets: [] }, at)
    const broken = { ...router, code: null as unknown as string }
    await expect(saveInventory(db, { units: [district], assets: [site, broken] }, at)).rejects.toThrow()
    expect(await loadInventory(db)).toEqual({ units: [province], assets: [] })
  })

  test('units of a day: the first day counts, the day of the end does not', async () => {
    await saveInventory(db, all, at)
    const on = async (day: string) => (await listUnits(db, { asOf: endOfDay(day) })).map(({ code }) => code)
    expect(await on('2019-11-30')).toEqual(['STTTT'])
    expect(await on('2019-12-01')).toEqual(['291', '30', 'STTTT'])
    expect(await on('2025-06-30')).toEqual(['291', '30', 'STTTT'])
    expect(await on('2025-07-01')).toEqual(['30', 'STTTT'])
  })

  test('the shipped units and two thousand assets go in and import again as no change', async () => {
    const bytes = readFileSync(path.join(import.meta.dirname, '../../data/units.csv'))
    const { changes } = readInventory([{ name: 'units.csv', bytes }], { units: [], assets: [] })
    const assets = Array.from({ length: 2000 }, (_, i) => ({ ...router, code: `r${i}` }))
    await saveInventory(db, { units: changes.units, assets }, at)
    const stored = await loadInventory(db)
    expect(stored.units).toHaveLength(267)
    expect(stored.assets).toHaveLength(2000)
    const again = readInventory([{ name: 'units.csv', bytes }], stored)
    expect(again.summary.units).toEqual({ added: [], changed: [], unchanged: 267 })
  })
})
