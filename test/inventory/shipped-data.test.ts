import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { classifyAddress } from '../../probes/lib/address-class.ts'
import { checkContext } from '../../src/inventory/check-context.ts'
import { checksOf } from '../../src/inventory/checks-of.ts'
import { readInventory } from '../../src/inventory/read.ts'
import { readFigures } from '../../src/inventory/read-figures.ts'
import { unitChecks } from '../../src/inventory/unit-checks.ts'
import { writeCsv, writeInventory } from '../../src/inventory/write.ts'
import type { Inventory, Line, Service } from '../../src/model/inventory.ts'

const data = path.join(import.meta.dirname, '../../data')
const nothing: Inventory = { units: [], assets: [] }

function shipped(...names: string[]) {
  return names.map((name) => ({ name, bytes: readFileSync(path.join(data, name)) }))
}

function imported(existing: Inventory, ...names: string[]) {
  const { problems, changes } = readInventory(shipped(...names), existing)
  expect(problems).toEqual([])
  return changes
}

const { units } = imported(nothing, 'units.csv')
const sample = readdirSync(path.join(data, 'sample')).map((name) => `sample/${name}`)

function count(of: (unit: (typeof units)[number]) => string) {
  const counts: Record<string, number> = {}
  for (const unit of units) counts[of(unit)] = (counts[of(unit)] ?? 0) + 1
  return counts
}

test('the province has 12 districts, 235 communes and the 19 departments known', () => {
  expect(count(({ kind }) => kind)).toEqual({ platform: 1, department: 19, district: 12, commune: 235 })
  expect(count(({ type }) => type)).toMatchObject({
    tinh: 1,
    thanh_pho: 2,
    thi_xa: 1,
    huyen: 9,
    phuong: 47,
    xa: 178,
    thi_tran: 10,
  })
})

test('departments and districts stand under the province, communes under their districts', () => {
  const kindOf = new Map(units.map(({ code, kind }) => [code, kind]))
  for (const { kind, parent } of units) {
    if (kind === 'platform') expect(parent).toBeNull()
    else if (kind === 'commune') expect(kindOf.get(parent ?? '')).toBe('district')
    else expect(parent).toBe('30')
  }
  expect(count(({ parent }) => parent ?? '')).toEqual({
    '': 1,
    '30': 31,
    '288': 25,
    '290': 19,
    '291': 19,
    '292': 23,
    '293': 18,
    '294': 20,
    '295': 17,
    '296': 16,
    '297': 18,
    '298': 23,
    '299': 20,
    '300': 17,
  })
})

test('the GSO code is the key, for thirteen names of communes repeat', () => {
  const places = units.filter(({ kind }) => kind !== 'department')
  for (const { code } of places) expect(code).toMatch(/^(30|\d{3}|\d{5})$/)
  expect(new Set(places.map(({ code }) => code)).size).toBe(248)
  const bare = (name: string) => name.replace(/^(Phường|Xã|Thị trấn) /, '').replace('oà', 'òa')
  const communes = units.filter(({ kind }) => kind === 'commune').map(({ name }) => bare(name))
  const repeated = new Set(communes.filter((name, i) => communes.indexOf(name) !== i))
  expect(repeated).toEqual(
    new Set([
      'Chí Minh',
      'Cộng Hòa',
      'Hưng Đạo',
      'Hồng Phong',
      'Long Xuyên',
      'Lê Lợi',
      'Minh Tân',
      'Quang Trung',
      'Thanh Quang',
      'Thái Học',
      'Tân Dân',
      'Tân Việt',
      'Đồng Lạc',
    ]),
  )
})

test('names are those of the catalogue, in NFC', () => {
  const nameOf = new Map(units.map(({ code, name }) => [code, name]))
  expect(nameOf.get('10543')).toBe('Phường Việt Hoà')
  expect(nameOf.get('10774')).toBe('Xã Phúc Thành A')
  expect(nameOf.get('10888')).toBe('Thị trấn Cẩm Giang')
  expect(nameOf.get('295')).toBe('Huyện Cẩm Giàng')
  expect(nameOf.get('SLDTBXH')).toBe('Sở Lao động - Thương binh và Xã hội')
  for (const { name } of units) expect(name.normalize('NFC')).toBe(name)
})

test('units of the catalogue begin on 2019-12-01 and nothing has ended', () => {
  for (const { kind, validFrom, validTo } of units) {
    expect(validFrom).toBe(kind === 'department' ? null : '2019-12-01')
    expect(validTo).toBeNull()
  }
})

test('the file is as an export writes it', () => {
  expect(readFileSync(path.join(data, 'units.csv'), 'utf8')).toBe(writeCsv('units', units))
})

test('in 2025 the province and its districts end, and every other field stays', () => {
  const { units: changed } = imported({ units, assets: [] }, 'units-2025.csv')
  expect(changed).toEqual(
    units
      .filter(({ kind }) => kind === 'platform' || kind === 'district')
      .map((unit) => ({ ...unit, validTo: '2025-07-01' })),
  )
})

test('the sample imports together with the units, in one go', () => {
  const inventory = imported(nothing, 'units.csv', ...sample)
  const kinds = new Set(inventory.assets.map(({ kind }) => kind))
  expect(kinds).toEqual(new Set(['device', 'service', 'line', 'hotspot', 'prefix']))
  expect(new Set(inventory.assets.map(({ unit }) => unit))).toEqual(
    new Set(['30', 'STTTT', 'SKHDT', '288', '291', '10606']),
  )
  for (const { name, text } of writeInventory(inventory))
    if (!['units.csv', 'unit_changes.csv'].includes(name))
      expect(readFileSync(path.join(data, 'sample', name), 'utf8')).toBe(text)
})

test('the sample names nobody: documentation addresses, private ones, names under .test', () => {
  const { assets } = imported({ units, assets: [] }, ...sample)
  for (const asset of assets) {
    if (asset.kind === 'device') {
      if (asset.address) expect(asset.address).toMatch(/^10\./)
      if (asset.address6) expect(classifyAddress(asset.address6)).toBe('documentation')
    }
    if (asset.kind === 'service')
      expect(asset.host).toMatch(/\.test$|^10\.|\.8\.b\.d\.0\.1\.0\.0\.2\.ip6\.arpa$/)
    if (asset.kind === 'line' && asset.ceAddress6)
      expect(classifyAddress(asset.ceAddress6)).toBe('documentation')
    if (asset.kind === 'line' && asset.nextHop6)
      expect(['documentation', 'link_local']).toContain(classifyAddress(asset.nextHop6))
  }
  const resolver = assets.find((asset) => asset.kind === 'service' && asset.type === 'resolver') as Service
  const line = assets.find((asset) => asset.kind === 'line') as Line
  const vantages = ['inside', ...units.map(({ code }) => code)]
  const portal = { url: 'http://portal.haiduong.test/' }
  const portUnits = new Set(units.map(({ code }) => code)) // as if every unit had approved it
  const { agents } = checkContext({ units, assets }, { vantages })
  const scheduled = new Set(
    [...assets, { ...resolver, host: '2001:db8:0:1::53' }, { ...line, peDevice: 'dc-rt-01', peIf: 'ce1' }]
      .flatMap((asset) => [
        ...checksOf(asset, { vantages, portUnits, ...(agents && { agents }) }),
        ...unitChecks(asset, { vantages, portal }),
      ])
      .map(({ probe }) => probe),
  )
  // the prober looks at itself, and a sweep is only made where somebody asks for it
  expect(['ipv4-sweep', 'prober-self-test', ...scheduled].sort()).toEqual(Object.keys(probes).sort())
})

test('the projects that ship can be imported, and nothing of them is proven yet', () => {
  const names = readdirSync(path.join(data, 'sample-figures')).map((name) => `sample-figures/${name}`)
  const { problems, summary, changes } = readFigures(shipped(...names), {
    units,
    assets: [],
    today: '2021-12-31',
    known: new Map(),
  })
  expect(problems).toEqual([])
  expect([summary.projects.added, summary.milestones.added]).toEqual([3, 6])
  expect(changes.every(({ row }) => 'documentNumber' in row && row.documentNumber === '')).toBe(true)
})
