import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { keepEvidence } from '../../src/jobs/keep-evidence.ts'
import { canonical, sha256 } from '../../src/report/canonical.ts'
import type { Database } from '../../src/store/database.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { freezeReport } from '../../src/store/reports.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { databases } from '../helpers/databases.ts'
import { exampleCheck, exampleLook } from '../helpers/example.ts'

const day = (number: number) => new Date(Date.UTC(2022, 0, number)).toISOString()

describe.each(databases)('old exchanges on %s', (_, open) => {
  let db: Database
  beforeEach(async () => {
    db = await open()
  })
  afterEach(() => db.destroy())

  test('go, but for those that a frozen report cites and those of what is seen still; what was seen stays', async () => {
    const check = exampleCheck({ id: 'service~W"1\\~dns-address' })
    await syncChecks(db, [check], day(1), { pace: 1 })
    const looks = [1, 2, 3, 4].map((number) =>
      exampleLook(day(number), { checkId: check.id, result: { ok: true, facts: { number } } }),
    )
    await recordLooks(db, looks, { pace: 1 })
    const cited = { evidence: [{ checkId: check.id, firstDueAt: day(2) }] }
    await freezeReport(db, {
      period: '2022-01',
      unit: 'HM',
      template: 'province-3',
      frozenAt: day(20),
      sha256: sha256(canonical(cited)),
      previousSha256: null,
      body: canonical(cited),
    })
    const left = async () =>
      (await db.selectFrom('evidence').select('first_due_at').orderBy('first_due_at').execute()).map(
        ({ first_due_at }) => first_due_at,
      )
    expect(await keepEvidence({ db, now: () => day(103) }, 100)).toBe(1)
    expect(await left()).toEqual([day(2), day(3), day(4)])
    expect(await keepEvidence({ db, now: () => day(104) }, 100)).toBe(1)
    expect(await keepEvidence({ db, now: () => day(104) }, 100)).toBe(0)
    expect(await left()).toEqual([day(2), day(4)])
    expect(await db.selectFrom('observation').selectAll().execute()).toHaveLength(4)
  })
})
