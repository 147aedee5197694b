import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ReportDeps } from '../../src/jobs/build-report.ts'
import { correctReport, makeReport } from '../../src/jobs/monthly-report.ts'
import { makeDueFiles, makeReportFile } from '../../src/jobs/report-files.ts'
import { verifyEvidence } from '../../src/jobs/verify-evidence.ts'
import { isSound, verifyReport } from '../../src/jobs/verify-report.ts'
import { canonical, sha256 } from '../../src/report/canonical.ts'
import { defaultOffice } from '../../src/report/office.ts'
import { deflate, unpack } from '../../src/store/bytes.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { citationsIn, findEvidence, hashEvidence } from '../../src/store/evidence.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { addOffice } from '../../src/store/report-office.ts'
import { listReports } from '../../src/store/reports.ts'
import { plan } from './example.ts'
import { fillProvince, judging, midnight, portal } from './province.ts'

let db: Database
let deps: ReportDeps
let now = midnight('2022-03-20')

beforeAll(async () => {
  db = await openDatabase('sqlite::memory:')
  deps = { db, now: () => now, optionsAt: async () => judging, planAt: async () => plan }
  await fillProvince(db, { from: midnight('2021-12-16'), to: midnight('2022-03-18') })
  await makeReport(deps, '2022-Q1')
})
afterAll(() => db.destroy())

test.each(['2022-01', '2022-02', '2022-Q1'])('%s comes out of the stored evidence again', async (name) => {
  const verified = await verifyReport({ ...deps, optionsAt: async () => Promise.reject() }, name)
  expect(verified).toMatchObject({
    hash: true,
    rebuilt: true,
    firstDifference: null,
    chain: { broken: null },
  })
  expect(isSound(verified)).toBe(true)
})

test('the files of every report are made once, and again when the office has entered something', async () => {
  const first = await makeDueFiles(deps)
  expect(first.map(({ period }) => period).sort()).toEqual(['2022-01', '2022-02', '2022-03', '2022-Q1'])
  expect(await makeDueFiles(deps)).toEqual([])
  const entered = { office: { ...defaultOffice, number: '7' }, enteredAt: now, enteredBy: 'an' }
  expect(await addOffice(db, '2022-01', { edition: 1, ...entered })).toBe(true)
  expect(await addOffice(db, '2022-01', { edition: 1, ...entered })).toBe(false)
  expect((await makeDueFiles(deps)).map(({ period }) => period)).toContain('2022-01')
  const { files } = await verifyReport(deps, '2022-01')
  expect(files).toEqual({ same: 6, other: [] }) // CSV, JSON and XLSX of both editions
})

test('a correction is a new version that says what is different and why; both stay', async () => {
  const before = await makeReport(deps, '2022-02')
  expect(await correctReport(deps, '2022-02', 'no reason')).toMatchObject({ created: false, version: 1 })
  now = midnight('2022-03-21')
  // somebody enters late that the portal's host had another name
  await db.updateTable('unit').set({ name: 'Cổng tỉnh' }).where('code', '=', portal.code).execute()
  await saveInventory(db, { units: [], assets: [] }, now)
  const after = await correctReport(deps, '2022-02', 'Sửa tên đơn vị')
  expect(after).toMatchObject({ created: true, version: 2, state: 'frozen' })
  expect(after.report.replaces).toMatchObject({ version: 1, sha256: before.sha256, reason: 'Sửa tên đơn vị' })
  expect(after.report.replaces?.differences).toContainEqual({
    table: 'Biểu 03. Chi tiết đơn vị',
    row: expect.stringContaining(portal.code),
    column: expect.anything(),
    before: expect.anything(),
    after: expect.anything(),
  })
  expect((await makeReport(deps, '2022-02')).sha256).toBe(after.sha256)
  expect((await listReports(db)).filter(({ period }) => period === '2022-02')).toHaveLength(2)
  expect(isSound(await verifyReport(deps, '2022-02'))).toBe(true)
  // the first version is still itself, though today's store gives another one, and the quarter still names it
  const first = await verifyReport(deps, '2022-02', 1)
  expect(first).toMatchObject({ hash: true, rebuilt: false, chain: { broken: null } })
  expect(first.firstDifference?.path).toBe(`$.units[${portal.code}].name`)
})

test('what was changed behind our back is found and named', async () => {
  const stored = await db
    .selectFrom('report')
    .selectAll()
    .where('period', '=', '2022-01')
    .executeTakeFirstOrThrow()
  const forged = JSON.parse(stored.body)
  forged.units[0].level = 5
  const change = (body: string, hash: string) =>
    db.updateTable('report').set({ body, sha256: hash }).where('period', '=', '2022-01').execute()
  const text = canonical(forged)
  await change(text, stored.sha256)
  expect(await verifyReport(deps, '2022-01')).toMatchObject({ hash: false, rebuilt: null })
  await change(text, sha256(text)) // with the hash changed too, the evidence and the next report still tell
  const own = await verifyReport(deps, '2022-01')
  expect(own).toMatchObject({ hash: true, rebuilt: false })
  expect(own.firstDifference).toMatchObject({ path: expect.stringMatching(/^\$\.units\[.*\]\./) })
  expect((await verifyReport(deps, '2022-02')).chain.broken).toContain('2022-01')
  await change(stored.body.slice(0, -1), stored.sha256) // no JSON any more, which the report of each later period names
  for (const later of ['2022-02', '2022-03', '2022-Q1']) {
    const verified = await verifyReport(deps, later)
    expect(isSound(verified), later).toBe(false)
    expect(verified.chain.broken, later).toContain('2022-01')
  }
  await change(stored.body, stored.sha256)
  expect(isSound(await verifyReport(deps, '2022-02'))).toBe(true)
})

test('one flipped bit of an exchange that a report cites, or one that is gone, is named', async () => {
  const { evidence } = await verifyReport(deps, '2022-02')
  expect(evidence).toMatchObject({ unhashed: 0, changed: 0, missing: 0, first: [] })
  expect(evidence?.whole).toBe(evidence?.cited)
  const kept = await db.selectFrom('evidence').selectAll().execute()
  const cited = await db
    .selectFrom('report')
    .select('body')
    .where('period', '=', '2022-02')
    .where('version', '=', 2)
    .executeTakeFirst()
  const [one] = [...citationsIn(cited?.body ?? '')]
  if (one === undefined) throw new Error('it cites nothing')
  const row = kept.find((each) => each.check_id === one.checkId && each.first_due_at === one.firstDueAt)
  const where = db
    .updateTable('evidence')
    .where('check_id', '=', one.checkId)
    .where('first_due_at', '=', one.firstDueAt)
  const written = row?.body ?? Buffer.alloc(0)
  const states = new Set<string>()
  for (let bit = 8 * written.length - 1; bit >= 0; bit--) {
    const body = Buffer.from(written)
    body[bit >> 3] = (body[bit >> 3] ?? 0) ^ (1 << (bit & 7))
    await where.set({ body }).execute()
    const found = await findEvidence(db, one.checkId, one.firstDueAt)
    states.add(found?.state ?? 'missing')
    // a bit behind the end of what deflate reads changes nothing of what was written
    if (found?.state === 'whole') expect(found.evidence).toEqual(unpack(written))
  }
  expect([...states].sort()).toEqual(['changed', 'whole'])
  const flipped = await verifyReport(deps, '2022-02')
  expect(flipped.evidence?.first).toEqual([{ ...one, what: 'changed' }])
  expect(isSound(flipped)).toBe(false)
  await db
    .deleteFrom('evidence')
    .where('check_id', '=', one.checkId)
    .where('first_due_at', '=', one.firstDueAt)
    .execute()
  const gone = await verifyReport(deps, '2022-02')
  expect(gone.evidence?.first).toEqual([{ ...one, what: 'missing' }])
  expect(isSound(gone)).toBe(false)
  if (row === undefined) throw new Error('it was not kept')
  await db
    .insertInto('evidence')
    .values({ ...row, sha256: null })
    .execute()
  // a report of before hashes were kept has none either, and then nobody can tell
  expect(await verifyEvidence(db, cited?.body ?? '')).toMatchObject({ unhashed: 1, first: [] })
  const erased = await verifyReport(deps, '2022-02')
  expect(erased.evidence).toMatchObject({ unhashed: 0, first: [] }) // the report itself says what it was
  expect(erased.firstDifference).toMatchObject({ before: `"${row.sha256}"`, after: 'null' })
  // another exchange in its place, whole with a hash of its own
  const another = JSON.stringify({ exchanges: ['of another look'] })
  await where.set({ body: deflate(another), sha256: hashEvidence(another) }).execute()
  expect((await findEvidence(db, one.checkId, one.firstDueAt))?.state).toBe('whole')
  const swapped = await verifyReport(deps, '2022-02')
  expect(swapped.evidence?.first).toEqual([{ ...one, what: 'changed' }])
  expect(isSound(swapped)).toBe(false)
  await where.set({ body: row.body, sha256: row.sha256 }).execute()
  expect(isSound(await verifyReport(deps, '2022-02'))).toBe(true)
})

test('a report of other rules is not rebuilt, and says so', async () => {
  const stored = await db
    .selectFrom('report')
    .selectAll()
    .where('period', '=', '2022-03')
    .executeTakeFirstOrThrow()
  const old = { ...JSON.parse(stored.body), template: 'province-monthly-2' }
  const body = canonical(old)
  await db
    .updateTable('report')
    .set({ body, sha256: sha256(body), template: 'province-monthly-2' })
    .where('period', '=', '2022-03')
    .execute()
  const verified = await verifyReport(deps, '2022-03')
  expect(verified).toMatchObject({ hash: true, rebuilt: null })
  expect(verified.whyNot).toContain('province-monthly-2')
  const { bytes } = await makeReportFile(deps, { report: old, body, sha256: null }, 'docx')
  expect(bytes.length).toBeGreaterThan(1000) // and can still be printed
})

test('a period without a report is refused', async () => {
  await expect(verifyReport(deps, '2021-01')).rejects.toThrow(RangeError)
  await expect(correctReport(deps, '2021-01', 'x')).rejects.toThrow(RangeError)
})
