import { describe, expect, test } from 'vitest'
import { clockAverages, knownOf } from '../../src/operations/clock-averages.ts'
import { linkRates, linkSeries } from '../../src/operations/link-rates.ts'
import { percentile } from '../../src/operations/percentile.ts'
import { joinSeries, type Series, sliceSeries } from '../../src/operations/series.ts'

const start = Date.parse('2022-01-15T00:00:00.000Z')
const wrap = 2 ** 32

type Value = number | bigint
/** What an agent tells of a link at one look; what is undefined it does not tell. */
type Told = Partial<Record<string, Value>>

function seriesOf(kind: Series['kind'], readings: [seconds: number, value: Value][]): Series {
  const isExact = readings.some(([, value]) => typeof value === 'bigint')
  return {
    kind,
    at: Float64Array.from(readings, ([seconds]) => start + seconds * 1000),
    values: Float64Array.from(readings, ([, value]) => Number(value)),
    exact: isExact ? readings.map(([, value]) => BigInt(value)) : null,
  }
}

/** Looks of an agent whose clock runs as ours does, at a link of 100 Mb/s. */
function readingsOf(looks: [seconds: number, told: Told][]): Map<string, Series> {
  const usual = (seconds: number): Told => ({
    sysUpTime: 500_000 + seconds * 100,
    engineBoots: 7,
    engineTime: 5_000 + seconds,
    'if.wan.speedMbps': 100,
    'if.wan.discontinuity': 0,
  })
  const all = looks.map(([seconds, told]) => [seconds, { ...usual(seconds), ...told }] as const)
  const names = new Set(all.flatMap(([, told]) => Object.keys(told)))
  return new Map(
    [...names].map((name) => [
      name,
      seriesOf(
        /(in|out)[A-Z]/.test(name) ? 'counter' : 'gauge',
        all.flatMap(([seconds, told]) => {
          const value = told[name]
          return value === undefined ? [] : [[seconds, value] as [number, Value]]
        }),
      ),
    ]),
  )
}

const ratesOf = (looks: [number, Told][], counters = ['inOctets']) =>
  linkRates(readingsOf(looks), 'if.wan', counters, { longestMs: 900_000 })

const octets = (value: Value, more: Told = {}): Told => ({ 'if.wan.inOctets': value, ...more })
const octets32 = (value: Value, more: Told = {}): Told => ({ 'if.wan.inOctets32': value, ...more })

describe('the delta rules of the domain rules, 3.7', () => {
  test.each<[string, [number, Told][], (number | string)[]]>([
    [
      '300,000 octets in 300 s',
      [
        [0, octets(1_000)],
        [300, octets(301_000)],
      ],
      [1_000],
    ],
    [
      'no growth is zero, not missing',
      [
        [0, octets(7)],
        [300, octets(7)],
      ],
      [0],
    ],
    [
      'beyond 2^53',
      [
        [0, octets(2n ** 60n)],
        [300, octets(2n ** 60n + 300n)],
      ],
      [1],
    ],
    ['one look is no time', [[0, octets(7)]], []],
    ['no look', [], []],
    [
      '1: a reboot costs its own time only',
      [
        [0, octets(1_000)],
        [300, octets(50, { sysUpTime: 6_000, engineBoots: 8, engineTime: 60 })],
        [600, octets(650, { sysUpTime: 36_000, engineBoots: 8, engineTime: 360 })],
      ],
      ['reboot', 2],
    ],
    [
      '1: after 497 days the uptime begins anew',
      [
        [0, octets(1_000, { sysUpTime: wrap - 10_000 })],
        [300, octets(1_600, { sysUpTime: 20_000 })],
      ],
      [2],
    ],
    [
      '1: the same, of an agent that tells no engine time',
      [
        [0, octets(1_000, { sysUpTime: wrap - 10_000, engineBoots: undefined, engineTime: undefined })],
        [300, octets(1_600, { sysUpTime: 20_000, engineBoots: undefined, engineTime: undefined })],
      ],
      ['reboot'],
    ],
    [
      '1: no uptime',
      [
        [0, octets(1)],
        [300, octets(2, { sysUpTime: undefined })],
      ],
      ['no_clock'],
    ],
    [
      '2: the agent stood still',
      [
        [0, octets(1)],
        [300, octets(2, { sysUpTime: 525_000 })],
      ],
      ['stalled'],
    ],
    [
      '2: by the clock of the agent, 9 % slow',
      [
        [0, octets(0)],
        [300, octets(273, { sysUpTime: 527_300 })],
      ],
      [1],
    ],
    [
      '3: a discontinuity',
      [
        [0, octets(1)],
        [300, octets(2, { 'if.wan.discontinuity': 9 })],
      ],
      ['discontinuity'],
    ],
    [
      '4: 64 bits do not wrap',
      [
        [0, octets(2n ** 64n - 1n)],
        [300, octets(3)],
      ],
      ['decreased'],
    ],
    [
      '5: 32 bits wrap once at 100 Mb/s within 343 s',
      [
        [0, octets32(wrap - 200)],
        [300, octets32(100)],
      ],
      [1],
    ],
    [
      '5: and may twice in 350 s',
      [
        [0, octets32(wrap - 200)],
        [350, octets32(100)],
      ],
      ['ambiguous_wrap'],
    ],
    [
      '5: of an unknown speed',
      [
        [0, octets32(wrap - 200, { 'if.wan.speedMbps': undefined })],
        [300, octets32(100, { 'if.wan.speedMbps': undefined })],
      ],
      ['ambiguous_wrap'],
    ],
    [
      'another width is another counter',
      [
        [0, octets32(7)],
        [300, octets(7)],
      ],
      ['discontinuity'],
    ],
    [
      '6: 105 % of 100 Mb/s',
      [
        [0, octets(0)],
        [300, octets(3_937_500_000)],
      ],
      [13_125_000],
    ],
    [
      '6: and one octet more',
      [
        [0, octets(0)],
        [300, octets(3_937_500_001)],
      ],
      ['implausible'],
    ],
    [
      'over four looks that failed nothing is known',
      [
        [0, octets(0)],
        [1_500, octets(1_500)],
      ],
      ['gap'],
    ],
    [
      'a look without the counter costs its own time and the next',
      [
        [0, octets(0)],
        [300, {}],
        [600, octets(600)],
        [900, octets(900)],
      ],
      ['discontinuity', 'discontinuity', 1],
    ],
    [
      'a counter that no look tells of',
      [
        [0, {}],
        [300, {}],
      ],
      ['not_told'],
    ],
  ])('%s', (_, looks, expected) => {
    const { rates, dropped, from, to } = ratesOf(looks)
    expect(dropped.map((reason, index) => reason ?? rates.inOctets?.[index])).toEqual(expected)
    for (const [index, reason] of dropped.entries())
      if (reason !== null) expect(rates.inOctets?.[index]).toBeNaN()
    expect(from).toHaveLength(expected.length)
    expect(to).toHaveLength(expected.length)
  })

  test('what spoils one counter drops the time for all; one that is never told spoils nothing', () => {
    const both = (inOctets: number, outOctets: number) => octets(inOctets, { 'if.wan.outOctets': outOctets })
    const looks: [number, Told][] = [
      [0, both(0, 900)],
      [300, both(300, 600)],
      [600, both(600, 900)],
    ]
    expect(ratesOf(looks, ['inOctets', 'outOctets', 'ipv6.inOctets'])).toMatchObject({
      rates: {
        inOctets: Float64Array.of(Number.NaN, 1),
        outOctets: Float64Array.of(Number.NaN, 1),
        'ipv6.inOctets': Float64Array.of(Number.NaN, Number.NaN),
      },
      dropped: ['decreased', null],
    })
  })

  test('errors are counted with 32 bits, and the speed may come from elsewhere', () => {
    const told = (inErrors: number): Told => ({ 'if.3.inErrors': inErrors })
    const readings = readingsOf([
      [0, told(wrap - 1)],
      [300, told(2)],
    ])
    const longestMs = 900_000
    expect(linkRates(readings, 'if.3', ['inErrors'], { longestMs }).dropped).toEqual(['ambiguous_wrap'])
    expect(linkRates(readings, 'if.3', ['inErrors'], { longestMs, speedMbps: 1000 }).rates.inErrors).toEqual(
      Float64Array.of(0.01),
    )
  })

  test('the series that it takes are named', () => {
    expect(linkSeries('if.wan', ['inOctets', 'ipv6.inOctets'])).toEqual([
      'sysUpTime',
      'engineBoots',
      'engineTime',
      'if.wan.speedMbps',
      'if.wan.discontinuity',
      'if.wan.ipv6.discontinuity',
      'if.wan.inOctets',
      'if.wan.inOctets32',
      'if.wan.ipv6.inOctets',
      'if.wan.ipv6.inOctets32',
    ])
  })
})

describe('averages aligned to the clock', () => {
  const averages = (times: [from: number, to: number, rate: number][], to = 900) =>
    clockAverages(
      {
        from: Float64Array.from(times, ([seconds]) => start + seconds * 1000),
        to: Float64Array.from(times, ([, seconds]) => start + seconds * 1000),
      },
      Float64Array.from(times, ([, , rate]) => rate),
      { from: start, to: start + to * 1000, stepMs: 300_000 },
    ).values

  test.each<[string, [number, number, number][], number[]]>([
    [
      'looks on the clock',
      [
        [0, 300, 8],
        [300, 600, 2],
        [600, 900, 5],
      ],
      [8, 2, 5],
    ],
    // 100 s at 6 and 200 s at 9; then 100 s at 9 and 200 s at 3
    [
      'looks beside the clock',
      [
        [-200, 100, 6],
        [100, 400, 9],
        [400, 700, 3],
        [700, 1_000, 3],
      ],
      [8, 5, 3],
    ],
    [
      'looks each minute',
      [
        [0, 60, 1],
        [60, 120, 2],
        [120, 180, 3],
        [180, 240, 4],
        [240, 300, 5],
      ],
      [3, NaN, NaN],
    ],
    ['one time over several steps', [[0, 900, 4]], [4, 4, 4]],
    [
      'a missing time is missing, not zero',
      [
        [0, 300, 8],
        [300, 600, NaN],
        [600, 900, 5],
      ],
      [8, NaN, 5],
    ],
    // 200 s of the second step are not known: more than half
    [
      'of a step that is half known, what is known counts',
      [
        [0, 400, 8],
        [400, 700, NaN],
        [700, 900, 6],
      ],
      [8, NaN, 6],
    ],
    ['just half is enough', [[0, 150, 8]], [8, NaN, NaN]],
  ])('%s', (_, times, expected) => {
    expect([...averages(times)]).toEqual(expected)
  })

  test('p95 of a day leaves what is missing out', () => {
    const times = Array.from({ length: 288 }, (_, index): [number, number, number] => {
      return [index * 300, index * 300 + 300, index < 88 ? Number.NaN : index - 87]
    })
    const known = knownOf({ from: start, stepMs: 300_000, values: averages(times, 86_400) })
    expect(known).toHaveLength(200)
    expect(percentile(known, 0.95)).toBe(190) // ceil(0.95 × 200)
  })
})

describe('pieces of a series', () => {
  test('come in the order of time, each moment once, the first counting', () => {
    const pieces: [Series, ...Series[]] = [
      seriesOf('counter', [
        [0, 1],
        [300, 2],
      ]),
      seriesOf('counter', [
        [300, 9],
        [600, 2n ** 60n],
      ]),
      seriesOf('counter', [[100, 5]]),
    ]
    expect(joinSeries(pieces)).toEqual(
      seriesOf('counter', [
        [0, 1],
        [100, 5],
        [300, 2],
        [600, 2n ** 60n],
      ]),
    )
  })

  test('a slice has its beginning and not its end', () => {
    const whole = seriesOf('gauge', [
      [0, 1],
      [300, 2],
      [600, 3],
    ])
    expect(sliceSeries(whole, start + 300_000, start + 600_000)).toEqual(seriesOf('gauge', [[300, 2]]))
    expect(sliceSeries(whole, start + 1, start + 2).at).toHaveLength(0)
  })
})
