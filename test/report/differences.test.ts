import { expect, test } from 'vitest'
import { differencesOf } from '../../src/report/differences.ts'
import { firstDifference } from '../../src/report/first-difference.ts'
import { commune, platform, readinessOf, reportOf, workedExample } from './example.ts'

const units = [commune, platform].map((unit) => ({ unit, readiness: readinessOf(unit, workedExample) }))

test('a unit of another name is the same row of each Biểu, and one that is added moves no other', () => {
  const before = reportOf('2022-01', units)
  const renamed = { ...commune, name: 'Phường khác' }
  const after = reportOf('2022-01', [
    { unit: renamed, readiness: readinessOf(renamed, workedExample) },
    ...units.slice(1),
  ])
  const { differences, more } = differencesOf(before, after)
  expect(more).toBe(0)
  expect(new Set(differences.map(({ column }) => column))).toEqual(new Set(['Đơn vị']))
  expect(differences[0]).toMatchObject({ before: commune.name, after: 'Phường khác' })
  const one = { ...commune, code: '00001' }
  const more1 = reportOf('2022-01', [{ unit: one, readiness: readinessOf(one, workedExample) }, ...units])
  const rows = differencesOf(before, more1).differences.filter(({ table }) => table.startsWith('Biểu 03'))
  expect(rows).toMatchObject([{ row: expect.stringContaining('00001'), before: 'không có', after: 'có' }])
})

test.each([
  {
    what: 'by its code',
    before: [{ code: 'a', n: 1 }],
    after: [
      { code: 'b', n: 0 },
      { code: 'a', n: 2 },
    ],
    path: '$[a].n',
  },
  { what: 'that is gone', before: [{ code: 'a' }, { code: 'b' }], after: [{ code: 'b' }], path: '$[a]' },
  {
    what: 'of the same entries in another order',
    before: [{ id: 'a' }, { id: 'b' }],
    after: [{ id: 'b' }, { id: 'a' }],
    path: '$',
  },
  { what: 'without names by its place', before: [1, 2], after: [1, 3], path: '$[1]' },
  {
    what: 'named twice by its place',
    before: [{ code: 'a' }, { code: 'a' }],
    after: [{ code: 'a' }, { code: 'a', n: 1 }],
    path: '$[1].n',
  },
  {
    what: 'of a look',
    before: [{ checkId: 'c', firstDueAt: '1' }],
    after: [{ checkId: 'c', firstDueAt: '2' }],
    path: '$[c 1]',
  },
])('the first difference is found $what', ({ before, after, path }) => {
  expect(firstDifference(before, after)?.path).toBe(path)
  expect(firstDifference(after, structuredClone(after))).toBeNull()
})
