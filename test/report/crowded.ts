import type { MonthlyReport } from '../../src/report/monthly-report.ts'
import { commune, plan, platform, readinessOf, reportOf, workedExample } from './example.ts'

/** A line of a long name, half of whose time nobody could look. */
const line = (code: string): NonNullable<MonthlyReport['lines']>[number] => ({
  unit: '30',
  code,
  provider: 'Tập đoàn Bưu chính Viễn thông Việt Nam',
  cirDownMbps: 200,
  cirUpMbps: 200,
  slaAvailabilityPct: 99.5,
  figures: {
    from: '2021-12-14T17:00:00.000Z',
    to: '2022-01-14T17:00:00.000Z',
    method: 'tt39-2',
    minutes: { up: 20_000, down: 123, degraded_v6: 40, maintenance: 60, void: 12_345, unmeasured: 6_789 },
    availabilityPct: 98.76,
    p95DownMbps: 178.5,
    p95UpMbps: 12.4,
    p95OfCir: 0.8925,
    trafficCoverage: 0.91,
    incidents: 7,
    mttrMinutes: 17.6,
    late: 1,
    ipv4: { rttP95Ms: 12.3, loss: 0.00123 },
    ipv6: null,
    ipv6Share: 0.12,
    ipv6ShareMark: 'exact',
    evidence: [],
  },
})

const incident = (id: string, code: string, changes: object = {}) => ({
  id,
  kind: 'line' as const,
  code,
  symptom: 'down' as const,
  severity: 'major' as const,
  unit: '30',
  provider: 'Tập đoàn Bưu chính Viễn thông Việt Nam',
  since: '2021-12-20T03:12:00.000Z',
  openedAt: '2021-12-20T03:13:00.000Z',
  restoredAt: '2021-12-20T04:02:00.000Z',
  abandoned: false,
  cause: 'carrier' as const,
  causeConfirmed: false,
  lines: [code],
  evidence: [],
  ...changes,
})

/** A province of which much is told and much is wrong: a unit with more lines and services than its page holds. */
export function crowded(): MonthlyReport {
  const name = 'Ban Quản lý các khu công nghiệp và Trung tâm Dữ liệu dùng chung của tỉnh Hải Dương'
  const unit = { ...platform, name }
  const all = { ...workedExample, 'WEB-01': 'fail', 'WEB-02': 'fail', 'WEB-03': 'unknown' } as const
  const report = reportOf('2022-01', [{ unit, readiness: readinessOf(unit, all) }], { plan })
  const reasons = ['na_not_approved', 'resolver_failed', 'no_credential', 'oid_not_supported'] as const
  return {
    ...report,
    units: report.units.map((one) => ({
      ...one,
      verdicts: one.verdicts.map((verdict, i) =>
        verdict.verdict === 'unknown' ? { ...verdict, reason: reasons[i % reasons.length] ?? null } : verdict,
      ),
    })),
    lines: ['tslcd-30-truc-chinh', 'tslcd-30-du-phong', 'tslcd-30-trung-tam-du-lieu'].map(line),
    services: Array.from({ length: 5 }, (_, i) => ({
      unit: '30',
      code: `web-${i}`,
      host: `cong-dich-vu-cong-truc-tuyen-${i}.khucongnghiep.haiduong.test`,
      critical: true,
      aaaa: 'pass',
      access: i === 0 ? 'pass' : 'fail',
      content: 'unknown',
      dnssec: 'fail',
      failure: i === 0 ? null : 'CONTENT_DIFF',
      daysPassed: 3,
      days: 31,
    })),
    incidents: [
      incident('0a1b2c3d4e5f', 'tslcd-30-truc-chinh'),
      incident('1a1b2c3d4e5f', 'tslcd-30-du-phong', {
        restoredAt: null,
        cause: 'power',
        causeConfirmed: true,
      }),
      incident('2a1b2c3d4e5f', 'tslcd-30-trung-tam-du-lieu', { symptom: 'ipv6_lost', cause: 'unknown' }),
    ],
  }
}

/** The same with sixty communes, whose tables go over many pages. */
export function full(): MonthlyReport {
  const { units, ...told } = crowded()
  const communes = Array.from({ length: 60 }, (_, i) => ({ ...commune, code: String(10_500 + i) }))
  const others = reportOf(
    '2022-01',
    communes.map((unit) => ({ unit, readiness: readinessOf(unit, workedExample) })),
    { plan },
  )
  return {
    ...others,
    ...told,
    units: [...units, ...others.units],
    groups: others.groups,
    targets: others.targets,
  }
}
