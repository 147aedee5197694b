import type { Verdict } from '../readiness/criterion.ts'
import type { Indicator, IndicatorId, ServiceReport, UnitReport } from './monthly-report.ts'
import { roundShare } from './round.ts'

type Measured = Pick<Indicator, 'value' | 'passed' | 'total' | 'unknown'>

/** National targets of the programme IPv6 For Gov (domain rules 1.2); for addresses and traffic none is published. */
const targets: Record<IndicatorId, Pick<Indicator, 'target2022' | 'target2025'>> = {
  plan: { target2022: 0.5, target2025: 1 },
  portals: { target2022: 0.5, target2025: 1 },
  resources: { target2022: null, target2025: null },
  traffic: { target2022: null, target2025: null },
}

/** Biểu 02: the four national indicators, as far as they can be measured for one province. */
export function reportIndicators(
  units: UnitReport[],
  services: ServiceReport[],
  before: Indicator[] | null,
): Indicator[] {
  const platform = units.filter(({ kind }) => kind === 'platform')
  const portals = services.filter(
    ({ unit, access }) => access !== 'na' && platform.some(({ code }) => code === unit),
  )
  const measured: Record<IndicatorId, Measured> = {
    plan: byCriteria(platform, ['GOV-01']),
    portals: byServices(portals),
    resources: byCriteria(platform, ['ADR-01', 'ADR-03']),
    // the share itself is no verdict: it comes with the traffic measurements of USE-01
    traffic: { value: null, passed: null, total: null, unknown: null },
  }
  return (Object.keys(measured) as IndicatorId[]).map((id) => ({
    id,
    ...measured[id],
    previousValue: before?.find((indicator) => indicator.id === id)?.value ?? null,
    ...targets[id],
  }))
}

/** 1 when every criterion passes, 0 when one is known not to, null while one is unknown. */
function byCriteria(platform: UnitReport[], ids: string[]): Measured {
  const verdicts = platform.flatMap((unit) => unit.verdicts.filter(({ id }) => ids.includes(id)))
  const known = verdicts.map(({ verdict }) => verdict)
  const value = known.length === 0 || known.includes('unknown') ? null : Number(known.every(isPass))
  return { value, passed: null, total: null, unknown: null }
}

/** Unknown services count as not on IPv6; where nothing at all is known there is no value. */
function byServices(services: ServiceReport[]): Measured {
  const verdicts = services.map(({ aaaa, access, content }) => [aaaa, access, content])
  const total = verdicts.length
  const passed = verdicts.filter((all) => all.every(isPass)).length
  const unknown = verdicts.filter((all) => all.includes('unknown') && !all.includes('fail')).length
  return { value: total === unknown ? null : roundShare(passed / total), passed, total, unknown }
}

function isPass(verdict: Verdict): boolean {
  return verdict === 'pass'
}
