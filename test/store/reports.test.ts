import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sha256 } from '../../src/report/canonical.ts'
import type { Database } from '../../src/store/database.ts'
import { findFirstSeenAt, findReport, freezeReport, listReports } from '../../src/store/reports.ts'
import { databases } from '../helpers/databases.ts'

const report = (period: string, body: string, previousSha256: string | null = null) => ({
  period,
  unit: '30',
  template: 'province-monthly-1',
  frozenAt: '2022-01-14T17:10:00.000Z',
  sha256: sha256(body),
  previousSha256,
  body,
})

describe.each(databases)('on %s', (_, open) => {
  let db: Database
  beforeAll(async () => {
    db = await open()
  })
  afterAll(() => db.destroy())
  beforeEach(async () => {
    for (const table of ['report', 'observation', 'check'] as const) await db.deleteFrom(table).execute()
  })

  test('a report is frozen once: a second one finds the first untouched', async () => {
    const first = await freezeReport(db, report('2022-01', '{"text":"Hải Dương \\u0000"}'))
    expect(first).toMatchObject({
      created: true,
      report: { version: 1, body: '{"text":"Hải Dương \\u0000"}' },
    })
    const second = await freezeReport(db, {
      ...report('2022-01', '{}'),
      frozenAt: '2022-02-01T00:00:00.000Z',
    })
    expect(second).toEqual({ created: false, report: first.report })
    expect(await findReport(db, { period: '2022-01', template: 'province-monthly-1' })).toEqual(first.report)
    expect(sha256(first.report.body)).toBe(first.report.sha256)
  })

  test('of several that freeze at once one wins, and all return the same bytes', async () => {
    const results = await Promise.all(
      ['{"by":1}', '{"by":2}', '{"by":3}'].map((body) => freezeReport(db, report('2022-01', body))),
    )
    expect(results.filter(({ created }) => created)).toHaveLength(1)
    expect(new Set(results.map((result) => result.report.body)).size).toBe(1)
  })

  test('a list has the newest period first and no bodies', async () => {
    const december = report('2021-12', '{"m":12}')
    await freezeReport(db, december)
    await freezeReport(db, report('2022-01', '{"m":1}', december.sha256))
    const listed = await listReports(db, { template: 'province-monthly-1' })
    expect(listed.map(({ period, previousSha256 }) => [period, previousSha256])).toEqual([
      ['2022-01', december.sha256],
      ['2021-12', null],
    ])
    expect(listed[0]).not.toHaveProperty('body')
    expect(await listReports(db, { template: 'another' })).toEqual([])
    expect(await listReports(db, { unit: '31' })).toEqual([])
  })

  test('the newest version counts, of the unit asked for', async () => {
    await freezeReport(db, report('2022-01', '{"v":1}'))
    await freezeReport(db, { ...report('2022-01', '{"other":1}'), unit: '31' })
    await db
      .insertInto('report')
      .values({
        period: '2022-01',
        unit: '30',
        template: 'province-monthly-1',
        version: 2,
        frozen_at: '2022-02-01T00:00:00.000Z',
        sha256: sha256('{"v":2}'),
        previous_sha256: null,
        body: '{"v":2}',
      })
      .execute()
    const key = { period: '2022-01', template: 'province-monthly-1' }
    expect((await findReport(db, { ...key, unit: '30' }))?.body).toBe('{"v":2}')
    expect((await findReport(db, { ...key, unit: '31' }))?.body).toBe('{"other":1}')
    expect((await findReport(db, key))?.body).toBe('{"v":2}')
    expect(await findReport(db, { ...key, period: '2022-02' })).toBeUndefined()
    expect((await freezeReport(db, report('2022-01', '{"v":1}'))).report.version).toBe(2)
  })

  test('the first look at a unit is found; the prober looking at itself does not count', async () => {
    expect(await findFirstSeenAt(db)).toBeUndefined()
    await addObservation(db, 'prober~inside~prober-self-test', null, '2021-11-01T00:00:00.000Z')
    expect(await findFirstSeenAt(db)).toBeUndefined()
    await addObservation(db, 'service~W2~dns-address', '30', '2021-12-05T00:00:00.000Z')
    await addObservation(db, 'service~W1~dns-address', '30', '2021-12-01T00:00:00.000Z')
    expect(await findFirstSeenAt(db)).toBe('2021-12-01T00:00:00.000Z')
  })
})

async function addObservation(db: Database, id: string, unit: string | null, at: string): Promise<void> {
  await db
    .insertInto('check')
    .values({
      id,
      unit,
      asset_kind: 'service',
      asset_code: 'W1',
      probe: 'dns-address',
      settings: '{}',
      settings_since: '',
      vantage: 'inside',
      every_seconds: 1800,
      host: id,
      next_due_at: at,
      retired_at: null,
    })
    .execute()
  await db
    .insertInto('observation')
    .values({
      check_id: id,
      first_due_at: at,
      first_seen_at: at,
      last_due_at: at,
      last_seen_at: at,
      times_seen: 1,
      vantage: 'inside',
      probe_version: 1,
      error: null,
      message: null,
      facts: '{}',
    })
    .execute()
}
