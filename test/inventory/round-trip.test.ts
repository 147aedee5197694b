import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import { writeInventory } from '../../src/inventory/write.ts'
import type { Inventory } from '../../src/model.ts'
import { anyInventory } from './arbitraries.ts'

function exportOf(inventory: Inventory, transform = (text: string) => text) {
  return writeInventory(inventory).map(({ name, text }) => ({
    name,
    bytes: new TextEncoder().encode(transform(text)),
  }))
}

test('an export read back is the inventory, exactly', () => {
  fc.assert(
    fc.property(anyInventory, (inventory) => {
      const { problems, changes } = readInventory(exportOf(inventory), { units: [], assets: [] })
      expect(problems).toEqual([])
      expect(changes).toEqual(inventory)
    }),
    { numRuns: 300 },
  )
})

test('importing the export changes nothing', () => {
  fc.assert(
    fc.property(anyInventory, (inventory) => {
      const { problems, summary, changes } = readInventory(exportOf(inventory), inventory)
      expect(problems).toEqual([])
      expect(changes).toEqual({ units: [], assets: [] })
      const unchanged = Object.values(summary).reduce((sum, each) => sum + each.unchanged, 0)
      expect(unchanged).toBe(inventory.units.length + inventory.assets.length)
    }),
    { numRuns: 100 },
  )
})

test('no cell of an export can run as a formula', () => {
  fc.assert(
    fc.property(anyInventory, (inventory) => {
      const cells = writeInventory(inventory).flatMap(({ text }) => (parse(text) as string[][]).flat())
      for (const cell of cells) expect(cell).toMatch(/^(?![=+\-@\t\r\n＝＋－＠])|^-\d+(\.\d+)?$/)
    }),
    { numRuns: 100 },
  )
})
