import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, percentile } from '../../src/operations/percentile.ts'

const upTo = (count: number) => Array.from({ length: count }, (_, index) => count - index)

test('a percentile is the value at rank ceil(share × N), 1-based', () => {
  expect(percentile(upTo(8_640), 0.95)).toBe(8_208) // a month of 30 days: 432 may be higher (domain rules 3.7)
  expect(percentile(upTo(100), 0.95)).toBe(95)
  expect(percentile(upTo(20), 0.95)).toBe(19)
  expect(percentile(upTo(21), 0.95)).toBe(20)
  expect(percentile([7], 0.95)).toBe(7)
  expect(percentile([], 0.95)).toBeNull()
})

test('a percentile is what sorting brings to its rank', () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.double({ noNaN: true }))
  fc.assert(
    fc.property(
      fc.array(value, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 100 }),
      (values, share) => {
        const sorted = values.toSorted((one, other) => one - other)
        expect(percentile(values, share / 100)).toEqual(sorted[Math.ceil((share * values.length) / 100) - 1])
      },
    ),
  )
})

test('values are ordered as numbers', () => {
  expect(percentile([10, 9, 100], 0.5)).toBe(10)
})

test('a median is the middle, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 2, 3])).toBe(2.5)
  expect(median([])).toBeNull()
  expect(median([1, 2, Infinity])).toBe(2)
  expect(median([1, Infinity, Infinity])).toBe(Infinity)
  expect(median([1, Infinity])).toBe(Infinity)
})
