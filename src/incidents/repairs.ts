import type { Incident, IncidentPart } from '../model/incidents.ts'
import type { Line } from '../model/inventory.ts'
import type { Maintenance, MaintenanceTarget } from '../model/maintenance.ts'
import type { Instant } from '../model.ts'
import { accountingMethod } from '../operations/accounting-method.ts'
import { excludedIn, maintenanceIn, mutedIn, scopesOf } from '../operations/maintenance.ts'
import type { Stretch } from '../operations/minutes.ts'
import { lengthMs, outsideOf } from '../operations/stretches.ts'

/** When work is announced: where it keeps people from being told, and where it was approved before it began. */
export type Work = { scope: string; muted: Stretch[]; excluded: Stretch[] }

export function workIn(maintenance: Maintenance[], time: Stretch): Work[] {
  return maintenance.map((one) => ({
    scope: `${one.scope} ${one.key}`,
    muted: mutedIn(one, time),
    excluded: maintenanceIn(excludedIn(one, time)),
  }))
}

/** Announced work on something. */
export function workOn(target: MaintenanceTarget, work: Work[], of: 'muted' | 'excluded'): Stretch[] {
  const scopes = new Set(scopesOf(target).map(([scope, key]) => `${scope} ${key}`))
  return work.filter(({ scope }) => scopes.has(scope)).flatMap((one) => one[of])
}

export type RepairContract = Pick<Line, 'unit' | 'provider' | 'slaRestoreHours' | 'slaMethod'>

/** How long a line of a provider was out in an incident. */
export type Repair = {
  incident: string
  provider: string
  line: string
  unit: string | null
  from: Instant
  /** null: it lasts. */
  to: Instant | null
  /**
   * Outside of work that was approved before it began: that stops the clock, and what is left of one outage before and
   * after counts together, since it was not repaired in between.
   */
  minutes: number
  workMinutes: number
  /** What the contract gave when it began; null for nothing, or where IPv6 alone was lost. */
  limitHours: number | null
  late: boolean
  counted: Stretch[]
}

/**
 * The outages of lines in incidents of providers, oldest first. Where the contract's accounting method counts maintenance,
 * work stops no clock. `contractOf`: of a line, as it was at a moment.
 */
export function repairsOf(
  incidents: Incident[],
  parts: IncidentPart[],
  {
    now,
    work,
    contractOf,
  }: { now: Instant; work: Work[]; contractOf(line: string, at: Instant): RepairContract | undefined },
): Repair[] {
  const own = new Map(incidents.map((one) => [one.id, one]))
  return parts.flatMap((part): Repair[] => {
    const incident = own.get(part.incident)
    const { node, since: from } = part
    if (incident === undefined || incident.provider === null || node.kind !== 'line') return []
    const contract = contractOf(node.code, from)
    const end = part.restoredAt ?? incident.restoredAt ?? incident.closedAt
    const time = { fromMs: Date.parse(from), toMs: Date.parse(end ?? now) }
    const stops = accountingMethod(contract?.slaMethod ?? '').maintenance === 'apart'
    const target = { line: node.code, unit: contract?.unit ?? part.unit, provider: incident.provider }
    const counted = outsideOf(time, stops ? workOn(target, work, 'excluded') : [])
    const minutes = lengthMs(counted) / 60_000
    const limitHours = incident.symptom === 'down' ? (contract?.slaRestoreHours ?? null) : null
    return [
      {
        incident: incident.id,
        provider: incident.provider,
        line: node.code,
        unit: target.unit,
        from,
        to: end,
        minutes,
        workMinutes: (time.toMs - time.fromMs) / 60_000 - minutes,
        limitHours,
        late: limitHours !== null && minutes > limitHours * 60,
        counted,
      },
    ]
  })
}
