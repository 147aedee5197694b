import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { keepStandings, type StandingDeps } from '../../src/jobs/keep-standings.ts'
import { evaluate } from '../../src/readiness/evaluate.ts'
import type { Plan } from '../../src/readiness/plan.ts'
import { measureKey, standingOf } from '../../src/readiness/standing.ts'
import { endOfDay } from '../../src/report/period.ts'
import type { Database } from '../../src/store/database.ts'
import { loadUnitStates } from '../../src/store/observations.ts'
import { findStandingSpan, listGroupTrend, listMeasure, listStandings } from '../../src/store/standings.ts'
import { databases } from '../helpers/databases.ts'
import { plan } from '../report/example.ts'
import { fillProvince, judging, midnight, portal, ward } from '../report/province.ts'

const tables = [
  'document',
  'evidence',
  'observation',
  'check',
  'host',
  'asset',
  'unit',
  'standing',
  'standing_rules',
  'standing_day',
  'standing_group',
  'standing_measure',
] as const

/** The portal is on IPv6 from 4 January on, and so reaches what this target counts. */
const target: Plan['targets'][number] = {
  id: 'portals',
  name: { vi: 'Cổng', en: 'Portals' },
  date: '2022-01-31',
  measure: { criteria: ['WEB-02'] },
  share: 1,
  unitKinds: ['platform'],
  flag: null,
}

describe.each(databases)('on %s', (_, open) => {
  let db: Database
  let now: string
  let targets: Plan['targets']
  let deps: StandingDeps
  beforeAll(async () => {
    db = await open()
    deps = {
      db,
      now: () => now,
      optionsAt: async () => judging,
      planAt: async () => ({ ...plan, targets }),
    }
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    for (const table of tables) await db.deleteFrom(table).execute()
    targets = [target]
    await fillProvince(db, {
      from: midnight('2022-01-01'),
      to: midnight('2022-01-08'),
      portalFrom: midnight('2022-01-04'),
    })
  })

  async function keepAll(most: { units: number; days: number }): Promise<number> {
    let pieces = 0
    while (await keepStandings(deps, most)) pieces += 1
    return pieces
  }

  test('every day that is over is kept as a page shows it, oldest first, in small pieces', async () => {
    now = midnight('2022-01-07')
    await keepStandings(deps, { units: 1, days: 1 })
    expect((await listStandings(db, '2022-01-01')).length).toBe(1)
    expect(await findStandingSpan(db)).toBeUndefined()
    await keepAll({ units: 1, days: 1 })
    // midnight has only just passed: looks of the 6th may still be written down
    expect(await findStandingSpan(db)).toEqual({ first: '2022-01-01', last: '2022-01-05' })
    now = new Date(Date.parse(now) + 11 * 60_000).toISOString()
    await keepAll({ units: 1, days: 1 })
    expect(await findStandingSpan(db)).toEqual({ first: '2022-01-01', last: '2022-01-06' })
    for (const day of ['2022-01-03', '2022-01-05']) {
      const asOf = endOfDay(day)
      const states = await loadUnitStates(db, asOf)
      const judged = states.map((state) => standingOf(state.unit, evaluate(state, asOf, judging)))
      expect(await listStandings(db, day)).toEqual(judged.toSorted((a, b) => (a.unit < b.unit ? -1 : 1)))
    }
    const [before, after] = await listGroupTrend(db, 'kind:platform', ['2022-01-03', '2022-01-05'])
    expect(before?.score ?? 0).toBeLessThan(after?.score ?? 0)
    expect(await keepAll({ units: 1, days: 1 })).toBe(0)
  })

  test('in one piece it comes to the same', async () => {
    now = midnight('2022-01-05')
    await keepAll({ units: 1, days: 1 })
    const [small, groups] = [
      await listStandings(db, '2022-01-02'),
      await listGroupTrend(db, 'all', ['2022-01-01', '2022-01-02', '2022-01-03']),
    ]
    for (const table of tables.slice(7)) await db.deleteFrom(table).execute()
    await keepAll({ units: 100, days: 100 })
    expect(await listStandings(db, '2022-01-02')).toEqual(small)
    expect(await listGroupTrend(db, 'all', ['2022-01-01', '2022-01-02', '2022-01-03'])).toEqual(groups)
    expect(small.map(({ unit }) => unit).sort()).toEqual([portal.code, ward.code].sort())
  })

  test('what targets count follows the plan, for days before it was changed too', async () => {
    now = midnight('2022-01-07')
    await keepAll({ units: 10, days: 10 })
    const line = await listMeasure(db, measureKey(target), { until: '2022-12-31' })
    expect(line.map(({ day, done, units }) => `${day} ${done}/${units}`)).toEqual([
      '2022-01-01 0/1',
      '2022-01-02 0/1',
      '2022-01-03 0/1',
      '2022-01-04 1/1',
      '2022-01-05 1/1',
    ])
    const other = { ...target, id: 'lan', measure: { criteria: ['GOV-01'] } }
    targets = [{ ...target, share: 0.5, date: '2022-02-28' }, other]
    expect(await keepAll({ units: 10, days: 2 })).toBe(3)
    expect((await listMeasure(db, measureKey(other), { until: '2022-12-31' })).length).toBe(5)
    expect(await listMeasure(db, measureKey(target), { until: '2022-12-31' })).toEqual(line)
  })

  test('a criterion that there was not yet on a day is unknown on it, and not passed', async () => {
    now = midnight('2022-01-03')
    await keepAll({ units: 10, days: 10 })
    targets = [{ ...target, measure: { criteria: ['WEB-02', 'WEB-99'] } }]
    await keepAll({ units: 10, days: 10 })
    const [first] = await listMeasure(db, measureKey(targets[0] ?? target), { until: '2022-12-31' })
    expect(first).toMatchObject({ done: 0, unknown: 1, units: 1 })
  })
})
