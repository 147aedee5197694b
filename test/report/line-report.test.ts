import { describe, expect, test } from 'vitest'
import { freezeDue, makeReport } from '../../src/jobs/monthly-report.ts'
import type { LineFigures } from '../../src/operations/line-figures.ts'
import { writeReportCsv } from '../../src/report/csv.ts'
import { reportLines } from '../../src/report/line-report.ts'
import type { IncidentReport } from '../../src/report/monthly-report.ts'
import { fillTable } from '../../src/report/tables.ts'
import { openDatabase } from '../../src/store/database.ts'
import { saveInventory } from '../../src/store/inventory.ts'
import { recordLooks } from '../../src/store/looks.ts'
import { freezeReport, listReports } from '../../src/store/reports.ts'
import { syncChecks } from '../../src/store/turns.ts'
import { addIncident, exampleIncident } from '../helpers/incident.ts'
import { counterLook, exampleLine, lineChecksEvery, reachLook } from '../helpers/line.ts'
import { platform, reportOf } from './example.ts'
import { judging, midnight } from './province.ts'

const reach = { checkId: 'line~L1~reach-ping', firstDueAt: '2022-01-03T01:00:00.000Z' }

const figures: LineFigures = {
  line: 'L1',
  from: '2021-12-14T17:00:00.000Z',
  to: '2022-01-14T17:00:00.000Z',
  method: 'v6gov-1',
  minutes: { up: 44_000, degraded_v6: 300, down: 200, maintenance: 60, void: 50, unmeasured: 30 },
  availability: 44_300 / 44_500, // 99.5505…
  coverage: 44_500 / 44_580,
  incidents: [{ from: reach.firstDueAt, to: null, minutes: 200, late: false, opened: reach }],
  mttrMinutes: 200,
  mtbfMinutes: 44_300,
  late: 0,
  traffic: {
    down: { meanMbps: 10, maxMbps: 49, p95Mbps: 40.26, p95OfCir: 0.8052, coverage: 0.99 },
    up: { meanMbps: 1, maxMbps: 9, p95Mbps: 5, p95OfCir: 0.1, coverage: 0.98 },
  },
  errors: { ratio: 0, errors: 0, packets: 1, discards: 0, coverage: 1 },
  delay: {
    ipv4: { rttP95Ms: 12.34, rttMeanMs: 9, jitterMs: 1, loss: 0.0004321, sent: 10, lost: 0, coverage: 1 },
    ipv6: null,
  },
  ipv6: { share: { share: 0.123456, source: 'interface_and_link', mark: 'estimate' }, coverage: 1 },
  reachEvidence: [reach],
  countEvidence: [],
}

const fallen: IncidentReport = {
  ...{
    id: 'i',
    kind: 'provider',
    code: 'VNPT',
    symptom: 'down',
    severity: 'critical',
    unit: null,
    provider: 'VNPT',
  },
  ...{ since: reach.firstDueAt, openedAt: reach.firstDueAt, restoredAt: null, abandoned: false },
  ...{ cause: 'unknown', causeConfirmed: false, lines: ['L1'], evidence: [] },
}

test('Biểu 06 has the leased lines with their contracts and figures, and Internet lines not', () => {
  const lines = reportLines(
    [{ ...exampleLine, code: 'L2' }, exampleLine, { ...exampleLine, code: 'I1', level: 'internet' }],
    new Map([['L1', figures]]),
  )
  const report = reportOf('2022-01', [], { lines, incidents: [fallen] })
  const { title, rows } = fillTable(report, '06', 'vi')
  expect(title).toBe('Biểu 06. Đường truyền số liệu chuyên dùng')
  const measured = [40.3, 5, 0.8052, 0.98, 99.55]
  const rest = ['v6gov-1', 200, 60, 80, 300, 1, 1, 200, 0, 0.000432, 12.3, null, null, 0.1235, 'ước lượng']
  const unmeasured = rest.map((_, i) => (i === 6 ? 0 : null)) // incidents are on record without a measurement
  expect(rows).toEqual([
    ['U1', 'U1', 'L1', 'VNPT', 50, 50, ...measured, 99.5, ...rest],
    ['U1', 'U1', 'L2', 'VNPT', 50, 50, ...measured.map(() => null), 99.5, ...unmeasured],
  ])
  expect(writeReportCsv(report, { table: '06' })).toContain(',U1,U1,L1,VNPT,50,50,40.3,5,0.8052,')
  expect(report.lines?.[0]?.figures?.evidence).toEqual([reach, reach])
})

describe('in the store', () => {
  const quarter = 900_000
  const from = Date.parse(midnight('2022-01-13'))

  test('a report that is made at the first moment has the last day too, and the same bytes later', {
    timeout: 30_000,
  }, async () => {
    const db = await openDatabase('sqlite::memory:')
    const units = [{ ...platform, code: 'U1' }]
    await saveInventory(db, { units, assets: [exampleLine] }, midnight('2022-01-01'))
    await syncChecks(db, lineChecksEvery(900), midnight('2022-01-13'), { pace: 1 })
    const looks = Array.from({ length: 192 }, (_, look) => {
      const at = new Date(from + look * quarter).toISOString()
      const octets = BigInt(look) * 1_125_000_000n // 10 Mb/s
      return [reachLook(at, [1, 2, 3], []), counterLook(at, look * 900, { inOctets: octets, outOctets: 0n })]
    })
    await recordLooks(db, looks.flat(), { pace: 1, kept: {} })
    await addIncident(db, {
      ...exampleIncident({ since: midnight('2022-01-14'), openedAt: midnight('2022-01-14') }),
    })
    let now = midnight('2022-01-15')
    const deps = { db, now: () => now, optionsAt: async () => judging }
    // a month that was frozen before there were lines in reports stays as it is
    const old = {
      period: '2021-12',
      template: 'province-monthly-1',
      unit: 'U1',
      frozenAt: now,
      previousSha256: null,
    }
    const { report: before } = await freezeReport(db, {
      ...old,
      sha256: 'x',
      body: JSON.stringify(reportOf('2021-12', [])),
    })
    const { report, sha256, state } = await makeReport(deps, '2022-01')
    expect(state).toBe('frozen')
    expect(report.previous?.sha256).toBe('x')
    expect(report.lines).toMatchObject([
      {
        code: 'L1',
        figures: {
          to: midnight('2022-01-15'),
          minutes: { degraded_v6: 2880, unmeasured: 0 },
          availabilityPct: 100,
          p95DownMbps: 10,
        },
      },
    ])
    expect(report.incidents).toMatchObject([{ code: 'L1', restoredAt: null, lines: ['L1'] }])
    now = midnight('2022-02-01')
    await db.updateTable('incident').set({ restored_at: now, closed_at: now }).execute()
    expect(await freezeDue(deps)).toEqual([])
    expect((await listReports(db)).map(({ period, template }) => [period, template])).toEqual([
      ['2022-01', 'province-4'],
      ['2021-12', before.template],
    ])
    await db.deleteFrom('report').where('period', '=', '2022-01').execute()
    expect((await makeReport(deps, '2022-01')).sha256).toBe(sha256)
    await db.destroy()
  })
})
