import fc from 'fast-check'
import { expect, it } from 'vitest'
import { percentile } from '../../src/operations/percentile.ts'
import {
  addCounts,
  countValue,
  meanOfCounts,
  percentileOfCounts,
  type ValueCounts,
} from '../../src/operations/value-counts.ts'

function countsOf(values: number[]): ValueCounts {
  const counts: ValueCounts = new Map()
  for (const value of values) countValue(counts, value)
  return counts
}

it.each([
  [[], null, null],
  [[12.34], 12.3, 12.3],
  [[0, 1, 2], 2, 1],
  // rank ceil(0.95 × 20) = 19
  [Array.from({ length: 20 }, (_, n) => n + 1), 19, 10.5],
])('%j have p95 %s and mean %s', (values, p95, mean) => {
  expect(percentileOfCounts(countsOf(values), 0.95)).toBe(p95)
  expect(meanOfCounts(countsOf(values))).toBe(mean)
})

it('gives the percentile of all values within half a percent, whichever way they are added up', () => {
  const values = fc.array(fc.double({ min: 0.001, max: 5000, noNaN: true }), { minLength: 1, maxLength: 200 })
  fc.assert(
    fc.property(values, values, (one, other) => {
      const sum = countsOf(one)
      addCounts(sum, countsOf(other))
      const exact = percentile([...one, ...other], 0.95) ?? 0
      expect(Math.abs((percentileOfCounts(sum, 0.95) ?? 0) - exact)).toBeLessThanOrEqual(exact * 0.005001)
      const turned = countsOf(other)
      addCounts(turned, countsOf(one))
      expect(percentileOfCounts(turned, 0.95)).toBe(percentileOfCounts(sum, 0.95))
    }),
  )
})
