import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../src/model.ts'
import { type ApSeen, apMinutes } from '../../src/operations/ap-minutes.ts'
import { minuteMs } from '../../src/operations/minutes.ts'
import { countApMinutes, countSiteMinutes, siteMinutes } from '../../src/operations/site-minutes.ts'
import { clientSteps, clientsOf } from '../../src/operations/wifi-clients.ts'
import { wifiDayOf } from '../../src/operations/wifi-day.ts'
import { type ApRun, apStates, wifiMethod } from '../../src/operations/wifi-figures.ts'
import { shareUp, siteShareUp } from '../../src/operations/wifi-sum.ts'
import { type ApTold, wifiLook } from '../helpers/wifi.ts'

const start = Date.parse('2022-06-14T17:00:00.000Z')
const iso = (minutes: number) => new Date(start + minutes * minuteMs).toISOString()
const periodMs = 5 * minuteMs

/** What looks every five minutes from one minute to before another saw alike. */
function seen(from: number, to: number, told: Record<string, ApTold> | 'silent'): Observation {
  const { checkId, result } = wifiLook(iso(from), told)
  return {
    checkId,
    firstDueAt: iso(from),
    firstSeenAt: iso(from),
    lastSeenAt: iso(to - 5),
    timesSeen: (to - from) / 5,
    vantage: 'inside',
    probeVersion: 1,
    result,
  }
}

function pinged(from: number, to: number, answered: boolean): Observation {
  const fact = { answered, method: 'icmp', failure: null }
  return {
    ...seen(from, to, 'silent'),
    checkId: 'device~ap~reach-ping',
    result: { ok: true, facts: { ipv4: fact } },
  }
}

const brief = (runs: { state: string; minutes: number }[]) =>
  runs.map(({ state, minutes }) => `${state} ${minutes}`).join(', ')

const minutesOf = (seen: ApSeen | null, minutes = 60, name = 'ap-1') =>
  brief(
    apMinutes(name, seen, {
      fromMs: start,
      toMs: start + minutes * minuteMs,
      method: wifiMethod,
      maintenance: [],
    }),
  )

describe('the minutes of an access point on a controller', () => {
  it.each<[string, Observation[], string, boolean?]>([
    ['serves', [seen(0, 60, { 'ap-1': 3 })], 'up 60'],
    ['is told to be down', [seen(0, 20, { 'ap-1': 3 }), seen(20, 60, { 'ap-1': 'down' })], 'up 20, down 40'],
    ['vanished from the list', [seen(0, 20, { 'ap-1': 3 }), seen(20, 60, { 'ap-2': 1 })], 'up 20, down 40'],
    ['never was in the list', [seen(0, 60, { 'ap-2': 1 })], 'unmeasured 60'],
    ['was in the list of days before', [seen(0, 60, { 'ap-2': 1 })], 'down 60', true],
    ['comes up late', [seen(0, 20, {}), seen(20, 60, { 'ap-1': 0 })], 'unmeasured 20, up 40'],
    [
      'hangs on a controller that is silent',
      [seen(0, 30, { 'ap-1': 3 }), seen(30, 60, 'silent')],
      'up 30, void 30',
    ],
    [
      'is not looked at for a while',
      [seen(0, 20, { 'ap-1': 3 }), seen(45, 60, { 'ap-1': 3 })],
      'up 20, unmeasured 25, up 15',
    ],
    ['is known by its address', [seen(0, 60, { 'ap-1': 3 })], 'up 60'],
  ])('%s', (_, looks, expected, wasListed = false) => {
    expect(minutesOf({ by: 'controller', looks, periodMs, wasListed })).toBe(expected)
  })

  it('is not down because the list was cut off or could not be read', () => {
    const change = (facts: object): Observation => {
      const one = seen(0, 60, { 'ap-2': 1 })
      return { ...one, result: { ok: true, facts: { ...(one.result as { facts: object }).facts, ...facts } } }
    }
    for (const facts of [{ truncated: true }, { tables: { bsnAPTable: 'malformed' } }, { sources: [] }])
      expect(minutesOf({ by: 'controller', looks: [change(facts)], periodMs, wasListed: true })).toBe(
        'unmeasured 60',
      )
  })

  it('is up while another controller has it', () => {
    const looks = [seen(0, 10, { 'ap-1': 3 }), seen(10, 60, { 'ap-2': 1 })]
    const others = [
      [seen(0, 20, { 'ap-3': 1 }), seen(20, 40, { 'ap-3': 1, 'ap-1': 2 }), seen(40, 60, { 'ap-3': 1 })],
    ]
    expect(minutesOf({ by: 'controller', looks, periodMs, wasListed: false, others })).toBe(
      'up 10, down 10, up 20, down 20',
    )
  })

  it('goes by its id too', () => {
    const looks = [seen(0, 60, { 'ap-1': 3 })]
    expect(minutesOf({ by: 'controller', looks, periodMs, wasListed: false }, 60, '00:00:5E:00:53:01')).toBe(
      'up 60',
    )
  })
})

describe('the minutes of an access point that is asked itself', () => {
  const own = (wifi: Observation[] | null, reach: Observation[], blind: [number, number][] = []): ApSeen => ({
    by: 'itself',
    looks: { wifi, reach },
    periodMs: { wifi: periodMs, reach: periodMs },
    blind: blind.map(([from, to]) => ({ fromMs: start + from * minuteMs, toMs: start + to * minuteMs })),
  })
  const up = seen(0, 20, { self: 2 })
  const silent = seen(20, 60, 'silent')
  it.each<[string, ApSeen, string]>([
    ['serves', own([seen(0, 60, { self: 2 })], [pinged(0, 60, true)]), 'up 60'],
    ['has its radio off', own([up, seen(20, 60, { self: 'down' })], [pinged(0, 60, true)]), 'up 20, down 40'],
    ['is silent to all', own([up, silent], [pinged(0, 20, true), pinged(20, 60, false)]), 'up 20, down 40'],
    ['answers to ping alone', own([up, silent], [pinged(0, 60, true)]), 'up 20, unmeasured 40'],
    [
      'is silent to two looks',
      own(
        [up, seen(20, 30, 'silent'), seen(30, 60, { self: 1 })],
        [pinged(0, 20, true), pinged(20, 30, false), pinged(30, 60, true)],
      ),
      'up 20, unmeasured 10, up 30',
    ],
    [
      'is silent while we are blind',
      own([up, silent], [pinged(0, 20, true), pinged(20, 60, false)], [[20, 40]]),
      'up 20, void 20, down 20',
    ],
    ['can only be pinged', own(null, [pinged(0, 30, true), pinged(30, 60, false)]), 'up 30, down 30'],
  ])('%s', (_, seen, expected) => {
    expect(minutesOf(seen)).toBe(expected)
  })
  it('is not measured where nobody looks', () => expect(minutesOf(null)).toBe('unmeasured 60'))

  it.each<[string, ApSeen, string]>([
    ['what it says', own([up, seen(20, 60, { self: 'down' })], [pinged(0, 60, true)]), up.checkId],
    [
      'its silence to ping',
      own([up, silent], [pinged(0, 20, true), pinged(20, 60, false)]),
      'device~ap~reach-ping',
    ],
    ['ping alone', own(null, [pinged(0, 20, true), pinged(20, 60, false)]), 'device~ap~reach-ping'],
  ])('an outage is proved by %s', (_, one, checkId) => {
    const { outages } = wifiDayOf({
      from: iso(0),
      to: iso(60),
      contracted: 1,
      aps: [{ name: 'ap', seen: one, clients: undefined }],
      clientStepMs: periodMs,
      stepMs: periodMs,
      counters: new Map(),
      counted: [],
      interface: null,
      countPeriodMs: periodMs,
      maintenance: [],
      before: undefined,
    })
    expect(outages).toMatchObject([
      { ap: null, from: iso(20), opened: { checkId, firstDueAt: iso(20) } },
      { ap: 'ap', from: iso(20), opened: { checkId, firstDueAt: iso(20) } },
    ])
  })
})

/** Runs one after the other, as "up 20, down 40". */
function runs(said: string): ApRun[] {
  let at = 0
  return said.split(', ').map((one) => {
    const [state = '', minutes = '0'] = one.split(' ')
    const run = { state: state as ApRun['state'], from: iso(at), minutes: Number(minutes) }
    at += run.minutes
    return run
  })
}

describe('the minutes of a site', () => {
  const time = { fromMs: start, toMs: start + 60 * minuteMs }
  it.each<[string, string[], number, string, Partial<Record<string, number>>]>([
    ['all serve', ['up 60', 'up 60'], 2, 'up 60', { up: 120 }],
    ['one fails', ['up 60', 'up 20, down 40'], 2, 'up 20, partial 40', { up: 80, down: 40 }],
    [
      'all fail for a while',
      ['up 10, down 50', 'up 20, down 30, up 10'],
      2,
      'up 10, partial 10, down 30, partial 10',
      { up: 40, down: 80 },
    ],
    ['one more than contracted', ['up 60', 'up 20, down 40', 'up 60'], 2, 'up 60', { up: 120 }],
    ['one that nobody named', ['up 60'], 2, 'partial 60', { up: 60, unmeasured: 60 }],
    ['all down that are known, one unknown', ['down 60'], 2, 'unmeasured 60', { down: 60, unmeasured: 60 }],
    [
      'a silent controller',
      ['up 30, void 30', 'down 30, void 30'],
      2,
      'partial 30, void 30',
      { up: 30, down: 30, void: 60 },
    ],
    ['nothing contracted and nothing named', [], 0, 'unmeasured 60', {}],
  ])('%s', (_, aps, contracted, expected, counted) => {
    const found = siteMinutes(aps.map(runs), { ...time, contracted })
    expect(brief(found)).toBe(expected)
    const none = Object.fromEntries(apStates.map((state) => [state, 0]))
    expect(countApMinutes(found)).toEqual({ ...none, ...counted })
  })

  it('add up to the time, and those of access points to the contract, whatever happens', () => {
    const minutes = fc.integer({ min: 1, max: 9 })
    const anyAp = fc.array(fc.record({ state: fc.constantFrom(...apStates), minutes }), {
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(fc.array(anyAp, { maxLength: 5 }), fc.nat(6), (aps, contracted) => {
        const own = aps.map((list) =>
          runs(list.map(({ state, minutes }) => `${state} ${minutes}`).join(', ')),
        )
        const found = siteMinutes(own, { ...time, contracted })
        const sum = (counts: Record<string, number>) =>
          Object.values(counts).reduce((total, one) => total + one, 0)
        expect(sum(countSiteMinutes(found))).toBe(60)
        expect(sum(countApMinutes(found))).toBe(60 * contracted)
        // never more up than the access points were
        const up = own.flat().reduce((total, { state, minutes }) => total + (state === 'up' ? minutes : 0), 0)
        expect(countApMinutes(found).up).toBeLessThanOrEqual(up)
      }),
      { numRuns: 200 },
    )
  })

  it('give no share of what was seen too little of', () => {
    expect(shareUp({ up: 94, down: 0, maintenance: 0, void: 3, unmeasured: 3 })).toEqual({
      share: null,
      coverage: 0.94,
    })
    expect(shareUp({ up: 90, down: 6, maintenance: 50, void: 4, unmeasured: 0 })).toEqual({
      share: 90 / 96,
      coverage: 0.96,
    })
    const site = { up: 50, partial: 40, down: 10, maintenance: 0, void: 0, unmeasured: 0 }
    expect(siteShareUp(site)).toEqual({ share: 0.9, coverage: 1 })
  })
})

describe('the clients of a site', () => {
  const series = (at: number[], values: number[]) => ({
    kind: 'gauge' as const,
    at: Float64Array.from(at, (minutes) => start + minutes * minuteMs),
    values: Float64Array.from(values),
    exact: null,
  })
  const steps = (aps: Parameters<typeof clientSteps>[0], minutes = 30) =>
    clientSteps(aps, { fromMs: start, toMs: start + minutes * minuteMs, stepMs: periodMs })

  it('are added up; one that is down has none, and what nobody counted is not there', () => {
    const found = steps([
      { readings: series([1, 6, 11, 16, 21, 26], [1, 2, 3, 4, 5, 6]), runs: runs('up 30') },
      { readings: series([1], [10]), runs: runs('up 10, down 20') },
    ])
    // what was counted at 0:01 holds over one missed look; from 0:10 on it is down
    expect(found.values).toEqual([11, 12, 3, 4, 5, 6])
    expect(steps([{ readings: series([21], [7]), runs: runs('up 30') }]).values).toEqual([
      null,
      null,
      null,
      null,
      7,
      7,
    ])
    expect(steps([{ readings: undefined, runs: runs('unmeasured 30') }]).values).toEqual(Array(6).fill(null))
  })

  it('count a day from four fifths of its steps on', () => {
    const day = (values: (number | null)[]) => ({ from: iso(0), clients: { stepMs: periodMs, values } })
    const told = clientsOf([day([1, 2, 9, 4, null]), day([1, null, null, 2, 3])])
    expect(told).toEqual({
      most: { clients: 9, at: iso(10) },
      mean: 22 / 7,
      days: 2,
      daysTold: 1,
      coverage: 0.7,
    })
    expect(clientsOf([])).toEqual({ most: null, mean: null, days: 0, daysTold: 0, coverage: 0 })
  })
})
