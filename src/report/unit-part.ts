import type { MonthlyReport } from './monthly-report.ts'

/**
 * What the province's report says of one unit, in the same shape: its tables have that unit's rows alone, and those about
 * the province none. undefined for a unit that the report has not.
 */
export function unitPart(report: MonthlyReport, code: string): MonthlyReport | undefined {
  const units = report.units.filter((unit) => unit.code === code)
  if (units.length === 0) return undefined
  const own = <Row extends { unit: string }>(rows: Row[]) => rows.filter(({ unit }) => unit === code)
  const { lines, addresses, hotspots, antimalware, projects, exceptions } = report
  return {
    ...report,
    units,
    groups: [],
    indicators: [],
    targets: [],
    tasks: [],
    services: own(report.services),
    ...(lines && { lines: own(lines) }),
    ...(addresses && { addresses: own(addresses) }),
    ...(hotspots && { hotspots: own(hotspots) }),
    ...(antimalware && { antimalware: own(antimalware) }),
    ...(projects && { projects: own(projects) }),
    ...(exceptions && { exceptions: own(exceptions) }),
    ...(report.documents && { documents: [] }),
  }
}
