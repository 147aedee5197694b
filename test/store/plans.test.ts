import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { shippedPlan } from '../../src/plan-file.ts'
import { groupStandings, standingOf } from '../../src/readiness/standing.ts'
import type { Database } from '../../src/store/database.ts'
import { addPlan, findPlan, findPlanAt, listPlanVersions } from '../../src/store/plans.ts'
import {
  addMeasures,
  addStandings,
  closeStandingDay,
  findStandingSpan,
  listDaysWithout,
  listGroupTrend,
  listMeasure,
  listStandingRules,
  listStandings,
  listStandingUnits,
  listUnitTrend,
} from '../../src/store/standings.ts'
import { databases } from '../helpers/databases.ts'
import { member } from '../readiness/builders.ts'

const plan = shippedPlan()
const enteredBy = 'kysu'

describe.each(databases)('on %s', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    for (const table of [
      'plan',
      'standing',
      'standing_rules',
      'standing_day',
      'standing_group',
      'standing_measure',
    ] as const)
      await db.deleteFrom(table).execute()
  })

  test('each moment has the plan of its time, and a version is entered once', async () => {
    const second = { ...plan, number: '9/KH-UBND' }
    const add = (version: number, enteredAt: string, of = plan) =>
      addPlan(db, { version, plan: of, enteredAt, enteredBy })
    expect(await add(1, '2022-01-01T00:00:00.000Z')).toBe(true)
    expect(await add(2, '2022-03-01T00:00:00.000Z', second)).toBe(true)
    expect(await add(2, '2022-03-02T00:00:00.000Z')).toBe(false)
    expect(await findPlanAt(db, '2021-12-31T00:00:00.000Z')).toBeUndefined()
    expect(await findPlanAt(db, '2022-02-01T00:00:00.000Z')).toMatchObject({ version: 1, plan })
    expect(await findPlanAt(db, '2023-02-01T00:00:00.000Z')).toEqual({
      version: 2,
      plan: second,
      enteredAt: '2022-03-01T00:00:00.000Z',
      enteredBy,
    })
    expect((await findPlan(db, 1))?.plan.number).toBeNull()
    expect((await listPlanVersions(db)).map(({ version }) => version)).toEqual([2, 1])
  })

  test('standings of a day come back as they were, and are kept once', async () => {
    const day = '2022-01-31'
    const standings = [
      member(
        '291',
        { kind: 'district', profile: null },
        { 'WAN-01': 'pass', 'WAN-02': 'fail', 'LAN-01': 'unknown' },
      ),
      member('10606', { kind: 'commune', parent: '291', profile: ['has_lan'] }, { 'WAN-01': 'partial' }),
    ].map(({ unit, readiness }) => standingOf(unit, readiness))
    for (const one of standings) await addStandings(db, { day, catalogue: '1', standings: [one] })
    await addStandings(db, { day, catalogue: '2', standings: standings.map((one) => ({ ...one, score: 0 })) })
    const sorted = standings.toSorted((a, b) => (a.unit < b.unit ? -1 : 1))
    expect(await listStandings(db, day)).toEqual(sorted)
    expect(await listStandingUnits(db, day)).toEqual(new Set(['10606', '291']))
    expect(await findStandingSpan(db)).toBeUndefined()
    await closeStandingDay(db, {
      day,
      catalogue: '1',
      keptAt: '2022-02-01T00:00:00.000Z',
      groups: groupStandings(standings),
    })
    await closeStandingDay(db, {
      day: '2022-02-01',
      catalogue: '2',
      keptAt: '2022-02-02T00:00:00.000Z',
      groups: new Map(),
    })
    expect(await findStandingSpan(db)).toEqual({ first: day, last: '2022-02-01' })
    expect(await findStandingSpan(db, { until: day })).toEqual({ first: day, last: day })
    expect(await listStandingRules(db, { until: '2022-02-01' })).toEqual([
      { catalogue: '1', from: day },
      { catalogue: '2', from: '2022-02-01' },
    ])
    const days = [day, '2022-02-01']
    expect(await listUnitTrend(db, '291', days)).toEqual([
      {
        day,
        score: sorted[1]?.score,
        scoreMax: sorted[1]?.scoreMax,
        coverage: expect.any(Number),
        levels: expect.any(Array),
        broken: 0,
      },
    ])
    const [district] = await listGroupTrend(db, 'district:291', days)
    expect(district?.score).toBeCloseTo(((sorted[0]?.score ?? 0) + (sorted[1]?.score ?? 0)) / 2, 10)
    expect(await listGroupTrend(db, 'kind:department', days)).toEqual([])
  })

  test('a measure is made up for the newest days that lack it', async () => {
    for (const day of ['2022-01-01', '2022-01-02', '2022-01-03'])
      await closeStandingDay(db, { day, catalogue: '1', keptAt: `${day}T20:00:00.000Z`, groups: new Map() })
    await addMeasures(db, [{ measure: 'a', day: '2022-01-02', done: 1, unknown: 2, units: 4 }])
    await addMeasures(db, [{ measure: 'a', day: '2022-01-02', done: 3, unknown: 0, units: 4 }])
    expect(await listDaysWithout(db, 'a', 5)).toEqual(['2022-01-03', '2022-01-01'])
    expect(await listDaysWithout(db, 'b', 2)).toEqual(['2022-01-03', '2022-01-02'])
    expect(await listMeasure(db, 'a', { until: '2022-12-31' })).toEqual([
      { day: '2022-01-02', done: 1, unknown: 2, units: 4 },
    ])
  })
})
