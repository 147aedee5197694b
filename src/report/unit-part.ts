import { citationsOf } from './citations.ts'
import type { IncidentReport, LineReport, MonthlyReport } from './monthly-report.ts'

/**
 * What the province's report says of one unit, in the same shape: its tables have that unit's rows alone, and those about
 * the province none. undefined for a unit that the report has not.
 */
export function unitPart(report: MonthlyReport, code: string): MonthlyReport | undefined {
  const units = report.units.filter((unit) => unit.code === code)
  if (units.length === 0) return undefined
  const own = <Row extends { unit: string }>(rows: Row[]) => rows.filter(({ unit }) => unit === code)
  const { lines, incidents, evidence, addresses, hotspots, antimalware, projects, exceptions } = report
  const part: MonthlyReport = {
    ...report,
    units,
    groups: [],
    indicators: [],
    targets: [],
    tasks: [],
    services: own(report.services),
    ...(lines && { lines: own(lines) }),
    ...(incidents && { incidents: incidentsOf(incidents, code, lines ?? []) }),
    ...(addresses && { addresses: own(addresses) }),
    ...(hotspots && { hotspots: own(hotspots) }),
    ...(antimalware && { antimalware: own(antimalware) }),
    ...(projects && { projects: own(projects) }),
    ...(exceptions && { exceptions: own(exceptions) }),
    ...(report.documents && { documents: [] }),
  }
  return evidence ? { ...part, evidence: evidenceOf(part, evidence) } : part
}

/** The hashes of what a part cites. */
function evidenceOf(part: MonthlyReport, all: NonNullable<MonthlyReport['evidence']>) {
  const own: NonNullable<MonthlyReport['evidence']> = {}
  for (const { checkId, firstDueAt } of citationsOf(part))
    own[checkId] = { ...own[checkId], [firstDueAt]: all[checkId]?.[firstDueAt] ?? null }
  return own
}

/** Those of the unit's own things, and those that its lines fell in. */
function incidentsOf(incidents: IncidentReport[], unit: string, lines: LineReport[]): IncidentReport[] {
  const own = new Set(lines.flatMap((line) => (line.unit === unit ? [line.code] : [])))
  return incidents
    .filter((one) => one.unit === unit || one.lines.some((code) => own.has(code)))
    .map((one) => ({ ...one, lines: one.lines.filter((code) => own.has(code)) }))
}
