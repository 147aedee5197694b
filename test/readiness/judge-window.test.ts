import { describe, expect, test } from 'vitest'
import { type ProbeName, probes } from '../../probes/index.ts'
import { saltOfWindow, windowAt } from '../../src/days.ts'
import type { Asset, Hotspot } from '../../src/model/inventory.ts'
import type { CheckDay, CheckState, Instant, LinkGrowth, UnitState } from '../../src/model.ts'
import { wholeDevice } from '../../src/operations/fold-day.ts'
import { defaultOptions, evaluate } from '../../src/readiness/evaluate.ts'
import { exampleHotspot } from '../helpers/wifi.ts'
import { check, device, proberCheck, seen, selfTest, service, stateOf, unit } from './builders.ts'

const dayMs = 86_400_000
const everySeconds = 21_600 // four looks a day
/** Noon of 15/01/2022 in Hải Dương: the window ends with the midnight before. */
const asOf = '2022-01-15T05:00:00.000Z'
const end = Date.parse('2022-01-14T17:00:00.000Z')

type Change = Partial<Pick<CheckDay, 'looks' | 'values' | 'growth' | 'probeVersion'>> & {
  members?: Record<string, number[]>
}

/** A day that many days before the window's end, 1 for the last. */
function day(probe: ProbeName, before: number, days: number, { members, ...change }: Change): CheckDay {
  const from = end - before * dayMs
  const iso = (ms: number): Instant => new Date(ms).toISOString()
  const salt = saltOfWindow(windowAt(asOf, { days, everySeconds, pace: 1 }))
  const hashes = Object.entries(members ?? {}).map(
    ([name, list]) => [name, BigUint64Array.from(list.map(BigInt))] as const,
  )
  return {
    from: iso(from),
    to: iso(from + dayMs),
    probeVersion: probes[probe].version,
    looks: 4,
    first: { at: iso(from + 1000), firstDueAt: iso(from) },
    last: { at: iso(from + dayMs - 1000), firstDueAt: iso(from + dayMs / 2) },
    values: {},
    growth: {},
    sets: members ? [{ salt, members: Object.fromEntries(hashes) }] : [],
    ...change,
  }
}

/** A check that looked on each of these days of the window, oldest first; null for a day without. */
function over(asset: Asset, probe: ProbeName, days: (Change | null)[]): CheckState {
  const of = check(asset, probe, { everySeconds, vantage: 'inside' })
  const all = days.flatMap((change, index) =>
    change === null ? [] : [day(probe, days.length - index, days.length, change)],
  )
  return { check: of, observations: [], days: all }
}

const week = (change: Change, count = 7) =>
  Array.from({ length: 7 }, (_, index) => (index < 7 - count ? null : change))

function verdictOf(id: string, parts: Partial<UnitState>, options = defaultOptions) {
  const found = evaluate(stateOf({ unit, ...parts }), asOf, options).verdicts.find((one) => one.id === id)
  if (found === undefined) throw new Error(`there is no ${id}`)
  return found
}

const router = device('R1', { userIf: ['vlan10', 'vlan20'], wifiIf: ['wifi1', 'wifi2'], tslcdIf: 'wan0' })
const site = service('www')
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)
const hosts = (all: number, gua: number, doc = 0) => ({
  'if.vlan10.ipv4': upTo(all),
  'if.vlan10.gua': upTo(gua),
  'if.vlan10.doc': upTo(doc),
  'if.vlan20.ipv4': [],
  'if.vlan20.gua': [],
  'if.vlan20.doc': [],
})
const lan = (members: Record<string, number[]>, count = 7) => ({
  assets: [router],
  checks: [over(router, 'snmp-neighbours', week({ members }, count))],
})

describe('LAN-02', () => {
  test.each([
    ['80 % passes', 10, 8, 'pass'],
    ['less is partial', 10, 7, 'partial'],
    ['from 20 % on', 10, 2, 'partial'],
    ['below, it fails', 10, 1, 'fail'],
    ['hosts that IPv4 does not know raise no share', 10, 100, 'pass'],
  ])('%s', (_, all, gua, verdict) => {
    expect(verdictOf('LAN-02', lan(hosts(all, gua))).verdict).toBe(verdict)
  })

  test('the sentence has the figures, the window and the coverage, and leads to the first and the last look', () => {
    const { because, assets } = verdictOf('LAN-02', lan(hosts(60, 50), 6))
    expect(because.vi).toBe(
      '83,3% (50/60) máy thấy qua ARP có địa chỉ IPv6 toàn cầu (trong 7 ngày, độ phủ 85%)',
    )
    expect(because.en).toBe(
      '83.3 % (50 of 60) of the hosts in ARP had a global IPv6 address (over 7 days, coverage 85 %)',
    )
    expect(assets[0]?.evidence).toEqual([
      {
        checkId: 'device~R1~snmp-neighbours',
        firstDueAt: '2022-01-08T17:00:00.000Z',
        lastSeenAt: '2022-01-08T17:00:01.000Z',
      },
      {
        checkId: 'device~R1~snmp-neighbours',
        firstDueAt: '2022-01-14T05:00:00.000Z',
        lastSeenAt: '2022-01-14T16:59:59.000Z',
      },
    ])
    expect(assets[0]?.pending).toBeNull()
  })

  test('hosts are counted once over all days and interfaces', () => {
    const days = upTo(7).map((index) => ({
      members: {
        'if.vlan10.ipv4': [index],
        'if.vlan10.gua': [index],
        'if.vlan20.ipv4': [6, 7],
        'if.vlan20.gua': [],
      },
    }))
    const checks = [over(router, 'snmp-neighbours', days)]
    expect(verdictOf('LAN-02', { assets: [router], checks }).because.vi).toContain('87,5% (7/8)')
  })

  test('documentation addresses count in demonstrations only', () => {
    expect(verdictOf('LAN-02', lan(hosts(10, 0, 10))).verdict).toBe('fail')
    const demo = { ...defaultOptions, treatDocumentationAsGlobal: true }
    expect(verdictOf('LAN-02', lan(hosts(10, 0, 10)), demo).verdict).toBe('pass')
  })

  test.each([
    ['too few looks', lan(hosts(10, 10), 5), 'coverage_low'],
    ['an interface that the device lacks', lan({ 'if.vlan10.ipv4': [1] }), 'contradiction'],
    [
      'no table that would tell IPv6',
      lan({ 'if.vlan10.ipv4': [1], 'if.vlan20.ipv4': [2] }),
      'oid_not_supported',
    ],
    ['nobody in ARP', lan(hosts(0, 0)), 'no_evidence'],
  ])('%s is unknown', (_, parts, reason) => {
    expect(verdictOf('LAN-02', parts)).toMatchObject({ verdict: 'unknown', reason })
  })

  test('what was seen before the check asked what it asks now, or by another version of the probe, is left out', () => {
    const of = (changes: Partial<CheckState['check']>, change: Change = {}) => {
      const state = over(router, 'snmp-neighbours', week({ members: hosts(10, 10), ...change }))
      return verdictOf('LAN-02', {
        assets: [router],
        checks: [{ ...state, check: { ...state.check, ...changes } }],
      })
    }
    expect(of({}).verdict).toBe('pass')
    expect(of({ since: '2022-01-10T00:00:00.000Z' }).reason).toBe('coverage_low')
    expect(of({}, { probeVersion: 99 }).reason).toBe('coverage_low')
  })

  test('a prober that had no IPv6 all the time passes nothing', () => {
    const outage = { ...seen(proberCheck('inside'), { from: 0, facts: selfTest(false) }) }
    const early = '2022-01-01T00:00:00.000Z'
    const observations = outage.observations.map((one) => ({ ...one, firstDueAt: early, firstSeenAt: early }))
    const blind = [{ ...outage, observations }]
    expect(verdictOf('LAN-02', { ...lan(hosts(10, 10)), prober: blind })).toMatchObject({
      verdict: 'unknown',
      reason: 'prober_no_ipv6',
    })
  })

  test('a device that was silent all the time says so', () => {
    const of = check(router, 'snmp-neighbours', { everySeconds, vantage: 'inside' })
    const silent = seen(of, { from: 0, to: 240, times: 5, error: 'snmp_timeout' })
    expect(verdictOf('LAN-02', { assets: [router], checks: [silent] }).reason).toBe('snmp_timeout')
  })
})

describe('WIF-01', () => {
  const wifi = (...gua: [number, number]) =>
    lan({
      'if.wifi1.ipv4': upTo(10),
      'if.wifi1.gua': upTo(gua[0]),
      'if.wifi2.ipv4': upTo(10),
      'if.wifi2.gua': upTo(gua[1]),
    })
  test.each([
    ['half of the clients at every site', 5, 5, 'pass'],
    ['at some', 5, 4, 'partial'],
    ['at none', 4, 4, 'fail'],
  ] as const)('%s', (_, one, other, verdict) => {
    expect(verdictOf('WIF-01', wifi(one, other)).verdict).toBe(verdict)
  })

  test('a network without clients is not judged, and names its figures', () => {
    const parts = lan({
      'if.wifi1.ipv4': upTo(10),
      'if.wifi1.gua': upTo(6),
      'if.wifi2.ipv4': [],
      'if.wifi2.gua': [],
    })
    expect(verdictOf('WIF-01', parts)).toMatchObject({
      verdict: 'pass',
      because: {
        vi: '1/1 mạng Wi-Fi cấp IPv6 cho từ 50% thiết bị: wifi1 60,0% (6/10) (trong 7 ngày, độ phủ 100%)',
      },
    })
  })
})

describe('WIF-01 of sites', () => {
  const site = (code: string, over: Partial<Hotspot>): Hotspot => ({
    ...exampleHotspot,
    code,
    name: code,
    unit: router.unit,
    uplinkDevice: undefined,
    uplinkIf: undefined,
    ...over,
  })
  const told = lan({
    'if.wifi1.ipv4': upTo(10),
    'if.wifi1.gua': upTo(6),
    'if.wifi2.ipv4': upTo(20),
    'if.wifi2.gua': upTo(4),
  })
  const of = (...sites: Hotspot[]) =>
    verdictOf('WIF-01', { ...told, assets: [...told.assets, ...sites] }).assets.map(
      ({ asset, verdict, reason, share }) =>
        [asset.code, reason ?? verdict, share && `${share.part}/${share.whole}`].join(' '),
    )
  test.each<[string, Hotspot[], string[]]>([
    [
      'each has the network that it names, or that counts its traffic',
      [site('one', { clientIf: 'wifi1' }), site('two', { uplinkDevice: router.code, uplinkIf: 'wifi2' })],
      ['one pass 6/10', 'two fail 4/20'],
    ],
    ['one that says nothing has all', [site('all', {})], ['all fail 10/30']],
    [
      'or what the others leave',
      [site('one', { clientIf: 'wifi2' }), site('rest', { uplinkDevice: 'elsewhere', uplinkIf: 'wifi2' })],
      ['one fail 4/20', 'rest pass 6/10'],
    ],
    [
      'of one that names what is not there nothing is known, and the networks are judged as nobody’s',
      [site('one', { clientIf: 'wifi9' })],
      ['one no_evidence ', `${router.code} partial `],
    ],
    [
      'as is one to whom the others leave nothing',
      [site('a', { clientIf: 'wifi1' }), site('b', { clientIf: 'wifi2' }), site('c', {})],
      ['a pass 6/10', 'b fail 4/20', 'c no_evidence '],
    ],
  ])('%s', (_, sites, expected) => {
    expect(of(...sites)).toEqual(expected)
  })

  test('tells its share in the sentence', () => {
    const [one] = verdictOf('WIF-01', {
      ...told,
      assets: [...told.assets, site('one', { clientIf: 'wifi1' })],
    }).assets
    expect(one?.because.vi).toBe(
      '60,0% (6/10) thiết bị của khách trên wifi1 có địa chỉ IPv6 toàn cầu (trong 7 ngày, độ phủ 100%)',
    )
    expect(one?.evidence).toHaveLength(2)
  })
})

describe('WAN-03', () => {
  /** One value stands for those of all four looks of the day. */
  const each = (values: number[]) => (values.length === 1 ? upTo(4).flatMap(() => values) : values)
  const line = (v4: number[], v6: number[], loss = [0, 0]) => ({
    assets: [router],
    checks: [
      over(
        router,
        'reach-ping',
        week({
          values: {
            'v4.rttAvgMs': each(v4),
            'v6.rttAvgMs': each(v6),
            'v4.loss': [loss[0] ?? 0],
            'v6.loss': [loss[1] ?? 0],
          },
        }),
      ),
    ],
  })
  test.each([
    ['as fast', line([10], [10]), 'pass'],
    ['1.2 times, within 5 ms', line([10], [12]), 'pass'],
    ['within 5 ms, more than 1.2 times', line([10], [13]), 'partial'],
    ['1.2 times, more than 5 ms', line([100], [110]), 'partial'],
    ['1.5 times', line([100], [150]), 'partial'],
    ['slower', line([100], [151]), 'fail'],
    ['0.1 points of loss more', line([10], [10], [0.01, 0.011]), 'pass'],
    ['1 point more', line([10], [10], [0.01, 0.02]), 'partial'],
    ['more loss', line([10], [10], [0.01, 0.03]), 'fail'],
    ['never an answer over IPv6', line([10], [], [0, 1]), 'fail'],
    ['never one over IPv4', line([], [10], [1, 0]), 'unknown'],
    ['three over IPv4 in four looks', line([10, 10, 10], [10], [0.25, 0.2]), 'unknown'],
  ])('%s', (_, parts, verdict) => {
    expect(verdictOf('WAN-03', parts).verdict).toBe(verdict)
  })

  test('one slow look in twenty moves nothing', () => {
    const times = [...upTo(19).map(() => 10), 900]
    expect(verdictOf('WAN-03', line(times, times.toReversed())).because.vi).toMatch(
      /^Độ trễ phân vị 95: IPv6 10,0 ms, IPv4 10,0 ms; mất gói: IPv6 0,00%, IPv4 0,00%/,
    )
  })
})

describe('WEB-05', () => {
  const web = (v4: number[], v6: number[], port = 443) => ({
    assets: [site],
    checks: [
      over(
        site,
        'web-dual-stack',
        week({ values: { [`v4.${port}.firstByteMs`]: v4, [`v6.${port}.firstByteMs`]: v6 } }),
      ),
    ],
  })
  const four = (ms: number) => [ms, ms, ms, ms]
  test.each([
    ['1.2 times and 30 ms', web(four(100), four(150)), 'pass'],
    ['up to twice', web(four(100), four(200)), 'partial'],
    ['slower', web(four(100), four(201)), 'fail'],
    ['a fast site may be 30 ms slower', web(four(5), four(36)), 'pass'],
    ['without TLS', web(four(100), four(150), 80), 'pass'],
    ['fast once and silent in three of four', web(four(100), [10]), 'fail'],
    ['never over IPv6', web(four(100), []), 'fail'],
    ['never over IPv4', web([], four(10)), 'unknown'],
    ['once in four over IPv4, and slowly', web([9_000], four(10)), 'unknown'],
  ])('%s', (_, parts, verdict) => {
    expect(verdictOf('WEB-05', parts).verdict).toBe(verdict)
  })
})

describe('USE-01', () => {
  const mega = 1_000_000n
  const grown = (intervals: number, counters: Record<string, bigint>): LinkGrowth => ({
    intervals,
    dropped: { reboot: 4 - intervals },
    counters: Object.fromEntries(
      Object.entries(counters).map(([name, growth]) => [name, { growth: growth * mega, intervals }]),
    ),
  })
  const month = (growth: Record<string, LinkGrowth>, looks = 4) => ({
    assets: [router],
    checks: [
      over(
        router,
        'snmp-traffic',
        upTo(30).map(() => ({ growth, looks })),
      ),
    ],
  })
  const link = (v4: bigint, v6: bigint, intervals = 4) =>
    grown(intervals, { 'ipv4.octets': v4, 'ipv6.octets': v6, 'ipv6.packets': v6, octets: v4 + v6 })

  test.each<[string, ReturnType<typeof month>, string, string | null]>([
    ['the target', month({ wan0: link(60n, 40n) }), 'pass', null],
    ['a tenth', month({ wan0: link(90n, 10n) }), 'partial', null],
    ['less', month({ wan0: link(91n, 9n) }), 'fail', null],
    [
      'only IPv6 rows, as on Linux',
      month({ wan0: grown(4, { 'ipv6.octets': 40n, octets: 100n }) }),
      'pass',
      null,
    ],
    [
      'only the device as a whole',
      month({
        wan0: grown(4, { octets: 100n }),
        [wholeDevice]: grown(4, { octets: 100n, 'system.ipv4.octets': 60n, 'system.ipv6.octets': 40n }),
      }),
      'pass',
      null,
    ],
    ['one reboot in four', month({ wan0: link(60n, 40n, 3) }), 'unknown', 'coverage_low'],
    ['looks missed', month({ wan0: link(60n, 40n) }, 3), 'unknown', 'coverage_low'],
    ['no counters by version', month({ wan0: grown(4, { octets: 100n }) }), 'unknown', 'oid_not_supported'],
    [
      'forwarded by hardware past the counters',
      month({ wan0: grown(4, { 'ipv4.octets': 1n, 'ipv6.octets': 1n, octets: 100n }) }),
      'unknown',
      'counter_not_hw',
    ],
    [
      'octets of zero beside packets',
      month({ wan0: grown(4, { 'ipv4.octets': 100n, 'ipv6.octets': 0n, 'ipv6.packets': 5n, octets: 100n }) }),
      'unknown',
      'oid_not_supported',
    ],
  ])('%s', (_, parts, verdict, reason) => {
    expect(verdictOf('USE-01', parts)).toMatchObject({ verdict, reason })
  })

  test('the sentence says what was left out', () => {
    const [state] = month({ wan0: link(60n, 40n) }).checks
    const [first, ...rest] = state?.days ?? []
    const days = first ? [{ ...first, growth: { wan0: link(60n, 40n, 1) } }, ...rest] : []
    const checks = state ? [{ ...state, days }] : []
    expect(verdictOf('USE-01', { assets: [router], checks }).because.vi).toBe(
      'IPv6 chiếm 40,0% lưu lượng của wan0; bỏ 3 khoảng đo vì thiết bị khởi động lại hoặc bộ đếm không liên tục (trong 30 ngày, độ phủ 100%)',
    )
  })

  test('a counter that was missing at times is missing, not zero', () => {
    const { counters, ...rest } = link(60n, 40n)
    const gappy = { ...rest, counters: { ...counters, 'ipv4.octets': { growth: 1n, intervals: 3 } } }
    expect(verdictOf('USE-01', month({ wan0: gappy })).because.vi).toContain('(ước lượng)')
  })
})
