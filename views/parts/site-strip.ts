import type { LineMinutes, LineState } from '../../src/operations/line-figures.ts'
import type { SiteMinutes, SiteState } from '../../src/operations/wifi-figures.ts'
import type { Frame } from '../frame.ts'
import type { UptimeDay } from './uptime.tsx'

/** A day of a site; minutes are null where nothing is kept of it. */
export type SiteDay = { from: string; to: string; minutes: SiteMinutes | null }

/** A site that is short of access points is drawn as a line without IPv6 is: it serves, and not as it should. */
export function drawnAs(state: SiteState): LineState {
  return state === 'partial' ? 'degraded_v6' : state
}

export function stripOf(days: SiteDay[]): UptimeDay[] {
  return days.map(({ minutes, ...day }) => ({ ...day, minutes: minutes && drawn(minutes) }))
}

function drawn({ partial, ...minutes }: SiteMinutes): LineMinutes {
  return { ...minutes, degraded_v6: partial }
}

/** What those states are called of a site. */
export function siteWords({ t }: Pick<Frame, 't'>): Record<LineState, string> {
  const { up, partial, down } = t.wifi.siteStates
  return { ...t.lines.states, up, degraded_v6: partial, down }
}
