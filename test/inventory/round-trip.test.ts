import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import { writeInventory } from '../../src/inventory/write.ts'
import type { Inventory } from '../../src/model/inventory.ts'
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
      expect(unchanged).toBe(
        inventory.units.length + inventory.assets.length + (inventory.unitChanges?.length ?? 0),
      )
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

test('whatever the bytes, there is an answer and no exception', () => {
  const cells = fc.constantFrom(
    'code',
    'unit',
    'name',
    'kind',
    'host',
    '30',
    'r1',
    '"',
    ',',
    ';',
    '\t',
    '\n',
    '\r',
    '|',
    '2001:db8::1',
    '1.500',
    '\0',
    'ạ',
    '__proto__',
    'constructor',
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(cells, { maxLength: 60 }).map((parts) => new TextEncoder().encode(parts.join(''))),
    fc.tuple(anyInventory, fc.nat(), fc.string({ maxLength: 3 })).map(([inventory, at, splinter]) => {
      const text = writeInventory(inventory).map((file) => file.text)[at % 6] ?? ''
      const place = at % (text.length + 1)
      return new TextEncoder().encode(text.slice(0, place) + splinter + text.slice(place + 1))
    }),
  )
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 3 }), anyInventory, (contents, existing) => {
      const files = contents.map((each, i) => ({ name: `${i}.csv`, bytes: each }))
      const { problems, changes } = readInventory(files, existing)
      if (problems.length > 0) expect(changes).toEqual({ units: [], assets: [] })
      for (const { row } of problems) expect(row === null || row >= 1).toBe(true)
    }),
    { numRuns: 300 },
  )
})
