import type { Selectable } from 'kysely'
import type { IncidentEvent } from '../model/incidents.ts'
import { batches } from './batches.ts'
import type { Database } from './database.ts'
import type { Schema } from './schema.ts'

/**
 * Events of all incidents after the one of that number, oldest first. Numbers grow in the order in which events become
 * readable, so whoever keeps the last number that it has seen misses none.
 */
export async function listEventsAfter(
  db: Database,
  seq: number,
  { limit }: { limit: number },
): Promise<IncidentEvent[]> {
  const rows = await db
    .selectFrom('incident_event')
    .selectAll()
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(toEvent)
}

/** The number of the newest event; 0 before the first. */
export async function lastEventSeq(db: Database): Promise<number> {
  const { last_seq } = await db
    .selectFrom('incident_turn')
    .select('last_seq')
    .where('name', '=', 'incidents')
    .executeTakeFirstOrThrow()
  return last_seq
}

/** The log of an incident, oldest first. */
export async function listEventsOf(db: Database, incident: string): Promise<IncidentEvent[]> {
  const rows = await db
    .selectFrom('incident_event')
    .selectAll()
    .where('incident', '=', incident)
    .orderBy('seq')
    .execute()
  return rows.map(toEvent)
}

/** The logs of these incidents, oldest first. */
export async function listEventsOfAll(db: Database, incidents: string[]): Promise<IncidentEvent[]> {
  const events: IncidentEvent[] = []
  for (const some of batches(incidents)) {
    const rows = await db
      .selectFrom('incident_event')
      .selectAll()
      .where('incident', 'in', some)
      .orderBy('seq')
      .execute()
    events.push(...rows.map(toEvent))
  }
  return events
}

function toEvent({ seq, incident, at, kind, account, body }: Selectable<Schema['incident_event']>) {
  return { seq, incident, at, kind, by: account, body: JSON.parse(body) } as IncidentEvent
}
