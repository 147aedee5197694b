import type { Service } from '../model/inventory.ts'
import type { Verdict } from '../readiness/criterion.ts'
import type { DayTally } from './month-rule.ts'
import type { ServiceReport, UnitReport } from './monthly-report.ts'

/** Biểu 04: the web services of one unit, by code. */
export function reportServices(unit: UnitReport, services: Service[], tally: DayTally): ServiceReport[] {
  return services
    .filter(({ type }) => type === 'web')
    .map(({ code, host, critical }) => {
      const answers = ['WEB-01', 'WEB-02', 'WEB-03'].map((id) => answer(unit, id, code))
      const [aaaa, access, content] = answers.map(({ verdict }) => verdict)
      return {
        unit: unit.code,
        code,
        host,
        critical,
        aaaa: aaaa ?? 'unknown',
        access: access ?? 'unknown',
        content: content ?? 'unknown',
        dnssec: answer(unit, 'DNS-04', code).verdict,
        failure: answers.find(({ failure }) => failure !== null)?.failure ?? null,
        daysPassed: tally.servicePassed.get(code) ?? 0,
        days: tally.days,
      }
    })
    .sort(byCode)
}

/** What a criterion says about one service; where it does not apply to the unit, `na`. */
function answer(
  unit: UnitReport,
  id: string,
  code: string,
): Pick<ServiceReport, 'failure'> & { verdict: Verdict } {
  const criterion = unit.verdicts.find((verdict) => verdict.id === id)
  if (criterion?.verdict === 'na') return { verdict: 'na', failure: null }
  const asset = criterion?.assets.find((one) => one.kind === 'service' && one.code === code)
  return asset ?? { verdict: 'unknown', failure: null }
}

function byCode(left: { code: string }, right: { code: string }): number {
  return left.code < right.code ? -1 : Number(left.code > right.code)
}
