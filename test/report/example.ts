import type { Service, Unit } from '../../src/model/inventory.ts'
import type { Day } from '../../src/model.ts'
import type { AssetVerdict, CriterionVerdict, Readiness } from '../../src/readiness/assessment.ts'
import { catalogueVersion, criteria } from '../../src/readiness/catalogue.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import type { Plan } from '../../src/readiness/plan.ts'
import { score } from '../../src/readiness/score.ts'
import { canonical, sha256 } from '../../src/report/canonical.ts'
import { type DayTally, tallyDays } from '../../src/report/month-rule.ts'
import { buildMonthly, type MonthlyInput, reportMonth } from '../../src/report/monthly.ts'
import type { MonthlyReport } from '../../src/report/monthly-report.ts'
import { cutoffOf, daysOf, periodOf } from '../../src/report/period.ts'

export const commune: Unit = {
  code: '10507',
  name: 'Phường Cẩm Thượng',
  kind: 'commune',
  type: 'phuong',
  parent: '288',
  validFrom: null,
  validTo: null,
  contactName: '',
  contactEmail: '',
  profile: null,
}

export const platform: Unit = {
  ...commune,
  code: '30',
  name: 'Tỉnh Hải Dương',
  kind: 'platform',
  parent: null,
}

/** The worked example of the domain rules 2.6: R 60.0, R_max 80.0, coverage 80 %, level 0. */
export const workedExample: Record<string, Verdict> = {
  'GOV-01': 'pass',
  'GOV-02': 'pass',
  'GOV-03': 'partial',
  'GOV-04': 'pass',
  'GOV-05': 'unknown',
  'ADR-01': 'pass',
  'ADR-02': 'pass',
  'WAN-01': 'pass',
  'WAN-02': 'fail',
  'WAN-03': 'unknown',
  'LAN-01': 'pass',
  'LAN-02': 'partial',
  'LAN-03': 'pass',
  'LAN-04': 'fail',
  'SEC-02': 'pass',
  'SEC-03': 'unknown',
  'SEC-04': 'unknown',
  'USE-01': 'unknown',
}

const text = (vi: string, en: string) => ({ vi, en })

/** One task and one target, both about the leased lines of communes. */
export const plan: Plan = {
  code: 'example',
  name: text('Kế hoạch mẫu', 'Example plan'),
  number: '12/KH-UBND',
  date: '2021-06-01',
  from: '2021-01-01',
  to: '2023-12-31',
  sample: true,
  line: 'step',
  stages: [{ number: 3, name: text('Chuyển đổi', 'Conversion'), from: '2021-01-01', to: '2022-12-31' }],
  tasks: [
    {
      code: '3.02',
      stage: 3,
      name: text('TSLCD cấp II IPv6 tới xã', 'IPv6 on the leased lines of communes'),
      deliverable: text('cấu hình', 'configuration'),
      lead: text('Sở TTTT', 'DIC'),
      due: '2021-12-31',
      accepts: text('SNMP', 'SNMP'),
      criteria: ['WAN-01'],
      unitKinds: ['commune'],
      flag: null,
    },
  ],
  targets: [
    {
      id: 'wan-2022',
      name: text('75% xã có TSLCD IPv6', '75 % of communes have IPv6 on the leased line'),
      date: '2022-06-30',
      measure: { criteria: ['WAN-01'] },
      share: 0.75,
      unitKinds: ['commune'],
      flag: null,
    },
  ],
}

/** A readiness with these verdicts; every other criterion of the catalogue does not apply. */
export function readinessOf(
  unit: Unit,
  given: Record<string, Verdict>,
  assets: Record<string, AssetVerdict[]> = {},
): Readiness {
  const verdicts = criteria.map(({ id }): CriterionVerdict => {
    const verdict = given[id] ?? 'na'
    return {
      id,
      verdict,
      reason: verdict === 'unknown' ? 'no_evidence' : null,
      because: { vi: `${id} ${verdict}`, en: `${id} ${verdict}` },
      assets: assets[id] ?? [],
    }
  })
  return {
    unit: unit.code,
    asOf: '2022-01-14T16:59:59.999Z',
    catalogue: catalogueVersion,
    verdicts,
    broken: [],
    ...score(verdicts),
  }
}

export function assetVerdict(
  code: string,
  verdict: AssetVerdict['verdict'],
  changes: Partial<AssetVerdict> = {},
): AssetVerdict {
  return {
    asset: { kind: 'service', code, label: `${code}.test` },
    verdict,
    reason: null,
    because: { vi: '', en: '' },
    failure: null,
    critical: false,
    evidence: [],
    pending: null,
    ...changes,
  }
}

/** The same readiness on every day. */
function everyDay(readiness: Readiness, days: Day[]): DayTally {
  return tallyDays(days.map((day) => ({ day, readiness })))
}

export const options = { treatDocumentationAsGlobal: false, insideCountsAsOutside: false, pace: 1 }

/** A report of a month in which these units looked the same every day, unless a part is changed. */
export function reportOf(
  name: string,
  units: {
    unit: Unit
    readiness: Readiness
    tally?: DayTally
    services?: Service[]
  }[],
  changes: Partial<MonthlyInput> = {},
): MonthlyReport {
  const period = periodOf(name)
  const days = daysOf(period)
  return buildMonthly({
    period,
    cutoffDay: 14,
    cutoffAt: cutoffOf(period),
    months: units.map(({ unit, readiness, tally = everyDay(readiness, days), services = [] }) =>
      reportMonth({ unit, readiness, tally, services, operations: null }, changes.previous ?? null),
    ),
    judging: days.map((day) => ({ day, options })),
    previous: null,
    plan: null,
    documents: [],
    lines: [],
    internetLines: [],
    incidents: [],
    hotspots: [],
    vantages: ['inside'],
    ...changes,
  })
}

/** A report as the one after it knows it. */
export function previousOf(report: MonthlyReport): NonNullable<MonthlyInput['previous']> {
  return { report, sha256: sha256(canonical(report)) }
}
