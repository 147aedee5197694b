import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeNumbers, encodeSamples, layoutOf } from '../../src/store/sample-codec.ts'

test('every look decodes to what was encoded', () => {
  const value = fc.oneof(
    fc.record({ kind: fc.constant('counter' as const), value: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }) }),
    fc.record({ kind: fc.constant('gauge' as const), value: fc.double({ noNaN: true }) }),
  )
  fc.assert(
    fc.property(fc.array(value, { maxLength: 50 }), (values) => {
      const samples = values.map((one, i) => ({ series: `s${i}`, ...one }))
      const decoded = decodeNumbers(layoutOf(samples), encodeSamples(samples))
      for (const [place, { value }] of samples.entries())
        if (typeof value === 'bigint') expect(BigInt(decoded[place] ?? -1)).toBe(value)
        else expect(decoded[place]).toBe(value)
    }),
  )
})

test('bytes that do not fit their layout are an error, not numbers', () => {
  expect(() => decodeNumbers(['c:a'], Buffer.from([0x80]))).toThrow(RangeError)
  expect(() => decodeNumbers(['c:a'], Buffer.from([1, 2]))).toThrow(RangeError)
  expect(() => decodeNumbers(['g:a'], Buffer.from([1]))).toThrow(RangeError)
  expect(() => encodeSamples([{ series: 'a', kind: 'counter', value: -1n }])).toThrow(RangeError)
})
