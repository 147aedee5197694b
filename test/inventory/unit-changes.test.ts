import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import { writeInventory } from '../../src/inventory/write.ts'
import type { Inventory } from '../../src/model/inventory.ts'

const header = 'code,day,kind,from,to,name_before,name,document_no,document_date,note'
const unitHeader = 'code,name,kind,type,parent,valid_from,valid_to,contact_name,contact_email,profile'
const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) })
const changes = (...rows: string[]) => file('unit_changes.csv', [header, ...rows].join('\n'))
const units = (...rows: string[]) => file('units.csv', [unitHeader, ...rows].join('\n'))
const none: Inventory = { units: [], assets: [] }

const province = '30,Tỉnh,platform,tinh,,2019-12-01,,,,'
const commune = (code: string, name: string, from = '2019-12-01', to = '') =>
  `${code},${name},commune,xa,30,${from},${to},,,`
const known: Inventory = importedInto(
  none,
  units(province, commune('a', 'Xã A'), commune('b', 'Xã B'), commune('c', 'Xã C')),
)

function importedInto(existing: Inventory, ...files: ReturnType<typeof file>[]): Inventory {
  const { problems, changes: saved } = readInventory(files, existing)
  if (problems.length > 0) throw new Error(JSON.stringify(problems))
  const merged = <Row extends { code: string }>(before: Row[] = [], now: Row[] = []) => [
    ...new Map([...before, ...now].map((row) => [row.code, row])).values(),
  ]
  return {
    units: merged(existing.units, saved.units),
    assets: [],
    unitChanges: merged(existing.unitChanges, saved.unitChanges),
  }
}

const validity = ({ units: list }: Inventory) =>
  Object.fromEntries(
    list.map(({ code, validFrom, validTo }) => [code, `${validFrom ?? ''}/${validTo ?? ''}`]),
  )

describe('what a change does to units, said before it is saved', () => {
  test('a merge into a new unit ends the old ones and begins the new one', () => {
    const files = [units(commune('n', 'Xã Mới', '')), changes('m1,2025-01-01,merge,a|b,n,,,1/NQ,2024-12-10,')]
    const { problems, summary } = readInventory(files, known)
    expect(problems).toEqual([])
    expect(summary.units.changed.map(({ code, fields }) => [code, ...fields])).toEqual([
      ['a', { column: 'valid_to', before: '', after: '2025-01-01' }],
      ['b', { column: 'valid_to', before: '', after: '2025-01-01' }],
    ])
    expect(validity(importedInto(known, ...files))).toMatchObject({
      a: '2019-12-01/2025-01-01',
      n: '2025-01-01/',
      c: '2019-12-01/',
    })
  })

  test('a merge into one that stays, and a split of one that stays', () => {
    expect(validity(importedInto(known, changes('m1,2025-01-01,merge,a|b,b,,,,,')))).toMatchObject({
      a: '2019-12-01/2025-01-01',
      b: '2019-12-01/',
    })
    expect(
      validity(
        importedInto(known, units(commune('n', 'Xã N', '')), changes('s1,2025-01-01,split,c,c|n,,,,,')),
      ),
    ).toMatchObject({ c: '2019-12-01/', n: '2025-01-01/' })
  })

  test('a rename changes the name, and a chain of them is followed', () => {
    const renamed = importedInto(
      known,
      changes('r1,2023-01-01,rename,a,,Xã A,Xã AA,,,', 'r2,2024-01-01,rename,a,,Xã AA,Thị trấn A,,,'),
    )
    expect(renamed.units.find(({ code }) => code === 'a')?.name).toBe('Thị trấn A')
  })

  test('importing again changes nothing, nor do the files from before the change', () => {
    const first = [
      changes('m1,2025-01-01,merge,a,b,,,,,', 'r1,2024-01-01,rename,c,,Xã C,Xã D,1/NQ,2023-12-01,'),
    ]
    const now = importedInto(known, ...first)
    for (const files of [
      first,
      [units(commune('a', 'Xã A'), commune('c', 'Xã C'))],
      writeInventory(now).map(({ name, text }) => file(name, text)),
    ]) {
      const result = readInventory(files, now)
      expect(result.problems).toEqual([])
      expect(result.changes).toEqual({ units: [], assets: [] })
    }
  })

  test('an export imports into an empty inventory as it was', () => {
    const now = importedInto(
      known,
      units(commune('n', 'Xã Mới', '')),
      changes(
        'm1,2025-01-01,merge,a|b,n,,,,,',
        'r1,2024-01-01,rename,c,,Xã C,Xã D,,,',
        'r2,2024-06-01,rename,c,,Xã D,Xã E,,,',
      ),
    )
    expect(importedInto(none, ...writeInventory(now).map(({ name, text }) => file(name, text)))).toEqual(now)
  })

  test('what ended in 2025 can be said as changes', () => {
    const shipped = (name: string) => ({
      name,
      bytes: readFileSync(path.join(import.meta.dirname, '../../data', name)),
    })
    const before = importedInto(none, shipped('units.csv'))
    const ended = importedInto(before, shipped('units-2025.csv'))
    const districts = ended.units.filter(({ kind, validTo }) => kind === 'district' && validTo !== null)
    const codes = districts.map(({ code }) => code).join('|')
    const said = importedInto(
      before,
      changes(`e1,2025-07-01,end,${codes},,,,,,`, 'e2,2025-07-01,end,30,,,,,,Hải Phòng'),
    )
    expect(districts).toHaveLength(12)
    expect(said.units).toEqual(ended.units)
  })
})

describe('every mistake is listed', () => {
  test.each([
    ['a merge into two', 'x,2025-01-01,merge,a|b,b|c,,,,,', ['to wrong_units']],
    ['a merge of a unit with itself', 'x,2025-01-01,merge,a,a,,,,,', ['to wrong_units']],
    ['a split into one', 'x,2025-01-01,split,a,b,,,,,', ['to wrong_units']],
    ['an end that leaves a unit', 'x,2025-01-01,end,a,b,,,,,', ['to wrong_units']],
    [
      'a rename without names',
      'x,2025-01-01,rename,a,,,,,,',
      ['name_before required', 'name required', 'name_before name_differs'],
    ],
    ['a merge with a name', 'x,2025-01-01,merge,a,b,,B,,,', ['name only_of_renames']],
    ['a rename to the same', 'x,2025-01-01,rename,a,,Xã A,Xã A,,,', ['name same_name']],
    ['a unit that nobody knows', 'x,2025-01-01,merge,a|q,b,,,,,', ['from unknown_unit']],
    ['a day before the unit was', 'x,2019-01-01,end,a,,,,,,', ['from not_there_then']],
    ['a successor that begins later', 'x,2019-12-01,merge,b,a,,,,,', ['from not_there_then']],
    ['another name', 'x,2025-01-01,rename,a,,Xã Z,Xã Y,,,', ['name_before name_differs']],
    [
      'no day, an unknown kind, no units',
      'x,,fuse,,,,,,,',
      ['day required', 'kind bad_value', 'from required'],
    ],
    ['the code of the unit twice', 'x,2025-01-01,merge,a|a,b,,,,,', ['from repeated_item']],
  ])('%s', (_, row, expected) => {
    const { problems, changes: saved } = readInventory([changes(row)], known)
    expect(problems.map(({ row: line, column, code }) => `${line} ${column} ${code}`)).toEqual(
      expected.map((each) => `2 ${each}`),
    )
    expect(saved).toEqual({ units: [], assets: [] })
  })

  test('a unit that ends on another day than a change says, whichever comes later', () => {
    const merged = changes('m1,2025-01-01,merge,a,b,,,,,')
    const ending = units(commune('a', 'Xã A', '2019-12-01', '2025-02-01'))
    const found = (files: ReturnType<typeof file>[], existing: Inventory) =>
      readInventory(files, existing).problems.map(
        ({ file: name, column, code }) => `${name} ${column} ${code}`,
      )
    expect(found([merged], importedInto(known, ending))).toEqual(['unit_changes.csv day ends_on_another_day'])
    expect(found([ending], importedInto(known, merged))).toEqual(['units.csv code ends_on_another_day'])
    expect(found([ending, merged], known)).toEqual(['unit_changes.csv day ends_on_another_day'])
  })
})

test('assets may say when they are there; files without these columns leave it as it is', () => {
  const services = (text: string) => [file('services.csv', `code,unit,kind,host,critical,owner${text}`)]
  const first = readInventory(services(',valid_to\nw,30,web,www.haiduong.test,yes,,2023-01-01'), known)
  expect(first.problems).toEqual([])
  expect(first.changes.assets).toMatchObject([{ code: 'w', validTo: '2023-01-01' }])
  const existing = { ...known, assets: first.changes.assets }
  const again = readInventory(services('\nw,30,web,www.haiduong.test,yes,'), existing)
  expect(again.changes.assets).toEqual([])
  const cleared = readInventory(services(',valid_to\nw,30,web,www.haiduong.test,yes,,'), existing)
  expect(cleared.summary.services.changed[0]?.fields).toEqual([
    { column: 'valid_to', before: '2023-01-01', after: '' },
  ])
  const wrong = readInventory(
    services(',valid_from,valid_to\nw,30,web,www.haiduong.test,yes,,2023-01-01,2023-01-01'),
    known,
  )
  expect(wrong.problems.map(({ column, code }) => `${column} ${code}`)).toEqual([
    'valid_to ends_before_start',
  ])
})
