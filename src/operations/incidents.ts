import type { Instant } from '../model.ts'
import type { LineIncident, LineMinutes } from './line-figures.ts'
import { minuteMs, type Run } from './minutes.ts'

/** A time in which a line was down, with what was in between of outages that belong together; `to` null: it goes on. */
export type Outage = { from: Instant; to: Instant | null }

/**
 * The outages in runs of minutes that follow one another, those less than `mergeMinutes` apart as one (domain rules 3.7).
 * `before`: the outage that reached into the first of them.
 */
export function outagesIn(
  runs: Run<string>[],
  { mergeMinutes, before }: { mergeMinutes: number; before?: Outage | undefined },
): Outage[] {
  const outages: Outage[] = before ? [before] : []
  for (const { state, from, minutes } of runs) {
    if (state !== 'down') continue
    const to = new Date(Date.parse(from) + minutes * minuteMs).toISOString()
    const last = outages.at(-1)
    const apart = last ? Date.parse(from) - Date.parse(last.to ?? from) : Number.POSITIVE_INFINITY
    if (last && apart < mergeMinutes * minuteMs) last.to = to
    else outages.push({ from, to })
  }
  return outages
}

/** Minutes of an outage by the end of the time looked at. */
export function outageMinutes({ from, to }: Outage, end: Instant): number {
  return (Date.parse(to ?? end) - Date.parse(from)) / minuteMs
}

/** How long repairs took in the mean and how long the line was up between them; late ones where the contract sets a time. */
export function repairFigures(
  incidents: Pick<LineIncident, 'minutes' | 'late'>[],
  { up, degraded_v6 }: Pick<LineMinutes, 'up' | 'degraded_v6'>,
  restoreHours: number | null,
): { mttrMinutes: number | null; mtbfMinutes: number | null; late: number | null } {
  const count = incidents.length
  return {
    mttrMinutes: count === 0 ? null : incidents.reduce((sum, { minutes }) => sum + minutes, 0) / count,
    mtbfMinutes: count === 0 ? null : (up + degraded_v6) / count,
    late: restoreHours === null ? null : incidents.filter(({ late }) => late).length,
  }
}
