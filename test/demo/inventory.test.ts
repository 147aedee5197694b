import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { demoInventory } from '../../src/demo/inventory.ts'
import { credentials } from '../../src/demo/world/credentials.ts'
import { planTimeline } from '../../src/demo/world/timeline.ts'
import { makeWorld } from '../../src/demo/world.ts'
import { readInventory } from '../../src/inventory/read.ts'
import { writeInventory } from '../../src/inventory/write.ts'
import { unitKinds } from '../../src/model/inventory.ts'

const inventory = demoInventory(makeWorld({ seed: 7, timeline: planTimeline }))

describe('the inventory of the demo', () => {
  test('has at least 30 units, of all kinds', () => {
    expect(inventory.units.length).toBeGreaterThanOrEqual(30)
    expect(new Set(inventory.units.map(({ kind }) => kind))).toEqual(new Set(unitKinds))
  })

  test('can be imported as files without a mistake, and comes back as it was', () => {
    const files = writeInventory(inventory).map(({ name, text }) => ({ name, bytes: Buffer.from(text) }))
    const { problems, changes } = readInventory(files, { units: [], assets: [] })
    expect(problems).toEqual([])
    expect(changes.units).toEqual(inventory.units)
    expect(new Set(changes.assets)).toEqual(new Set(inventory.assets))
  })

  test('calls units as the shipped list does', () => {
    const shipped = readInventory([{ name: 'units.csv', bytes: readFileSync('data/units.csv') }], {
      units: [],
      assets: [],
    })
    expect(shipped.problems).toEqual([])
    const known = new Map(shipped.changes.units.map((unit) => [unit.code, unit]))
    for (const { code, name, kind, type, parent, validFrom, validTo } of inventory.units) {
      expect(known.get(code)).toMatchObject({ name, kind, type, parent, validFrom, validTo })
    }
  })

  test('names only credentials that there are', () => {
    for (const asset of inventory.assets) {
      if (asset.kind === 'device') expect(Object.keys(credentials)).toContain(asset.credential)
    }
  })
})
