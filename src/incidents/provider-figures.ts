import type { Cause, Incident, IncidentPart } from '../model/incidents.ts'
import type { Instant } from '../model.ts'

/** Incidents of one provider over a time; means in minutes, null where there is nothing to take them of. */
export type ProviderFigures = {
  provider: string
  incidents: number
  open: number
  /** Of those that somebody acknowledged. */
  mttaMinutes: number | null
  acked: number
  /** Of those that are restored. */
  mttrMinutes: number | null
  /** Outages of lines whose contract gives a time to repair, and those of them that took longer, or have by now. */
  committed: number
  late: number
  causes: Partial<Record<Cause, number>>
}

/** `restoreHours`: what a line's contract gives, by its code; null for nothing. */
export function providerFigures(
  incidents: Incident[],
  parts: IncidentPart[],
  { now, restoreHours }: { now: Instant; restoreHours(line: string): number | null },
): ProviderFigures[] {
  const providers = [...new Set(incidents.flatMap(({ provider }) => (provider === null ? [] : [provider])))]
  return providers.sort().map((provider) => {
    const own = incidents.filter((one) => one.provider === provider && one.root.kind !== 'device')
    const ids = new Set(own.filter(({ symptom }) => symptom === 'down').map(({ id }) => id))
    const outages = parts
      .filter(({ node, incident }) => node.kind === 'line' && ids.has(incident))
      .map(({ node, since, restoredAt }) => ({
        hours: (Date.parse(restoredAt ?? now) - Date.parse(since)) / 3_600_000,
        limit: restoreHours(node.code),
      }))
      .filter(({ limit }) => limit !== null)
    const acked = own.flatMap((one) => (one.acked ? [minutes(one.openedAt, one.acked.at)] : []))
    const causes: ProviderFigures['causes'] = {}
    for (const { cause } of own) causes[cause.cause] = (causes[cause.cause] ?? 0) + 1
    return {
      provider,
      incidents: own.length,
      open: own.filter(({ closedAt }) => closedAt === null).length,
      mttaMinutes: mean(acked),
      acked: acked.length,
      mttrMinutes: mean(own.flatMap((one) => (one.restoredAt ? [minutes(one.since, one.restoredAt)] : []))),
      committed: outages.length,
      late: outages.filter(({ hours, limit }) => hours > (limit ?? 0)).length,
      causes,
    }
  })
}

function minutes(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 60_000
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
}
