import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { readInventory } from '../../src/inventory/read.ts'
import { buildReport, type ReportDeps } from '../../src/jobs/build-report.ts'
import { freezeDue, makeReport } from '../../src/jobs/monthly-report.ts'
import { verifyReport } from '../../src/jobs/verify-report.ts'
import type { Unit } from '../../src/model/inventory.ts'
import { canonical, sha256 } from '../../src/report/canonical.ts'
import type { MonthlyReport } from '../../src/report/monthly-report.ts'
import { cutoffOf, periodOf } from '../../src/report/period.ts'
import type { Database } from '../../src/store/database.ts'
import { listUnits, loadInventory, saveInventory } from '../../src/store/inventory.ts'
import { listReports } from '../../src/store/reports.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { listUnitChanges } from '../../src/store/unit-changes.ts'
import { withdrawUnitChange } from '../../src/store/withdraw-unit-change.ts'
import { databases } from '../helpers/databases.ts'
import { service } from '../readiness/builders.ts'
import { plan } from './example.ts'
import { addInterval, fillProvince, judging, midnight, portal, ward } from './province.ts'

const tables = [
  'document',
  'report',
  'evidence',
  'observation',
  'check',
  'host',
  'asset',
  'unit',
  'unit_change',
  'unit_change_unit',
] as const

describe.each(databases)('on %s', (_, open) => {
  let db: Database
  let now: string
  let deps: ReportDeps
  beforeAll(async () => {
    db = await open()
    deps = { db, now: () => now, optionsAt: async () => judging, planAt: async () => plan }
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    for (const table of tables) await db.deleteFrom(table).execute()
    now = '2022-01-14T17:10:00.000Z'
  })

  /** The portal has IPv6 from a day on; looked at from 12 December 2021 to 20 January 2022. */
  const province = (portalFrom = '2021-12-12', units?: Unit[]) =>
    fillProvince(
      db,
      { from: midnight('2021-12-12'), to: midnight('2022-01-20'), portalFrom: midnight(portalFrom) },
      units,
    )

  test('a month from observations to figures, by hand', async () => {
    await province()
    const { report, state } = await makeReport(deps, '2022-01')
    expect(state).toBe('frozen')
    // platform with a public domain only: 10 governance + 5 addressing + 9 web + 3 security + 2 usage = 29, WEB-01..03 = 7
    expect(unitOf(report, portal.code)).toMatchObject({
      score: 24.1,
      scoreMax: 100,
      coverage: 0.2414,
      weight: { all: 29, known: 7, earned: 7 },
    })
    // commune with a LAN only: 10 + 5 + 7 LAN + 4 security = 26, of which LAN-04 = 1 is measured
    expect(unitOf(report, ward.code)).toMatchObject({
      score: 3.8,
      weight: { all: 26, known: 1, earned: 1 },
    })
    expect(report.services).toMatchObject([
      { host: 'www.haiduong.test', access: 'pass', daysPassed: 31, days: 31 },
    ])
    expect(report.tasks).toMatchObject([{ code: '3.02', units: 0, state: 'unknown' }]) // no unit has a leased line
    expect(report.indicators[1]).toMatchObject({ id: 'portals', value: 1, passed: 1, total: 1 })
    expect(verdictOf(report, portal.code, 'WEB-02')?.assets[0]?.evidence).toEqual([
      { checkId: 'service~W1~web-dual-stack', firstDueAt: midnight('2021-12-12') },
    ])
  })

  test.each([
    // 25 days are 21 December to 14 January; a pass needs a second look, so the day counts by its end
    { portalFrom: '2021-12-21', days: 25, verdict: 'pass', earned: 7 },
    { portalFrom: '2021-12-22', days: 24, verdict: 'partial', earned: 3.5 },
  ])('IPv6 from $portalFrom on makes $days days: $verdict', async ({ portalFrom, days, verdict, earned }) => {
    await province(portalFrom)
    const { report } = await makeReport(deps, '2022-01')
    expect(verdictOf(report, portal.code, 'WEB-02')).toMatchObject({ verdict, daysPassed: days })
    expect(unitOf(report, portal.code).weight.earned).toBe(earned)
    expect(report.services[0]).toMatchObject({ access: 'pass', daysPassed: days })
  })

  test('each unit takes the same few statements, however many units and days there are', async () => {
    const statementsFor = async (wards: number, name: string) => {
      for (const table of tables) await db.deleteFrom(table).execute()
      const others = Array.from({ length: wards }, (_, i) => ({ ...ward, code: `W${i}` }))
      await province('2021-12-12', [portal, ward, ...others])
      let statements = 0
      const counting = db.withPlugin({
        transformQuery: ({ node }) => {
          statements += 1
          return node
        },
        transformResult: async ({ result }) => result,
      })
      const period = periodOf(name)
      await buildReport({ ...deps, db: counting }, period, { cutoffAt: cutoffOf(period), previous: null })
      return statements
    }
    const of = (await statementsFor(5, '2022-01')) - (await statementsFor(0, '2022-01'))
    expect(of % 5).toBe(0)
    expect(of / 5).toBeLessThanOrEqual(16)
    expect(await statementsFor(0, '2022-02')).toBe(await statementsFor(0, '2022-01'))
  })

  test('running it again gives the same bytes, whatever is seen or changed later', async () => {
    await province()
    const first = await makeReport(deps, '2022-01')
    expect(first).toMatchObject({ created: true, state: 'frozen' })
    expect(sha256(first.body)).toBe(first.sha256)
    expect(canonical(first.report)).toBe(first.body)
    now = '2022-03-01T00:00:00.000Z'
    await addInterval(db, 'service~W1~dns-address', midnight('2022-01-05'), midnight('2022-01-06'), {})
    await saveInventory(
      db,
      { units: [{ ...portal, name: 'Tên khác', validTo: '2022-01-01' }], assets: [] },
      now,
    )
    const second = await makeReport(deps, '2022-01')
    expect(second).toEqual({ ...first, created: false })
  })

  test('built late it is what it would have been at the cut-off', async () => {
    await fillProvince(db, { from: midnight('2021-12-12'), to: '2022-01-14T16:30:00.000Z' })
    const onTime = await makeReport(deps, '2022-01')
    for (const table of tables) await db.deleteFrom(table).execute()
    await fillProvince(db, { from: midnight('2021-12-12'), to: '2022-02-10T16:30:00.000Z' })
    now = '2022-02-20T00:00:00.000Z'
    expect((await makeReport(deps, '2022-01')).sha256).toBe(onTime.sha256)
  })

  test('a period still open gives a draft as of now, which is not kept', async () => {
    await province()
    now = '2022-01-10T03:00:00.000Z'
    const draft = await makeReport(deps, '2022-01')
    expect(draft).toMatchObject({ state: 'draft', created: false, report: { state: 'draft', cutoffAt: now } })
    expect(unitOf(draft.report, portal.code).days).toBe(27)
    expect(await listReports(db)).toEqual([])
    now = '2022-01-14T17:00:00.000Z'
    expect(await makeReport(deps, '2022-01')).toMatchObject({ state: 'frozen', report: { state: 'final' } })
    // with December's, from 12 to 14 December, and the quarter's and the year's that close with it
    expect(await listReports(db, {})).toHaveLength(4)
  })

  test.each(['2022-03', '2023-01'])('%s has not begun', async (name) => {
    await province()
    await expect(makeReport(deps, name).then(({ state }) => state)).rejects.toThrow(RangeError)
  })

  test.each(['2022-13', 'January', '../2022-01', ''])('%j is no period', async (name) => {
    await expect(makeReport(deps, name)).rejects.toThrow(RangeError)
  })

  test('units that ended by the cut-off are out, those that began are in and counted from their first day', async () => {
    const of = (code: string, change: Partial<Unit>): Unit => ({ ...ward, code, ...change })
    await province('2021-12-12', [
      portal,
      ward,
      of('ended before', { validTo: '2021-12-01' }),
      of('ended on the 14th', { validTo: '2022-01-14' }),
      of('ends on the 15th', { validTo: '2022-01-15' }),
      of('began on the 14th', { validFrom: '2022-01-14' }),
      of('began on the 5th', { validFrom: '2022-01-05' }),
      of('begins on the 15th', { validFrom: '2022-01-15' }),
    ])
    const { report } = await makeReport(deps, '2022-01')
    expect(report.units.map(({ code, days }) => [code, days])).toEqual([
      [ward.code, 31],
      [portal.code, 31],
      ['began on the 14th', 1],
      ['began on the 5th', 10],
      ['ends on the 15th', 31],
    ])
  })

  test('the scheduler catches up on every closed period since the first look, once, in order, as a chain', async () => {
    await province()
    now = '2022-04-01T00:00:00.000Z'
    const frozen = await freezeDue(deps)
    expect(frozen.map(({ period }) => period)).toEqual([
      ...['2021-12', '2021-Q4', '2021'],
      ...['2022-01', '2022-02', '2022-03', '2022-Q1'],
    ])
    expect(await freezeDue(deps)).toEqual([])
    const hashes = new Map(frozen.map(({ period, sha256: hash }) => [period, hash]))
    const links = new Map((await listReports(db)).map((one) => [one.period, one.previousSha256]))
    expect(Object.fromEntries(links)).toEqual({
      '2021-12': null,
      '2021-Q4': null,
      '2021': null,
      '2022-01': hashes.get('2021-12'),
      '2022-02': hashes.get('2022-01'),
      '2022-03': hashes.get('2022-02'),
      '2022-Q1': hashes.get('2021-Q4'),
    })
    const quarter = await makeReport(deps, '2022-Q1')
    expect(quarter.report.months).toEqual(
      ['2022-01', '2022-02', '2022-03'].map((period) => ({ period, sha256: hashes.get(period) })),
    )
    const sum = (await Promise.all(['2022-01', '2022-02', '2022-03'].map((name) => makeReport(deps, name))))
      .map(({ report }) => verdictOf(report, portal.code, 'WEB-02')?.daysPassed ?? 0)
      .reduce((all, one) => all + one)
    expect(verdictOf(quarter.report, portal.code, 'WEB-02')?.daysPassed).toBe(sum)
    expect(unitOf(quarter.report, portal.code).days).toBe(90)
    const made = await makeReport(deps, '2022-03')
    expect(made.report.previous).toMatchObject({ period: '2022-02', sha256: hashes.get('2022-02') })
    // last looked at on 20 January: by March nothing counts any more, and it says since when
    expect(verdictOf(made.report, portal.code, 'WEB-02')).toMatchObject({
      verdict: 'unknown',
      reason: 'stale',
      unknownSince: '2022-01-22', // 48 hours later
    })
  })

  test('asking for a later period first freezes the ones before it', async () => {
    await province()
    now = '2022-03-01T00:00:00.000Z'
    await makeReport(deps, '2022-02')
    expect((await listReports(db)).map(({ period }) => period)).toEqual([
      ...['2022-02', '2022-01', '2021-Q4', '2021-12', '2021'],
    ])
  })

  test('another cut-off day makes another period', async () => {
    await province()
    now = '2022-01-31T17:00:00.000Z'
    const { report } = await makeReport({ ...deps, cutoffDay: 31 }, '2022-01')
    expect(report.period).toMatchObject({
      from: midnight('2022-01-01'),
      to: midnight('2022-02-01'),
      days: 31,
      cutoffDay: 31,
    })
  })

  test('each day is judged by the assets of that day', async () => {
    await province()
    await saveInventory(
      db,
      { units: [], assets: [service('W2', { unit: portal.code, host: 'new.haiduong.test' })] },
      midnight('2022-01-01'),
    )
    const { report } = await makeReport(deps, '2022-01')
    // 15 to 31 December; from then on half of the sites is unknown
    expect(verdictOf(report, portal.code, 'WEB-02')).toMatchObject({
      verdict: 'unknown',
      daysPassed: 17,
      unknownSince: '2022-01-01',
    })
    expect(report.services.map(({ code }) => code)).toEqual(['W1', 'W2'])
  })

  test('an asset that ends counts until its day, and no more at the cut-off', async () => {
    await province()
    const ended = { validTo: '2022-01-10' }
    await saveInventory(
      db,
      { units: [], assets: [service('W1', { unit: portal.code, host: 'www.haiduong.test', ...ended })] },
      midnight('2022-01-12'),
    )
    await syncChecks(db, [], midnight('2022-01-12'), { pace: 1 })
    const { report } = await makeReport(deps, '2022-01')
    expect(verdictOf(report, portal.code, 'WEB-02')).toMatchObject({
      verdict: 'unknown',
      daysPassed: 26, // 15 December to 9 January
      unknownSince: '2022-01-10',
    })
    expect(report.services).toEqual([])
  })

  test('units merge: the report before keeps its tree, the next one has the new unit and says which ended', async () => {
    const old = ['11', '12'].map((code): Unit => ({ ...ward, code, name: `Xã ${code}` }))
    await province('2021-12-12', [portal, ward, ...old])
    const first = await makeReport(deps, '2022-01')
    now = '2022-03-01T00:00:00.000Z'
    const merge = `code,day,kind,from,to,name_before,name,document_no,document_date,note
m1,2022-02-01,merge,11|12,13,,,1/NQ-HĐND,2021-12-10,
r1,2022-02-01,rename,${ward.code},,${ward.name},Tên mới,1/NQ-HĐND,2021-12-10,`
    const unit = `code,name,kind,type,parent,valid_from,valid_to,contact_name,contact_email,profile
13,Xã Mười Ba,commune,xa,${portal.code},,,,,has_lan`
    const { problems, changes } = readInventory(
      [
        { name: 'unit_changes.csv', bytes: Buffer.from(merge) },
        { name: 'units.csv', bytes: Buffer.from(unit) },
      ],
      await loadInventory(db),
    )
    expect(problems).toEqual([])
    await saveInventory(db, changes, now)
    expect(await makeReport(deps, '2022-01')).toEqual({ ...first, created: false })
    expect(first.report.units.map(({ code }) => code).sort()).toEqual(
      [ward.code, portal.code, '11', '12'].sort(),
    )
    const { report } = await makeReport(deps, '2022-02')
    expect(report.units.map(({ code, name, days }) => [code, name, days])).toEqual(
      [
        ['13', 'Xã Mười Ba', 14],
        [ward.code, 'Tên mới', 31],
        [portal.code, portal.name, 31],
      ].sort(),
    )
    expect(unitOf(report, '13')).toMatchObject({ comparison: 'new', validFrom: '2022-02-01' })
    expect(report.groups.find(({ kind }) => kind === 'commune')).toMatchObject({
      newUnits: ['13'],
      endedUnits: ['11', '12'],
    })
    expect(await makeReport({ ...deps, now: () => '2022-02-10T00:00:00.000Z' }, '2022-01')).toMatchObject({
      body: first.body,
    })
    // it was a mistake: days are told anew, and what is frozen is not
    const frozen = await makeReport(deps, '2022-02')
    const [mistake] = await listUnitChanges(db, { unit: '13' })
    if (mistake === undefined) throw new Error('it was saved')
    const withdrawal = { at: now, by: 'lan', why: 'nhập nhầm', never: ['13'] }
    expect(await withdrawUnitChange(db, mistake, withdrawal)).toEqual([])
    expect((await listUnits(db, { asOf: midnight('2022-02-10') })).map(({ code }) => code)).toEqual(
      [ward.code, portal.code, '11', '12'].sort(),
    )
    expect(await makeReport(deps, '2022-02')).toEqual({ ...frozen, created: false })
    const { hash, chain, firstDifference } = await verifyReport(deps, '2022-02')
    expect({ hash, chain: chain.broken, at: firstDifference?.path }).toEqual({
      hash: true,
      chain: null,
      at: expect.stringContaining('groups'),
    })
  })

  test('nothing observed: nothing is due, and a report asked for says that nothing is known', async () => {
    await saveInventory(db, { units: [portal, ward], assets: [] }, now)
    expect(await freezeDue(deps)).toEqual([])
    const { report } = await makeReport(deps, '2022-01')
    expect(report.units.map(({ score, coverage }) => [score, coverage])).toEqual([
      [0, 0],
      [0, 0],
    ])
    expect(report.units.flatMap(({ counts }) => counts.pass)).toEqual([0, 0])
  })
})

function unitOf(report: MonthlyReport, code: string) {
  const unit = report.units.find((one) => one.code === code)
  if (unit === undefined) throw new Error(`no unit ${code}`)
  return unit
}

function verdictOf(report: MonthlyReport, code: string, id: string) {
  return unitOf(report, code).verdicts.find((verdict) => verdict.id === id)
}
