import { describe, expect, test } from 'vitest'
import { type Counter, type CounterReading, counterGrowth } from '../../src/operations/counter-growth.ts'
import { type DayNumbers, foldDay } from '../../src/operations/fold-day.ts'

const start = Date.parse('2022-01-15T00:00:00.000Z')
const wrap = 2 ** 32

type Change = Partial<Omit<CounterReading, 'at' | 'counters'>> & { octets?: bigint } & Partial<Counter>

/** A reading `seconds` after the first, of an agent whose clock runs as ours does. */
function reading(seconds: number, { octets = 1_000n, ...change }: Change = {}): CounterReading {
  const { bits = 64, of = 'octets', speedMbps = 100, ...clocks } = change
  return {
    at: new Date(start + seconds * 1000).toISOString(),
    sysUpTime: 500_000 + seconds * 100,
    engineBoots: 7,
    engineTime: 5_000 + seconds,
    discontinuities: { discontinuity: 0 },
    counters: { inOctets: { value: octets, bits, of, speedMbps } },
    ...clocks,
  }
}

describe('the delta rules of the domain rules, 3.7', () => {
  test.each<[string, CounterReading, CounterReading, bigint | string]>([
    ['growth', reading(0), reading(300, { octets: 5_000n }), 4_000n],
    ['no growth is zero, not missing', reading(0), reading(300), 0n],
    ['beyond 2^53', reading(0, { octets: 2n ** 60n }), reading(300, { octets: 2n ** 60n + 1n }), 1n],

    ['1: a reboot', reading(0), reading(300, { sysUpTime: 6_000, engineBoots: 8, engineTime: 60 }), 'reboot'],
    [
      '1: the uptime went back and the engine is not told',
      reading(0, { engineBoots: Number.NaN, engineTime: Number.NaN }),
      reading(300, { sysUpTime: 6_000, engineBoots: Number.NaN, engineTime: Number.NaN }),
      'reboot',
    ],
    [
      '1: the uptime went back and the engine restarted its time',
      reading(0),
      reading(300, { sysUpTime: 6_000, engineTime: 60 }),
      'reboot',
    ],
    [
      '1: another engine boot is a reboot, whatever the uptime says',
      reading(0),
      reading(300, { engineBoots: 8 }),
      'reboot',
    ],
    [
      '1: after 497 days the uptime begins anew and nothing restarted',
      reading(0, { sysUpTime: wrap - 10_000 }),
      reading(300, { sysUpTime: 20_000, octets: 1_500n }),
      500n,
    ],
    ['1: no uptime', reading(0, { sysUpTime: Number.NaN }), reading(300), 'no_clock'],

    ['2: the agent stood still', reading(0), reading(300, { sysUpTime: 500_000 + 25_000 }), 'stalled'],
    ['2: 10 % is within', reading(0), reading(300, { sysUpTime: 500_000 + 27_000, octets: 1_001n }), 1n],
    ['2: 5 s are within', reading(0), reading(20, { sysUpTime: 500_000 + 1_500, octets: 1_001n }), 1n],
    ['2: an answer from a cache', reading(0), reading(3, { sysUpTime: 500_000 }), 'stalled'],

    [
      '3: a discontinuity',
      reading(0),
      reading(300, { discontinuities: { discontinuity: 9 } }),
      'discontinuity',
    ],
    [
      '3: one that is told for the first time is none',
      reading(0, { discontinuities: {} }),
      reading(300, { discontinuities: { discontinuity: 9 }, octets: 1_001n }),
      1n,
    ],

    ['4: 64 bits cannot wrap', reading(0, { octets: 2n ** 64n - 1n }), reading(300), 'decreased'],

    [
      '5: 32 bits wrap once at 100 Mb/s within 343 s',
      reading(0, { bits: 32, octets: 4_294_967_000n }),
      reading(300, { bits: 32, octets: 704n }),
      1_000n,
    ],
    [
      '5: and may twice within 350 s',
      reading(0, { bits: 32, octets: 4_294_967_000n }),
      reading(350, { bits: 32, octets: 704n }),
      'ambiguous_wrap',
    ],
    [
      '5: at 1 Gb/s a wrap within 300 s may have gone unseen',
      reading(0, { bits: 32, speedMbps: 1000 }),
      reading(300, { bits: 32, speedMbps: 1000, octets: 5_000n }),
      'ambiguous_wrap',
    ],
    [
      '5: of an unknown speed',
      reading(0, { bits: 32, speedMbps: null, octets: 5_000n }),
      reading(300, { bits: 32, speedMbps: null }),
      'ambiguous_wrap',
    ],
    [
      '5: packets fill 32 bits 64 times as slowly',
      reading(0, { bits: 32, of: 'packets', speedMbps: 1000, octets: 4_294_967_000n }),
      reading(300, { bits: 32, of: 'packets', speedMbps: 1000, octets: 704n }),
      1_000n,
    ],
    [
      'another width is another counter',
      reading(0, { bits: 32 }),
      reading(300, { octets: 5_000n }),
      'discontinuity',
    ],

    [
      '6: more than 1.05 of the speed',
      reading(0, { octets: 0n }),
      reading(300, { octets: 3_937_500_001n }),
      'implausible',
    ],
    ['6: just 1.05', reading(0, { octets: 0n }), reading(300, { octets: 3_937_500_000n }), 3_937_500_000n],
    [
      '6: of an unknown speed everything is plausible',
      reading(0, { speedMbps: null, octets: 0n }),
      reading(300, { speedMbps: null, octets: 2n ** 50n }),
      2n ** 50n,
    ],
  ])('%s', (_, before, after, expected) => {
    const grown = counterGrowth(before, after)
    const seen = 'dropped' in grown ? grown.dropped : (grown.growth.inOctets ?? 'missing')
    expect(seen).toBe(expected)
  })

  test('what spoils one counter drops the time for all, so that sums are of the same time', () => {
    const two = (seconds: number, second: bigint) => {
      const one = reading(seconds, { octets: 1_000n + BigInt(seconds) })
      const outOctets: Counter = { value: second, bits: 64, of: 'octets', speedMbps: 100 }
      return { ...one, counters: { ...one.counters, outOctets } }
    }
    expect(counterGrowth(two(0, 10n), two(300, 20n))).toEqual({
      growth: { inOctets: 300n, outOctets: 10n },
      seconds: 300,
    })
    expect(counterGrowth(two(0, 10n), two(300, 9n))).toEqual({ dropped: 'decreased' })
    expect(counterGrowth(two(0, 10n), reading(300))).toEqual({ dropped: 'discontinuity' })
    expect(counterGrowth(reading(0), two(300, 9n))).toEqual({ dropped: 'discontinuity' })
  })

  test('a look that lacks a counter costs its own time and the next, and no other', () => {
    const all = { sysUpTime: 0, 'if.wan.inOctets': 0n, 'if.wan.outOctets': 0n }
    const ipv6 = { 'if.wan.ipv6.inOctets': 0n, 'if.wan.ipv6.outOctets': 0n }
    const looks = [0, 1, 2, 3, 4, 5].map((turn) => {
      const counters = turn === 2 ? all : { ...all, ...ipv6 }
      const values = Object.entries(counters).map(([series, value]) => {
        return [series, typeof value === 'bigint' ? BigInt(turn * 1_000) : turn * 30_000] as const
      })
      return { at: new Date(start + turn * 300_000).toISOString(), values: new Map(values) }
    })
    const kept = { days: 30, series: [], growth: true, sets: false }
    const day = looks.reduce<DayNumbers>((so, look, turn) => foldDay(so, looks[turn - 1], look, kept), {
      values: {},
      growth: {},
    })
    expect(day.growth.wan).toEqual({
      intervals: 3,
      dropped: { discontinuity: 2 },
      counters: { octets: { growth: 6_000n, intervals: 3 }, 'ipv6.octets': { growth: 6_000n, intervals: 3 } },
    })
  })
})
