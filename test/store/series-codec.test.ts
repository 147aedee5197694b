import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Series } from '../../src/operations/series.ts'
import { decodeMoments, decodeSeries, encodeSeries } from '../../src/store/series-codec.ts'

const all = () => true
const looks = (count: number) => Float64Array.from({ length: count }, (_, index) => 1.65e12 + index * 300_000)
const gauges = (...values: number[]): Series => ({
  kind: 'gauge',
  at: looks(values.length),
  values: Float64Array.from(values),
  exact: null,
})

/** A day of one port: what a real one counts, with looks that are some milliseconds early or late. */
function dayOfPort(): Map<string, Series> {
  const at = looks(288).map((moment, index) => moment + ((index * 7919) % 41))
  const counter = (growth: (index: number) => number): Series => {
    let sum = 123_456_789
    return { kind: 'counter', at, values: at.map((_, index) => (sum += growth(index))), exact: null }
  }
  const busy = (index: number) => Math.round(4e8 + 3e8 * Math.sin(index / 46) + ((index * 104_729) % 1e7))
  return new Map([
    ['c:if.3.inOctets', counter(busy)],
    ['c:if.3.outOctets', counter((index) => busy(index + 9) >> 2)],
    ['c:if.3.inErrors', counter((index) => (index % 97 === 0 ? 1 : 0))],
    ['c:if.3.outErrors', counter(() => 0)],
    ['c:if.3.inDiscards', counter(() => 0)],
    ['c:if.3.outDiscards', counter((index) => index % 3)],
    ['g:if.3.discontinuity', { kind: 'gauge', at, values: at.map(() => 4711), exact: null }],
  ])
}

test('series come back as they were, whatever is missing in them', () => {
  const counter = fc.oneof(fc.bigInt(0n, 2n ** 70n - 1n), fc.bigInt(0n, 2n ** 53n), fc.bigInt(0n, 9n))
  const gauge = fc.oneof(
    fc.double({ noNaN: true }),
    fc.integer({ min: -2_000_000, max: 2_000_000 }).map((thousandths) => thousandths / 1000),
    fc.maxSafeInteger(),
  )
  const moment = fc.integer({ min: 0, max: 99 })
  const readings = (value: fc.Arbitrary<number | bigint>) =>
    fc.uniqueArray(fc.tuple(moment, value), { selector: ([index]) => index, minLength: 1, maxLength: 40 })
  const series = fc.oneof(
    readings(counter).map((list) => seriesFrom('counter', list)),
    readings(gauge).map((list) => seriesFrom('gauge', list)),
  )
  fc.assert(
    fc.property(fc.array(series, { maxLength: 6 }), (list) => {
      const named = new Map(list.map((one, index) => [`${one.kind[0]}:s${index}`, one]))
      expect(decodeSeries(encodeSeries(named), all)).toEqual(named)
    }),
  )
})

function seriesFrom(kind: Series['kind'], list: [number, number | bigint][]): Series {
  const inOrder = list.toSorted(([one], [other]) => one - other)
  const values = Float64Array.from(inOrder, ([, value]) => Number(value))
  const isExact = inOrder.some(([, value]) => typeof value === 'bigint' && value > Number.MAX_SAFE_INTEGER)
  return {
    kind,
    at: Float64Array.from(inOrder, ([index]) => 1.65e12 + index * 60_000),
    values,
    exact: isExact ? inOrder.map(([, value]) => BigInt(value)) : null,
  }
}

test('a day of a port takes less than 2 bytes a value, of counters that stand still nearly none', () => {
  const port = dayOfPort()
  expect(encodeSeries(port).length / (288 * 7)).toBeLessThan(2)
  const still = new Map([...port].filter(([name]) => name === 'c:if.3.outErrors'))
  expect(encodeSeries(still).length).toBeLessThan(288 * 1 + 60) // its moments
  const idle = new Map([['g:a', gauges(...new Array(288).fill(7))]])
  expect(encodeSeries(idle).length).toBeLessThan(40)
})

test('decimals are kept short: a ping to the thousandth of a millisecond takes two bytes', () => {
  const pings = gauges(...Array.from({ length: 288 }, (_, index) => (3000 + ((index * 7919) % 997)) / 1000))
  expect(encodeSeries(new Map([['g:v6.rttAvgMs', pings]])).length).toBeLessThan(288 * 2 + 60)
})

test('only what is wanted is read, and the moments alone', () => {
  const bytes = encodeSeries(dayOfPort())
  const wanted = decodeSeries(bytes, (name) => name.endsWith('outOctets'))
  expect([...wanted.keys()]).toEqual(['c:if.3.outOctets'])
  expect(wanted.get('c:if.3.outOctets')).toEqual(dayOfPort().get('c:if.3.outOctets'))
  expect(decodeMoments(bytes)).toEqual(dayOfPort().get('c:if.3.inOctets')?.at)
})

test('damaged bytes are an error, not numbers', () => {
  const bytes = encodeSeries(dayOfPort())
  for (const damaged of [bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), Buffer.from([9, ...bytes])])
    expect(() => decodeSeries(damaged, all)).toThrow(RangeError)
})
