import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { criteria } from '../../src/readiness/catalogue.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import { planSchema } from '../../src/readiness/plan.ts'
import { planProgress } from '../../src/readiness/plan-progress.ts'
import { member } from './builders.ts'

const file = JSON.parse(readFileSync(new URL('../../data/plan-2021-2023.json', import.meta.url), 'utf8'))
const plan = planSchema.parse(file)

describe('the plan that ships', () => {
  test('is a sample without number and date, with the stages and tasks of the domain rules 1.3', () => {
    expect(plan).toMatchObject({
      sample: true,
      number: null,
      date: null,
      from: '2021-01-01',
      to: '2023-12-31',
    })
    expect(plan.name.vi).toContain('(mẫu)')
    const perStage = plan.stages.map(
      ({ number }) => plan.tasks.filter(({ stage }) => stage === number).length,
    )
    expect(perStage).toEqual([6, 8, 7, 1])
    expect(plan.targets.map(({ date }) => date.slice(0, 4))).toEqual(
      '2021 2021 2021 2022 2022 2022 2023 2023 2023'.split(' '),
    )
  })

  test('names every criterion that it measures by, and each task has its texts', () => {
    const ids = new Set(criteria.map(({ id }) => id))
    for (const task of plan.tasks) {
      expect(String(task.stage)).toBe(task.code[0])
      for (const id of task.criteria) expect(ids).toContain(id)
      expect(task.name.vi).not.toBe(task.name.en)
    }
  })

  test.each([
    [
      'an unknown criterion',
      (one: typeof plan) => one.tasks[0]?.criteria.push('WEB-99'),
      'no such criterion',
    ],
    ['a task of no stage', (one: typeof plan) => one.stages.shift(), 'no stage 1'],
    ['a task twice', (one: typeof plan) => one.tasks.push(...one.tasks.slice(0, 1)), '1.01 is there twice'],
    ['a share above 1', (one: typeof plan) => Object.assign(one.targets[0] ?? {}, { share: 80 }), 'share'],
    [
      'a day that is none',
      (one: typeof plan) => Object.assign(one.tasks[0] ?? {}, { due: '2021-02-30' }),
      'due',
    ],
    ['a misspelt field', (one: typeof plan) => Object.assign(one, { titel: '' }), 'titel'],
  ])('%s is refused', (_, spoil, message) => {
    const spoilt = structuredClone(plan)
    spoil(spoilt)
    const result = planSchema.safeParse(spoilt)
    expect(result.success ? '' : JSON.stringify(result.error.issues)).toContain(message)
  })
})

/** Midday in Hải Dương. */
const on = (day: string) => `${day}T05:00:00.000Z`

const lan = (id: string) => /^(GOV|WAN|LAN|ADR-0[12]|SEC-0[234]|USE-01)/.test(id)
/** A commune on which everything that applies passes, but for these. */
function commune(code: string, changes: Record<string, Verdict> = {}, of: Parameters<typeof member>[1] = {}) {
  const verdicts = criteria.map(({ id }): [string, Verdict] => [id, changes[id] ?? (lan(id) ? 'pass' : 'na')])
  return member(code, { kind: 'commune', profile: null, ...of }, Object.fromEntries(verdicts))
}

const failing = { 'WAN-01': 'fail' } as const
const unseen = { 'WAN-01': 'unknown', 'WAN-02': 'unknown' } as const
const target = (units: ReturnType<typeof commune>[], day: string, id = '2023-commune-level') => {
  const found = planProgress(plan, units, on(day)).targets.find((one) => one.target.id === id)
  if (found === undefined) throw new Error(id)
  return found
}
const task = (units: ReturnType<typeof commune>[], day: string, code = '3.02') => {
  const found = planProgress(plan, units, on(day)).tasks.find((one) => one.task.code === code)
  if (found === undefined) throw new Error(code)
  return found
}

describe('targets', () => {
  const four = [commune('1'), commune('2'), commune('3'), commune('4', failing)]

  test('missed: share, gap in points, the units behind each number, days late', () => {
    expect(target([...four, commune('5', unseen)], '2024-01-10')).toMatchObject({
      state: 'late',
      share: 0.6,
      gapPoints: expect.closeTo(-20, 10),
      done: { value: 3, units: ['1', '2', '3'] },
      unknown: { value: 1, units: ['5'] },
      denominator: { value: 5, units: ['1', '2', '3', '4', '5'] },
      denominatorDay: '2023-12-31',
      daysPastDue: 10,
    })
  })

  test('reached exactly', () => {
    expect(target([...four, commune('5')], '2024-01-10')).toMatchObject({
      state: 'met',
      share: 0.8,
      daysPastDue: 0,
    })
  })

  test('on its last day it is not late yet', () => {
    expect(target(four, '2023-12-31')).toMatchObject({ state: 'not_due', daysPastDue: 0 })
    expect(target(four, '2024-01-01')).toMatchObject({ state: 'late', daysPastDue: 1 })
  })

  test('with nothing known it is unknown, late or not', () => {
    const nothing = commune(
      '1',
      Object.fromEntries(criteria.filter(({ id }) => lan(id)).map(({ id }) => [id, 'unknown'])),
    )
    expect(target([nothing], '2024-01-10')).toMatchObject({ state: 'unknown', share: 0, daysPastDue: 10 })
    expect(target([], '2024-01-10')).toMatchObject({ state: 'unknown', share: null, gapPoints: null })
  })

  test('the denominator is the units that exist on the day of the target, or on the day shown before it', () => {
    const units = [
      commune('old', {}, { validTo: '2023-06-01' }),
      commune('merged', {}, { validTo: '2024-01-05' }),
      commune('new', {}, { validFrom: '2024-01-05' }),
    ]
    expect(target(units, '2023-01-01')).toMatchObject({
      denominatorDay: '2023-01-01',
      denominator: { units: ['old', 'merged'] },
    })
    expect(target(units, '2024-01-10').denominator.units).toEqual(['merged'])
  })

  test('a unit that cannot reach the level is not counted, and named', () => {
    const governed = member('G', { kind: 'commune' }, { 'GOV-01': 'pass' })
    expect(target([...four, governed], '2023-01-01')).toMatchObject({
      denominator: { value: 4 },
      notApplicable: ['G'],
    })
  })

  test('only units with the flag are asked, where the target has one', () => {
    const own = member(
      'I',
      { kind: 'commune', profile: ['has_own_internet'] },
      { 'EXT-01': 'fail', 'GOV-01': 'pass' },
    )
    expect(target([...four, own], '2023-01-10', '2022-own-internet').denominator.units).toEqual(['I'])
  })
})

describe('tasks', () => {
  test.each<[string, ReturnType<typeof commune>[], string, string, number]>([
    ['all proven', [commune('1'), commune('2')], '2024-03-01', 'done', 0],
    ['some proven, before the day', [commune('1'), commune('2', failing)], '2023-12-31', 'on_time', 0],
    ['some proven, after the day', [commune('1'), commune('2', failing)], '2024-01-31', 'late', 31],
    ['some proven, the rest unknown', [commune('1'), commune('2', unseen)], '2024-01-31', 'late', 31],
    ['nothing begun', [commune('1', { ...failing, 'WAN-02': 'fail' })], '2023-06-01', 'not_due', 0],
    ['nothing known', [commune('1', unseen)], '2023-06-01', 'unknown', 0],
    ['nothing known, after the day', [commune('1', unseen)], '2024-01-31', 'unknown', 31],
    ['no unit', [], '2024-01-31', 'unknown', 31],
  ])('%s', (_, units, day, state, daysPastDue) => {
    expect(task(units, day)).toMatchObject({ state, daysPastDue })
  })

  test('the sentence has the numbers', () => {
    expect(task([commune('1'), commune('2', failing)], '2024-01-31').because).toEqual({
      vi: '1/2 đơn vị đã có minh chứng đạt, chậm 31 ngày',
      en: '1 of 2 units proven, 31 days late',
    })
  })

  test('a task that only a document proves is unknown until its day and late after it, and never done without', () => {
    const platform = [member('P', { kind: 'platform' }, { 'GOV-01': 'pass' })]
    expect(task(platform, '2023-12-31', '3.07')).toMatchObject({
      state: 'unknown',
      because: { vi: 'Chưa có minh chứng' },
    })
    expect(task(platform, '2024-01-05', '3.07')).toMatchObject({
      state: 'late',
      daysPastDue: 5,
      because: { vi: 'Chưa có văn bản nào, quá hạn 5 ngày' },
    })
  })

  test('a task without a day is never late', () => {
    const pilot = member('P', { kind: 'platform' }, { 'USE-03': 'partial' })
    expect(task([pilot], '2030-01-01', '4.01')).toMatchObject({ state: 'on_time', daysPastDue: 0 })
  })

  test('units to which none of its criteria apply are left out', () => {
    const units = [
      member('S1', { kind: 'department' }, { 'WEB-01': 'na', 'WEB-02': 'na', 'WEB-03': 'na' }),
      member('S2', { kind: 'department' }, { 'WEB-01': 'pass', 'WEB-02': 'pass', 'WEB-03': 'pass' }),
    ]
    expect(task(units, '2022-01-01', '2.05')).toMatchObject({
      state: 'done',
      denominator: { units: ['S2'] },
      notApplicable: ['S1'],
    })
  })
})

test('a stage sums its tasks by state and the weights of its criteria', () => {
  const units = [
    member(
      'P',
      { kind: 'platform' },
      { 'GOV-01': 'pass', 'GOV-02': 'partial', 'ADR-01': 'unknown', 'WEB-01': 'pass' },
    ),
    member('E', { kind: 'platform', validTo: '2021-06-01' }, { 'GOV-01': 'fail' }),
  ]
  const [first, second] = planProgress(plan, units, on('2022-01-10')).stages
  expect(first).toMatchObject({
    stage: { number: 1 },
    tasks: {
      done: ['1.01'],
      late: ['1.02'],
      unknown: ['1.03', '1.04', '1.05', '1.06'],
      on_time: [],
      not_due: [],
    },
    weight: { all: 7, known: 4, earned: 3.5 },
    share: 0.5,
    coverage: 4 / 7,
  })
  expect(second).toMatchObject({ weight: { all: 2, earned: 2 }, share: 1 })
})
