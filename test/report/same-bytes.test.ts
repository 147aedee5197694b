import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sha256 } from '../../src/report/canonical.ts'
import { openDatabase } from '../../src/store/database.ts'
import { listReports } from '../../src/store/reports.ts'
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
  for (const { json, csv, frozen } of made) {
    expect(json.equals(made[0]?.json ?? Buffer.of())).toBe(true)
    expect(csv.equals(made[0]?.csv ?? Buffer.of())).toBe(true)
    expect(frozen).toMatchObject([
      { period: '2022-01', version: 1, sha256: sha256(json.toString()) },
      { period: '2021-12', version: 1 },
    ])
  }
  const report = JSON.parse(made[0]?.json.toString() ?? '')
  expect(report).toMatchObject({ state: 'final', services: [{ access: 'pass', daysPassed: 24 }] })
  expect(made[0]?.csv.subarray(0, 3)).toEqual(Buffer.of(0xef, 0xbb, 0xbf))
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
    ['json', 'csv'].map((format) =>
      runV6gov(['report', '2022-01', '--format', format, '--out', out], settings),
    ),
  )
  expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(runs.map(() => ({ code: 0, err: '' })))
  const db = await openDatabase(`sqlite:${file}`)
  const frozen = await listReports(db)
  await db.destroy()
  const read = (format: string) => readFileSync(path.join(out, `v6gov-2022-01.${format}`))
  return { json: read('json'), csv: read('csv'), frozen }
}
