import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/report/canonical.ts'
import { monthlyTemplates } from '../../src/report/monthly-report.ts'
import { openDatabase } from '../../src/store/database.ts'
import { findReport, listReports } from '../../src/store/reports.ts'
import { runV6gov } from '../helpers/process-v6gov.ts'
import { fillProvince, midnight } from './province.ts'

/** Far west, ours, and far east of every reporting day, each with another language. */
const places = [
  { TZ: 'America/Los_Angeles', LANG: 'C', LC_ALL: 'C' },
  { TZ: 'Asia/Ho_Chi_Minh', LANG: 'vi_VN.UTF-8', LC_ALL: 'vi_VN.UTF-8' },
  { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
]

let directory: string
beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'v6gov-report-'))
  const db = await openDatabase(`sqlite:${directory}/province.db`)
  await fillProvince(db, {
    from: midnight('2021-12-12'),
    to: midnight('2022-01-20'),
    portalFrom: midnight('2021-12-22'),
  })
  await db.destroy() // and its log is folded into the file
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('two processes that freeze at once in three zones and languages give the same bytes everywhere', async () => {
  const made = await Promise.all(places.map(reportsMadeAt))
  for (const { docx, xlsx, body, frozen } of made) {
    expect(body).toBe(made[0]?.body)
    expect(docx.equals(made[0]?.docx ?? Buffer.of())).toBe(true)
    expect(xlsx.equals(made[0]?.xlsx ?? Buffer.of())).toBe(true)
    expect(frozen.map(({ period, version }) => [period, version])).toEqual([
      ['2022-01', 1],
      ['2021-Q4', 1],
      ['2021-12', 1],
      ['2021', 1],
    ])
    expect(frozen[0]?.sha256).toBe(sha256(body))
  }
  const report = JSON.parse(made[0]?.body ?? '')
  expect(report).toMatchObject({ state: 'final', services: [{ access: 'pass', daysPassed: 24 }] })
})

async function reportsMadeAt(place: (typeof places)[number]) {
  const file = path.join(directory, `${place.TZ.replace('/', '-')}.db`)
  copyFileSync(`${directory}/province.db`, file)
  const settings = {
    ...place,
    V6GOV_DATABASE_URL: `sqlite:${file}`,
    V6GOV_TREAT_DOCUMENTATION_AS_GLOBAL: '1',
    V6GOV_INSIDE_COUNTS_AS_OUTSIDE: '1',
  }
  const out = path.join(directory, place.TZ)
  const runs = await Promise.all(
    ['docx', 'xlsx'].map((format) =>
      runV6gov(['report', '2022-01', '--format', format, '--out', out], settings),
    ),
  )
  expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(runs.map(() => ({ code: 0, err: '' })))
  const db = await openDatabase(`sqlite:${file}`)
  const frozen = await listReports(db)
  const stored = await findReport(db, { period: '2022-01', template: monthlyTemplates })
  await db.destroy()
  const read = (format: string) => readFileSync(path.join(out, `v6gov-2022-01.${format}`))
  return { docx: read('docx'), xlsx: read('xlsx'), body: stored?.body ?? '', frozen }
}
