import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/readiness/criterion.ts'
import { addUp } from '../../src/readiness/group.ts'
import { canonical } from '../../src/report/canonical.ts'
import { tallyDays } from '../../src/report/month-rule.ts'
import type { MonthlyReport } from '../../src/report/monthly-report.ts'
import { daysOf, periodOf } from '../../src/report/period.ts'
import { service } from '../readiness/builders.ts'
import {
  assetVerdict,
  commune,
  plan,
  platform,
  previousOf,
  readinessOf,
  reportOf,
  workedExample,
} from './example.ts'

/** Σw 35 as in the worked example; all pass but USE-01 (2), which is unknown: earned 33. */
const nearlyAll = { ...all(workedExample, 'pass'), 'USE-01': 'unknown' } as const

const [x, y, z, w] = ['10507', '10510', '10513', '10516'].map((code) => ({ ...commune, code })) as [
  typeof commune,
  typeof commune,
  typeof commune,
  typeof commune,
]

const december = reportOf('2021-12', [
  { unit: x, readiness: readinessOf(x, { ...workedExample, 'WAN-02': 'pass' }) }, // 21 + 3 = 24
  { unit: y, readiness: readinessOf(y, { ...nearlyAll, 'LAN-02': 'fail', 'GOV-01': 'fail' }) }, // 33 - 3 - 3 = 27
  { unit: w, readiness: readinessOf(w, workedExample) },
])

const january = reportOf(
  '2022-01',
  [
    { unit: z, readiness: readinessOf(z, workedExample) },
    { unit: y, readiness: readinessOf(y, nearlyAll) },
    { unit: x, readiness: readinessOf(x, workedExample) },
  ],
  { previous: previousOf(december) },
)

describe('a small month computed by hand', () => {
  test('the worked example of the domain rules: R 60,0 (60,0-80,0; coverage 80 %), level 0', () => {
    expect(unitOf(january, x.code)).toMatchObject({
      score: 60,
      scoreMax: 80,
      coverage: 0.8,
      level: 0,
      levelReachable: 5,
      enoughData: true,
      weight: { all: 35, known: 28, earned: 21 },
      counts: { pass: 9, partial: 2, fail: 2, unknown: 5, na: 24 },
      days: 31,
    })
  })

  test('a unit is measured against its own figure of the month before', () => {
    // 24/35 = 68.571, 33/35 = 94.286, 27/35 = 77.143
    expect(unitOf(january, x.code)).toMatchObject({
      comparison: 'comparable',
      previousScore: 68.6,
      change: -8.6,
    })
    expect(unitOf(january, y.code)).toMatchObject({
      comparison: 'comparable',
      score: 94.3,
      scoreMax: 100,
      coverage: 0.9429,
      level: 4,
      previousScore: 77.1,
      change: 17.2,
    })
    expect(unitOf(january, z.code)).toMatchObject({ comparison: 'new', previousScore: null, change: null })
  })

  test('Biểu 01: means over all units, the change over those that both months have', () => {
    // now (60 + 94.286 + 60) / 3 = 71.429; of x and y now 77.143, before (68.571 + 77.143) / 2 = 72.857
    expect(january.groups).toEqual([
      {
        kind: 'commune',
        units: 3,
        levels: [2, 0, 0, 0, 1, 0],
        score: 71.4,
        scoreMax: 86.7,
        coverage: 0.8476,
        comparison: 'comparable',
        comparedUnits: 2,
        previousScore: 72.9,
        change: 4.2,
        newUnits: [z.code],
        changedUnits: [],
        endedUnits: [w.code],
      },
    ])
  })

  test('the head says what it was made from', () => {
    expect(january).toMatchObject({
      template: 'province-4',
      state: 'final',
      period: {
        name: '2022-01',
        from: '2021-12-14T17:00:00.000Z',
        to: '2022-01-14T17:00:00.000Z',
        cutoffDay: 14,
        days: 31,
      },
      cutoffAt: '2022-01-14T16:59:59.999Z',
      previous: { period: '2021-12', sha256: previousOf(december).sha256 },
      judging: [
        { from: '2021-12-15', treatDocumentationAsGlobal: false, insideCountsAsOutside: false, pace: 1 },
      ],
      rules: { monthShare: 0.8, comparableCoverage: 0.8 },
    })
    expect(january.catalogue.criteria).toHaveLength(42)
    expect(december.previous).toBeNull()
    expect(unitOf(december, x.code)).toMatchObject({ comparison: 'no_previous', change: null })
  })

  test('units come by code in whatever order they were given, so the bytes are the same', () => {
    const units = [x, y, z].map((unit) => ({ unit, readiness: readinessOf(unit, workedExample) }))
    expect(canonical(reportOf('2022-01', units))).toBe(canonical(reportOf('2022-01', units.toReversed())))
  })
})

describe('the month rule', () => {
  const days = daysOf(periodOf('2022-01'))
  const passing = (count: number) =>
    reportOf('2022-01', [
      {
        unit: x,
        readiness: readinessOf(x, workedExample),
        tally: tallyDays(
          days.map((day, i) => ({
            day,
            readiness: readinessOf(x, { ...workedExample, 'LAN-01': i < 31 - count ? 'fail' : 'pass' }),
          })),
        ),
      },
    ])

  test('25 of 31 days keep a pass', () => {
    expect(unitOf(passing(25), x.code)).toMatchObject({ score: 60 })
    expect(verdictOf(passing(25), 'LAN-01')).toMatchObject({ verdict: 'pass', daysPassed: 25 })
  })

  test('24 of 31 days make it partial, and score, counts and level follow', () => {
    const report = passing(24) // LAN-01 weighs 2, so 21 - 1 = 20 of 35
    expect(unitOf(report, x.code)).toMatchObject({
      score: 57.1,
      weight: { all: 35, known: 28, earned: 20 },
      counts: { pass: 8, partial: 3 },
    })
    expect(verdictOf(report, 'LAN-01')).toMatchObject({ verdict: 'partial', daysPassed: 24 })
    expect(verdictOf(report, 'LAN-01')?.because?.vi).toContain('24/31 ngày')
  })
})

describe('what cannot be compared', () => {
  test.each<[string, Record<string, Verdict>, Record<string, Verdict>, string]>([
    ['coverage too low now', { ...workedExample, 'GOV-01': 'unknown' }, workedExample, 'coverage_low'],
    ['coverage too low before', workedExample, { ...workedExample, 'GOV-01': 'unknown' }, 'coverage_low'],
    ['other criteria apply', { ...workedExample, 'WIF-01': 'pass' }, workedExample, 'profile_changed'],
    ['nothing applies', {}, workedExample, 'no_score'],
  ])('%s', (_, now, before, comparison) => {
    const previous = previousOf(reportOf('2021-12', [{ unit: x, readiness: readinessOf(x, before) }]))
    const report = reportOf('2022-01', [{ unit: x, readiness: readinessOf(x, now) }], { previous })
    expect(unitOf(report, x.code)).toMatchObject({ comparison, change: null })
    expect(report.groups[0]?.change).toBeNull()
    expect(report.groups[0]?.changedUnits).toEqual(
      comparison === 'profile_changed' || comparison === 'no_score' ? [x.code] : [],
    )
  })
})

test('unknown since: within the period, or as the report before says when the run began earlier', () => {
  const before = reportOf('2021-12', [
    { unit: x, readiness: readinessOf(x, { 'GOV-01': 'unknown', 'GOV-02': 'pass' }) },
  ])
  const now = readinessOf(x, { 'GOV-01': 'unknown', 'GOV-02': 'unknown', 'GOV-03': 'pass' })
  const report = reportOf('2022-01', [{ unit: x, readiness: now }], { previous: previousOf(before) })
  expect(verdictOf(report, 'GOV-01')?.unknownSince).toBe('2021-11-15')
  expect(verdictOf(report, 'GOV-02')?.unknownSince).toBe('2021-12-15')
  expect(verdictOf(report, 'GOV-03')?.unknownSince).toBeNull()
})

describe('the platform with two portals, one dead over IPv6', () => {
  const evidence = [
    { checkId: 'service~W2~web-dual-stack', firstDueAt: '2022-01-02T00:00:00.000Z', lastSeenAt: 'x' },
  ]
  const dead = assetVerdict('W2', 'fail', { failure: 'TCP_TIMEOUT', evidence })
  const readiness = {
    ...readinessOf(
      platform,
      {
        'GOV-01': 'pass',
        'ADR-01': 'pass',
        'ADR-03': 'unknown',
        'WEB-01': 'pass',
        'WEB-02': 'partial',
        'WEB-03': 'unknown',
      },
      {
        'WEB-01': [assetVerdict('W1', 'pass'), assetVerdict('W2', 'pass')],
        'WEB-02': [assetVerdict('W1', 'pass'), dead],
        'WEB-03': [assetVerdict('W1', 'pass'), assetVerdict('W2', 'unknown', { reason: 'no_evidence' })],
      },
    ),
    broken: [dead, dead],
  }
  const services = ['W2', 'W1'].map((code) => service(code, { unit: '30', host: `${code}.test` }))
  const report = reportOf('2022-01', [{ unit: platform, readiness, services }])

  test('R counts the unknown as nothing and says that there is not enough data', () => {
    // weights 3 + 3 + 2 + 2 + 3 + 2 = 15; earned 3 + 3 + 2 + 1.5 = 9.5; known 11
    expect(unitOf(report, '30')).toMatchObject({
      score: 63.3,
      scoreMax: 90,
      coverage: 0.7333,
      enoughData: false,
      broken: ['W2.test'],
    })
  })

  test('Biểu 04 lists both, with the failure and the good days', () => {
    expect(report.services).toEqual([
      {
        unit: '30',
        code: 'W1',
        host: 'W1.test',
        critical: false,
        aaaa: 'pass',
        access: 'pass',
        content: 'pass',
        dnssec: 'na',
        failure: null,
        daysPassed: 31,
        days: 31,
      },
      expect.objectContaining({
        code: 'W2',
        aaaa: 'pass',
        access: 'fail',
        content: 'unknown',
        failure: 'TCP_TIMEOUT',
        daysPassed: 0,
      }),
    ])
  })

  test('Biểu 02 states what is measured and leaves the rest empty', () => {
    expect(report.indicators).toEqual([
      {
        id: 'plan',
        value: 1,
        passed: null,
        total: null,
        unknown: null,
        previousValue: null,
        target2022: 0.5,
        target2025: 1,
      },
      {
        id: 'portals',
        value: 0.5,
        passed: 1,
        total: 2,
        unknown: 0,
        previousValue: null,
        target2022: 0.5,
        target2025: 1,
      },
      {
        id: 'resources',
        value: null,
        passed: null,
        total: null,
        unknown: null,
        previousValue: null,
        target2022: null,
        target2025: null,
      },
      {
        id: 'traffic',
        value: null,
        passed: null,
        total: null,
        unknown: null,
        previousValue: null,
        target2022: null,
        target2025: null,
      },
    ])
  })

  test('the verdict names the observation that proves it, by its key only', () => {
    const asset = unitOf(report, '30')
      .verdicts.find(({ id }) => id === 'WEB-02')
      ?.assets.find(({ code }) => code === 'W2')
    expect(asset?.evidence).toEqual([
      { checkId: 'service~W2~web-dual-stack', firstDueAt: '2022-01-02T00:00:00.000Z' },
    ])
  })
})

describe('the plan, with three communes', () => {
  const under = (...verdicts: Verdict[]) => {
    const units = [x, y, z].slice(0, verdicts.length)
    return reportOf(
      '2022-01',
      units.map((unit, i) => ({ unit, readiness: readinessOf(unit, { 'WAN-01': verdicts[i] ?? 'na' }) })),
      { plan },
    )
  }

  test('Biểu 09: a task past its day is late until every unit that it concerns passes', () => {
    expect(under('pass', 'fail', 'unknown').tasks).toMatchObject([
      {
        code: '3.02',
        due: '2021-12-31',
        state: 'late',
        daysPastDue: 14,
        done: 1,
        unknown: 1,
        units: 3,
        share: 0.3333,
      },
    ])
    expect(under('pass', 'pass', 'na').tasks).toMatchObject([
      { state: 'done', daysPastDue: 0, done: 2, unknown: 0, units: 2, share: 1 },
    ])
  })

  test('Biểu 01a: a target with its gap', () => {
    expect(under('pass', 'fail', 'unknown').targets).toEqual([
      {
        id: 'wan-2022',
        name: plan.targets[0]?.name,
        kinds: ['commune'],
        date: '2022-06-30',
        wanted: 0.75,
        done: 1,
        unknown: 1,
        units: 3,
        share: 0.3333,
        gapPoints: -41.7,
        state: 'not_due',
        daysPastDue: 0,
      },
    ])
  })

  test('a pass that the month rule makes partial is not done', () => {
    const readiness = readinessOf(x, { 'WAN-01': 'pass' })
    const tally = tallyDays([
      { day: '2022-01-13', readiness: readinessOf(x, { 'WAN-01': 'fail' }) },
      { day: '2022-01-14', readiness },
    ])
    const report = reportOf('2022-01', [{ unit: x, readiness, tally }], { plan })
    expect(report.tasks[0]).toMatchObject({ state: 'late', done: 0, units: 1 })
  })

  test('the report names the plan, or says that there was none', () => {
    expect(under('pass').plan).toMatchObject({ code: 'example', number: '12/KH-UBND', sample: true })
    expect(january).toMatchObject({ plan: null, targets: [], tasks: [] })
  })
})

test('Biểu 01 adds up as the pages do', () => {
  const members = [
    { unit: x, readiness: readinessOf(x, workedExample) },
    { unit: y, readiness: readinessOf(y, { 'GOV-01': 'pass', 'GOV-03': 'unknown' }) },
    { unit: z, readiness: readinessOf(z, {}) },
  ]
  const [group] = reportOf('2022-01', members).groups
  const { score, scoreMax, coverage, levels } = addUp(members)
  expect(group?.score).toBeCloseTo(score.value ?? 0, 1)
  expect(group?.scoreMax).toBeCloseTo(scoreMax.value ?? 0, 1)
  expect(group?.coverage).toBeCloseTo(coverage.value ?? 0, 4)
  expect(group?.levels).toEqual(levels.map(({ value }) => value))
})

test('judged before its end a period gives a draft', () => {
  const units = [{ unit: x, readiness: readinessOf(x, workedExample) }]
  const draft = reportOf('2022-01', units, { cutoffAt: '2022-01-14T16:59:59.998Z' })
  expect(draft.state).toBe('draft')
})

function all<Key extends string>(record: Record<Key, Verdict>, verdict: Verdict): Record<Key, Verdict> {
  return Object.fromEntries(Object.keys(record).map((key) => [key, verdict])) as Record<Key, Verdict>
}

function unitOf(report: MonthlyReport, code: string) {
  const unit = report.units.find((one) => one.code === code)
  if (unit === undefined) throw new Error(`no unit ${code}`)
  return unit
}

function verdictOf(report: MonthlyReport, id: string) {
  return unitOf(report, x.code).verdicts.find((verdict) => verdict.id === id)
}
