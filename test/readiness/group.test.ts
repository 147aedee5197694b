import { describe, expect, test } from 'vitest'
import { addUp, addUpByDistrict, addUpByKind } from '../../src/readiness/group.ts'
import { member } from './builders.ts'

const units = [
  member('A', { kind: 'district' }, { 'GOV-01': 'pass', 'GOV-02': 'pass' }),
  member('B', { kind: 'commune', parent: 'A' }, { 'GOV-01': 'pass', 'GOV-02': 'fail' }),
  member('C', { kind: 'commune', parent: 'A' }, { 'GOV-01': 'unknown', 'GOV-02': 'pass' }),
  member('D', { kind: 'commune', parent: 'E' }, { 'GOV-01': 'na', 'GOV-02': 'na' }),
  member('E', { kind: 'district' }, { 'GOV-01': 'fail', 'GOV-02': 'na' }),
]

test('adds up the province, and every figure lists its units', () => {
  expect(addUp(units)).toEqual({
    units: ['A', 'B', 'C', 'D', 'E'],
    score: { value: (100 + 75 + 25 + 0) / 4, units: ['A', 'B', 'C', 'E'] },
    scoreMax: { value: (100 + 75 + 100 + 0) / 4, units: ['A', 'B', 'C', 'E'] },
    coverage: { value: 12 / 15, units: ['A', 'B', 'C', 'E'] },
    levels: [
      { value: 4, units: ['B', 'C', 'D', 'E'] },
      { value: 1, units: ['A'] },
      { value: 0, units: [] },
      { value: 0, units: [] },
      { value: 0, units: [] },
      { value: 0, units: [] },
    ],
    notEnoughData: { value: 2, units: ['C', 'D'] },
    unknown: { value: 1, units: ['C'] },
    broken: { value: 0, units: [] },
  })
})

test('nobody has no mean', () => {
  expect(addUp([])).toMatchObject({ units: [], score: { value: null }, coverage: { value: null } })
})

test('each kind by itself', () => {
  const byKind = addUpByKind(units)
  expect(byKind.commune.units).toEqual(['B', 'C', 'D'])
  expect(byKind.district.score.value).toBe(50)
  expect(byKind.platform.units).toEqual([])
})

describe('each district with its communes', () => {
  test('by the code of the district', () => {
    const byDistrict = addUpByDistrict(units)
    expect([...byDistrict].map(([code, { units }]) => [code, units])).toEqual([
      ['A', ['A', 'B', 'C']],
      ['E', ['D', 'E']],
    ])
    expect(byDistrict.get('A')?.coverage.value).toBe(9 / 12)
  })
})
