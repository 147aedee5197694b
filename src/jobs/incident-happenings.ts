import { messages as words } from '../i18n/messages.ts'
import type { Incident, IncidentEvent } from '../model/incidents.ts'
import type { MaintenanceTarget } from '../model/maintenance.ts'
import type { Notice } from '../model/notifications.ts'
import type { Database } from '../store/database.ts'
import { listEventsAfter } from '../store/incident-events.ts'
import { findIncident } from '../store/incidents.ts'
import { findUnit } from '../store/inventory.ts'
import type { Happening, WriteDeps } from './write-messages.ts'

const atATime = 100

/** Incidents as messages tell of them. */
export function incidentHappenings(db: Database): Pick<WriteDeps, 'happeningsAfter' | 'stateOf'> {
  return {
    async happeningsAfter(seq) {
      const happenings: Happening[] = []
      for (const event of await listEventsAfter(db, seq, { limit: atATime })) {
        const about = unitsOf(event)
        const incident = about && (await findIncident(db, event.incident))
        happenings.push({
          seq: event.seq,
          notice: incident ? await noticeOf(db, incident, event, about) : null,
          target: incident ? targetOf(incident) : {},
        })
      }
      return happenings
    },
    async stateOf(about) {
      const incident = await findIncident(db, about)
      return (
        incident && {
          isOver: incident.restoredAt !== null || incident.closedAt !== null,
          target: targetOf(incident),
        }
      )
    },
  }
}

/**
 * Units to be told of an event; undefined where it is nothing to tell of. That it became graver, or that something else
 * fell with it, is told to those who have not been told of the incident yet.
 */
function unitsOf(event: IncidentEvent): string[] | undefined {
  if (event.kind === 'opened') return event.body.units
  if (event.kind === 'absorbed') return event.body.unit === null ? undefined : [event.body.unit]
  return event.kind === 'severity' || event.kind === 'closed' ? [] : undefined
}

async function noticeOf(
  db: Database,
  incident: Incident,
  event: IncidentEvent,
  touched: string[],
): Promise<Notice> {
  const { id, root, unit: code } = incident
  const unit = code === null ? undefined : await findUnit(db, code)
  const kind = event.kind === 'closed' ? 'closed' : 'opened'
  const { severity, symptom } = event.kind === 'opened' || event.kind === 'severity' ? event.body : incident
  const title = (locale: 'vi' | 'en') => {
    const { kinds, symptoms } = words[locale].incidents
    const name = root.kind === 'unit' ? (unit?.name ?? root.code) : root.code
    return `${kinds[root.kind]} ${name}: ${symptoms[symptom]}`
  }
  return {
    key: `${id}~${kind}`,
    about: id,
    kind,
    severity,
    title: { vi: title('vi'), en: title('en') },
    place: unit?.name ?? '',
    units: [...new Set([...(code === null ? [] : [code]), ...touched])],
    since: incident.since,
    until: kind === 'closed' ? incident.restoredAt : null,
    path: `/incidents/${id}`,
  }
}

function targetOf({ root, unit, provider }: Incident): MaintenanceTarget {
  return { line: root.kind === 'line' ? root.code : null, unit, provider }
}
