import type { Cause } from '../model/incidents.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { findIncident, writeIncidents } from './incidents.ts'

/** What people do with an incident. */
export type IncidentAct =
  | { kind: 'ack' }
  | { kind: 'assign'; to: string | null }
  | { kind: 'comment'; text: string }
  | { kind: 'cause'; cause: Cause; note: string }

/**
 * Writes down what somebody does with an incident, closed or not; false where there is none. Acknowledged is it once: who
 * was first counts.
 */
export async function actOnIncident(
  db: Database,
  id: string,
  act: IncidentAct,
  { by, at }: { by: string; at: Instant },
): Promise<boolean> {
  return await writeIncidents(db, async (writer) => {
    const incident = await findIncident(writer.db, id)
    if (incident === undefined) return false
    switch (act.kind) {
      case 'ack':
        if (incident.acked === null)
          await writer.add({ ...incident, acked: { by, at } }, { at, by, kind: 'ack', body: {} })
        return true
      case 'assign':
        await writer.add({ ...incident, assignee: act.to }, { at, by, kind: 'assign', body: { to: act.to } })
        return true
      case 'comment':
        await writer.add(incident, { at, by, kind: 'comment', body: { text: act.text } })
        return true
      case 'cause': {
        const { cause, note } = act
        const given = { cause, by, at, rule: null, evidence: [] }
        await writer.add(
          { ...incident, cause: given },
          { at, by, kind: 'cause', body: { cause, rule: null, evidence: [], note } },
        )
        return true
      }
    }
  })
}
