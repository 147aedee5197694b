import type { Incident, IncidentPart } from '../../src/model/incidents.ts'
import type { Database } from '../../src/store/database.ts'
import { writeIncidents } from '../../src/store/incidents.ts'

const seen = (checkId: string, at: string) => ({ checkId, firstDueAt: at, seenAt: at })

/** A line of VNPT that has been down for half an hour, with the router behind it; changed as a test needs. */
export function exampleIncident(change: Partial<Incident> = {}): Incident {
  const since = '2022-06-30T04:20:00.000Z'
  return {
    id: 'a1b2c3d4e5f6',
    root: { kind: 'line', code: 'L1' },
    symptom: 'down',
    severity: 'major',
    unit: '30',
    provider: 'VNPT',
    since,
    openedAt: '2022-06-30T04:22:00.000Z',
    restoredAt: null,
    closedAt: null,
    spells: 2,
    watchedUntil: null,
    cause: { cause: 'unknown', by: null, at: since, rule: 'nothing_tells', evidence: [] },
    assignee: null,
    acked: null,
    before: seen('device~dc-rt-01~snmp-system', '2022-06-30T04:19:40.000Z'),
    after: seen('device~dc-rt-01~snmp-system', since),
    children: 1,
    detail: '',
    ...change,
  }
}

/** Writes an incident as it would have been opened, with its root and what fell with it. */
export async function addIncident(
  db: Database,
  incident: Incident,
  others: IncidentPart['node'][] = [],
): Promise<void> {
  const { id, root, symptom, severity, detail, unit, since, openedAt: at, before, after } = incident
  await writeIncidents(db, async (writer) => {
    await writer.add(incident, {
      kind: 'opened',
      at,
      body: { symptom, severity, detail, units: unit === null ? [] : [unit] },
    })
    for (const node of [root, ...others])
      await writer.keepPart({ incident: id, node, unit, since, restoredAt: null, before, after })
  })
}
