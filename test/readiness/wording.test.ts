import { expect, test } from 'vitest'
import { counted, decimal, joined, listed, moment } from '../../src/readiness/wording.ts'

test('numbers and moments as each language writes them', () => {
  expect(decimal(1427)).toEqual({ vi: '1.427', en: '1,427' })
  expect(decimal(62.5, 1)).toEqual({ vi: '62,5', en: '62.5' })
  expect(moment('2022-01-14T17:30:00.000Z')).toEqual({ vi: '15/01/2022 00:30', en: '15 Jan 2022 00:30' })
})

test('English counts', () => {
  expect([0, 1, 1500].map((count) => counted(count, 'address', 'addresses'))).toEqual([
    '0 addresses',
    '1 address',
    '1,500 addresses',
  ])
})

test('long lists are cut', () => {
  expect(listed(['a', 'b', 'c']).vi).toBe('a, b, c')
  expect(listed(['a', 'b', 'c', 'd', 'e'])).toEqual({ vi: 'a, b, c và 2 mục khác', en: 'a, b, c and 2 more' })
  expect(joined('x: ', { vi: 'một', en: 'one' })).toEqual({ vi: 'x: một', en: 'x: one' })
})
