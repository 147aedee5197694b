import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ChartInput, chartOf, mostPoints } from '../../src/operations/chart.ts'
import { scaleOf } from '../../src/operations/chart-scale.ts'
import { rollUp } from '../../src/operations/rollup.ts'

const day = 86_400_000
const from = '2022-06-30T00:00:00.000Z'
const start = Date.parse(from)

function input(minutes: number[], values: number[], more: Partial<ChartInput> = {}): ChartInput {
  return {
    quantity: 'ms',
    from,
    to: new Date(start + day).toISOString(),
    series: [{ name: 'rtt', at: minutes.map((minute) => start + minute * 60_000), values }],
    everySeconds: 300,
    ...more,
  }
}

describe('few looks', () => {
  test('are shown as they are, with a gap where one is missing', () => {
    const chart = chartOf(input([0, 5, 20, 25], [1, 2, 3, 4]))
    expect(chart.stepSeconds).toBeNull()
    expect(chart.at.map((at) => at.slice(11, 16))).toEqual(['00:00', '00:05', '00:10', '00:20', '00:25'])
    expect(chart.curves).toEqual([{ name: 'rtt', mean: [1, 2, null, 3, 4], range: null }])
  })

  test('that are a little late leave none', () => {
    expect(chartOf(input([0, 5.4, 10.1], [1, 2, 3])).curves[0]?.mean).toEqual([1, 2, 3])
  })

  test('of which nothing is known are missing, not zero', () => {
    expect(chartOf(input([0, 5, 10], [1, Number.NaN, 3])).curves[0]?.mean).toEqual([1, null, 3])
  })

  test('of two series share an axis, and what one lacks is a gap of it', () => {
    const chart = chartOf(
      input([], [], {
        series: [
          { name: 'v4', at: [start, start + 300_000], values: [1, 2] },
          { name: 'v6', at: [start + 300_000], values: [5] },
        ],
      }),
    )
    expect(chart.curves.map(({ mean }) => mean)).toEqual([
      [1, 2],
      [null, 5],
    ])
  })
})

test('many are folded on the days of the province', () => {
  const minutes = Array.from({ length: 30 * 288 }, (_, index) => index * 5)
  const chart = chartOf(
    input(
      minutes,
      minutes.map((minute) => Math.floor(minute / 1440)),
      { to: new Date(start + 30 * day).toISOString() },
    ),
  )
  expect(chart.stepSeconds).toBe(2 * 3600)
  expect(chart.at[0]).toBe('2022-06-29T23:00:00.000Z') // 06:00 at +07:00
  expect(chart.curves[0]?.mean.slice(0, 2)).toEqual([0, 0])
  expect(chart.curves[0]?.range?.most.at(-1)).toBe(29)
})

const looks = fc.record({
  everySeconds: fc.constantFrom(1, 60, 300, 3600),
  spanSeconds: fc.integer({ min: 60, max: 4 * 365 * 86_400 }),
  values: fc.array(
    fc.oneof(
      fc.integer({ min: -1e9, max: 1e9 }).map((cents) => cents / 100),
      fc.constant(Number.NaN),
    ),
    {
      maxLength: 2000,
    },
  ),
})

test('no point is lost, invented or out of its range, and there are never too many', () => {
  fc.assert(
    fc.property(looks, ({ everySeconds, spanSeconds, values }) => {
      const at = values.map((_, index) => start + index * everySeconds * 1000)
      const to = new Date(start + spanSeconds * 1000).toISOString()
      const chart = chartOf({
        quantity: 'number',
        from,
        to,
        series: [{ name: 'x', at, values }],
        everySeconds,
      })
      const shown = values.filter(
        (value, index) => !Number.isNaN(value) && (at[index] ?? 0) < start + spanSeconds * 1000,
      )
      const [curve] = chart.curves
      const known = (curve?.mean ?? []).filter((value) => value !== null)
      expect(chart.at.length).toBeLessThanOrEqual(mostPoints + 1)
      expect(chart.at).toEqual([...chart.at].sort())
      if (chart.stepSeconds === null) expect(known).toEqual(shown)
      else {
        expect(curve?.range?.most.reduce<number>((a, b) => Math.max(a, b ?? a), -Infinity)).toBe(
          Math.max(...shown),
        )
        expect(curve?.range?.least.reduce<number>((a, b) => Math.min(a, b ?? a), Infinity)).toBe(
          Math.min(...shown),
        )
      }
      const { least, most, marks } = scaleOf(chart)
      for (const value of known) {
        expect(value).toBeGreaterThanOrEqual(least - (most - least) * 1e-9)
        expect(value).toBeLessThanOrEqual(most + (most - least) * 1e-9)
      }
      expect(marks[0]).toBe(least)
      expect(marks.at(-1)).toBe(most)
      expect(marks.length).toBeLessThanOrEqual(9)
    }),
    { numRuns: 200 },
  )
})

test('hours that were added up before show the same as the looks that they came from', () => {
  const hourMs = 3_600_000
  const values = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 60 * 24, maxLength: 60 * 24 })
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 60 * 24 }), (hundredths, hours) => {
      const all = {
        at: Float64Array.from(hundredths, (_, index) => start + index * hourMs),
        values: Float64Array.from(hundredths, (value) => value / 100),
      }
      const boundary = start + hours * hourMs
      const isLater = all.at.map((at) => Number(at >= boundary))
      const older = rollUp(all, { from: start, to: boundary, stepMs: hourMs }, 1)
      const looks = {
        at: all.at,
        values: all.values.map((value, index) => (isLater[index] ? value : Number.NaN)),
      }
      const chart = (series: ChartInput['series']) =>
        chartOf({
          ...input([], []),
          to: new Date(start + 60 * day).toISOString(),
          series,
          everySeconds: 3600,
        })
      expect(chart([{ name: 'x', ...looks, older }])).toEqual(chart([{ name: 'x', ...all }]))
    }),
    { numRuns: 20 },
  )
})

test.each([
  { quantity: 'bitRate', values: [0, 43e6, 87e6], marks: [0, 50e6, 100e6], suffix: ' Mb/s' },
  { quantity: 'share', values: [0, 0.02], marks: [0, 0.005, 0.01, 0.015, 0.02], suffix: '%' },
  { quantity: 'ms', values: [3, 3.6], marks: [0, 1, 2, 3, 4], suffix: ' ms' },
  { quantity: 'number', values: [1000, 1004], marks: [1000, 1001, 1002, 1003, 1004], suffix: '' },
] as const)('a scale of $quantity', ({ quantity, values, marks, suffix }) => {
  const scale = scaleOf({ quantity, curves: [{ name: 'x', mean: [...values], range: null }], limits: [] })
  expect({ marks: scale.marks, suffix: scale.suffix }).toEqual({ marks, suffix })
})
