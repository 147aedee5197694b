import type { Cause, Incident } from '../model/incidents.ts'
import { lengthMs, outsideOf } from '../operations/stretches.ts'
import { type Repair, type Work, workOn } from './repairs.ts'

/** Incidents of one provider over a time; means in minutes, null where there is nothing to take them of. */
export type ProviderFigures = {
  provider: string
  incidents: number
  open: number
  /** Of those that somebody acknowledged, without the time in which maintenance kept everybody from being told. */
  mttaMinutes: number | null
  acked: number
  /** Of those that are restored, without announced work that was approved before it began. */
  mttrMinutes: number | null
  restored: number
  /** Of all: those that lay in such work as a whole, and are in no mean. */
  inWork: number
  /** Outages of lines whose contract gives a time to repair, and those of them that took longer, or have by now. */
  committed: number
  late: number
  causes: Partial<Record<Cause, number>>
}

/** Incidents of lines, by provider. What `repairs` has is of these incidents. */
export function providerFigures(incidents: Incident[], repairs: Repair[], work: Work[]): ProviderFigures[] {
  const providers = [...new Set(incidents.flatMap(({ provider }) => (provider === null ? [] : [provider])))]
  return providers.sort().map((provider) => {
    const own = incidents.filter((one) => one.provider === provider && one.root.kind !== 'device')
    const ids = new Set(own.map(({ id }) => id))
    const repaired = repairs.filter(({ incident }) => ids.has(incident))
    const acked = own.flatMap((one) => ackMinutes(one, work) ?? [])
    const lengths = own
      .map((incident) => ({ incident, minutes: countedMinutes(incident, repaired) }))
      .filter(({ minutes }) => minutes !== null)
    const restored = lengths.flatMap(({ incident, minutes }) =>
      incident.restoredAt !== null && minutes ? [minutes] : [],
    )
    const committed = repaired.filter(({ limitHours, minutes }) => limitHours !== null && minutes > 0)
    const causes: ProviderFigures['causes'] = {}
    for (const { cause } of own) causes[cause.cause] = (causes[cause.cause] ?? 0) + 1
    return {
      provider,
      incidents: own.length,
      open: own.filter(({ closedAt }) => closedAt === null).length,
      mttaMinutes: mean(acked),
      acked: acked.length,
      mttrMinutes: mean(restored),
      restored: restored.length,
      inWork: lengths.filter(({ minutes }) => minutes === 0).length,
      committed: committed.length,
      late: committed.filter(({ late }) => late).length,
      causes,
    }
  })
}

/** How long some line of it was out outside of announced work; null where none was in it. */
function countedMinutes({ id }: Incident, repairs: Repair[]): number | null {
  const own = repairs.filter(({ incident }) => incident === id)
  return own.length === 0 ? null : lengthMs(own.flatMap(({ counted }) => counted)) / 60_000
}

/** null where nobody acknowledged it, or somebody did before anybody was told. */
function ackMinutes({ acked, openedAt, root, unit, provider }: Incident, work: Work[]): number | null {
  if (acked === null) return null
  const time = { fromMs: Date.parse(openedAt), toMs: Date.parse(acked.at) }
  const target = { line: root.kind === 'line' ? root.code : null, unit, provider }
  const muted = workOn(target, work, 'muted')
  const told = lengthMs(outsideOf(time, muted)) / 60_000
  return told === 0 && muted.some(({ fromMs, toMs }) => fromMs <= time.fromMs && toMs >= time.toMs)
    ? null
    : told
}

function mean(values: number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
}
