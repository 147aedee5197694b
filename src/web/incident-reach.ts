import type { Incident, IncidentEvent, IncidentPart } from '../model/incidents.ts'
import type { WebContext } from './web.ts'

type Told = { incident: Incident; parts: IncidentPart[]; events: IncidentEvent[] }

/**
 * What the caller may know of an incident: all of it, or that it is there, its cause, and what of his own units fell
 * with it. undefined where it touched none of them.
 */
export function toldOf({ var: { reach } }: Pick<WebContext, 'var'>, told: Told): Told | undefined {
  if (reach === null) return told
  const isOwn = (unit: string | null) => unit !== null && reach.has(unit)
  const parts = told.parts.filter(({ unit }) => isOwn(unit))
  if (parts.length === 0 && !isOwn(told.incident.unit)) return undefined
  return { incident: told.incident, parts, events: told.events.flatMap((event) => toldEvent(event, isOwn)) }
}

function toldEvent(event: IncidentEvent, isOwn: (unit: string | null) => boolean): IncidentEvent[] {
  if (event.kind === 'absorbed') return isOwn(event.body.unit) ? [event] : []
  if (event.kind !== 'opened') return [event]
  return [{ ...event, body: { ...event.body, units: event.body.units.filter(isOwn) } }]
}
