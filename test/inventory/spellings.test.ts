import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import { writeCsv, writeInventoryWorkbook } from '../../src/inventory/write.ts'
import type { Inventory, Unit } from '../../src/model/inventory.ts'
import { writeWorkbook } from '../../src/office/write-workbook.ts'
import { anyInventory } from './arbitraries.ts'

const nothing: Inventory = { units: [], assets: [] }

const province: Unit = {
  ...{ code: '30', name: 'Tỉnh Hải Dương', kind: 'platform', type: 'tinh', parent: null },
  ...{ validFrom: null, validTo: null, contactName: 'Đỗ Thị Ngọc Ước', contactEmail: '', profile: null },
}
const csv = writeCsv('units', [province])

/** The marks of tones behind their letters, as Windows-1258 has them. */
function windows1258(text: string): Uint8Array {
  const decoder = new TextDecoder('windows-1258')
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]))
  const spelt = [...text].flatMap((letter) => {
    if (bytes.has(letter)) return [letter]
    const marks = [...letter.normalize('NFD')]
    const tone = marks.findIndex((mark) => /[\u0300\u0301\u0303\u0309\u0323]/u.test(mark))
    const [mark = ''] = marks.splice(tone, 1)
    return [marks.join('').normalize('NFC'), mark]
  })
  return Uint8Array.from(spelt.map((letter) => bytes.get(letter) ?? 0))
}

describe('one file in the encodings and separators that people have', () => {
  const utf16 = Buffer.from(csv, 'utf16le')
  const swapped = () => Buffer.from(utf16).swap16()
  test.each<[string, Uint8Array, string | undefined]>([
    ['UTF-16 with its mark', Buffer.from(`\ufeff${csv}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 without', utf16, 'utf-16le'],
    ['UTF-16 big endian', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped()]), 'utf-16be'],
    ['UTF-16 big endian without mark', swapped(), 'utf-16be'],
    ['Unicode text of Excel', Buffer.from(`\ufeff${csv.replaceAll(',', '\t')}`, 'utf16le'), 'utf-16le'],
    ['Windows-1258', windows1258(csv), 'windows-1258'],
    ['Windows-1258, semicolons', windows1258(csv.replaceAll(',', ';')), 'windows-1258'],
    ['UTF-8', Buffer.from(csv), undefined],
  ])('%s', (_, bytes, encoding) => {
    const { problems, changes, encodings } = readInventory([{ name: 'units.csv', bytes }], nothing)
    expect(problems).toEqual([])
    expect(changes.units).toEqual([province])
    expect(encodings.map((one) => one.encoding)).toEqual(encoding === undefined ? [] : [encoding])
  })

  test.each<[string, Uint8Array]>([
    ['UTF-8 with one broken letter', Buffer.from(csv).fill(0xff, csv.indexOf('T'), csv.indexOf('T') + 1)],
    ['Latin-1', Buffer.from(csv.replace('Tỉnh Hải Dương', 'Größe'), 'latin1')],
  ])('%s is not taken for Windows-1258', (_, bytes) => {
    const { problems } = readInventory([{ name: 'units.csv', bytes }], nothing)
    expect(problems.map(({ code }) => code)).toEqual(['not_text'])
  })
})

test('a workbook of the whole inventory read back is the inventory, and changes nothing in it', async () => {
  await fc.assert(
    fc.asyncProperty(anyInventory, async (inventory) => {
      const file = { name: 'inventory.xlsx', bytes: await writeInventoryWorkbook(inventory) }
      const first = readInventory([file], nothing)
      expect(first.problems).toEqual([])
      expect(first.changes).toEqual(inventory)
      expect(readInventory([file], inventory).changes).toEqual(nothing)
    }),
    { numRuns: 10 },
  )
})

test('every bad cell of every sheet is named with its sheet, row and column', async () => {
  const header = ['code', 'name', 'kind', 'type', 'parent', 'valid_from', 'valid_to', 'contact_name']
  const rest = ['contact_email', 'profile']
  const bytes = await writeWorkbook([
    { name: 'units', header: [...header, ...rest], rows: [['30', '', 'x', 'tinh', '', '', '', '', '', '']] },
    { name: 'empty', header: [], rows: [] },
    { name: 'devices', header: ['code', 'unit', 'kind', 'adress'], rows: [['r1', '30', 'router', '']] },
  ])
  const { problems } = readInventory([{ name: 'b.xlsx', bytes }], nothing)
  expect(problems.map(({ file, row, column, code }) => `${file}:${row} ${column} ${code}`)).toEqual(
    expect.arrayContaining([
      'b.xlsx [units]:2 name required',
      'b.xlsx [units]:2 kind bad_value',
      'b.xlsx [devices]:1 adress unknown_column',
    ]),
  )
})
