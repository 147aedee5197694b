import { expect, it } from 'vitest'
import { keepLineDays } from '../../src/jobs/keep-line-days.ts'
import type { Instant } from '../../src/model.ts'
import { openDatabase } from '../../src/store/database.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { listLineDays } from '../../src/store/line-days.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { notePace, paceAt } from '../../src/store/paces.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { exampleLine, lineChecksEvery, reachLook } from '../helpers/line.ts'
import { unit } from '../readiness/builders.ts'

const at = (minutes: number): Instant =>
  new Date(Date.parse('2022-06-14T17:00:00.000Z') + minutes * 60_000).toISOString()

it('ends a day where the pace changes, and keeps no day of a line that is no more', async () => {
  const db = await openDatabase('sqlite::memory:')
  const gone = { ...exampleLine, validTo: '2022-06-16' }
  await saveInventory(db, { units: [{ ...unit, code: 'U1' }], assets: [gone] }, at(0))
  await syncChecks(db, lineChecksEvery(300), at(0), { pace: 1 })
  await notePace(db, at(0), 1)
  await notePace(db, at(120), 60)
  const looks = [0, 5, 10, 115, 121, 122].map((minutes) => reachLook(at(minutes), [1, 1, 1], [1, 1, 1]))
  await recordLooks(db, looks, { pace: 1, kept: {} })
  let now = at(150)
  const deps = {
    db,
    now: () => now,
    optionsAt: async (asOf: Instant) => ({ pace: (await paceAt(db, asOf)) ?? 1 }),
  }
  const ends = async () =>
    ((await listLineDays(db, { from: at(0), until: at(100_000) })).get('L1') ?? []).map(({ to }) => to)
  while (await keepLineDays(deps, { lines: 10 }));
  // a day of 24 minutes at pace 60: 120 lies on its boundary
  expect(await ends()).toEqual([at(120), at(144)])
  now = at(10_000)
  while (await keepLineDays(deps, { lines: 10 }));
  expect((await ends()).at(-1)).toBe(at(1440))
  await db.destroy()
})
