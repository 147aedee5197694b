import type { Incident, IncidentEvent, IncidentNodeKind, IncidentSymptom } from '../model/incidents.ts'
import type { Instant } from '../model.ts'
import type { IncidentReport } from './monthly-report.ts'

/** Of the network; what befell us, a task or a channel of notifications is told elsewhere, as are criteria. */
const kinds: IncidentNodeKind[] = ['provider', 'unit', 'line', 'device', 'service', 'hotspot']
const symptoms: IncidentSymptom[] = ['down', 'agent_silent', 'ipv6_lost', 'unstable', 'aps_down']

/**
 * Biểu 06a: incidents that were opened by the cut-off and not over when the period began, oldest first, each as its log had
 * it at the cut-off: what people or looks said of it later does not move a report.
 */
export function reportIncidents(
  incidents: Incident[],
  eventsOf: (incident: string) => IncidentEvent[],
  { from, cutoffAt }: { from: Instant; cutoffAt: Instant },
): IncidentReport[] {
  return incidents
    .filter(({ root, openedAt }) => kinds.includes(root.kind) && openedAt <= cutoffAt)
    .map((incident) =>
      reportIncident(
        incident,
        eventsOf(incident.id).filter(({ at }) => at <= cutoffAt),
      ),
    )
    .filter(({ symptom }) => symptoms.includes(symptom))
    .filter(({ restoredAt }) => restoredAt === null || restoredAt >= from)
    .sort((one, other) => compare(one.since, other.since) || compare(one.id, other.id))
}

function reportIncident(incident: Incident, events: IncidentEvent[]): IncidentReport {
  const { id, root, unit, provider, since, openedAt, after } = incident
  const lines = new Set(root.kind === 'line' ? [root.code] : [])
  const report: IncidentReport = {
    id,
    kind: root.kind,
    code: root.code,
    symptom: incident.symptom,
    severity: incident.severity,
    unit,
    provider,
    since,
    openedAt,
    restoredAt: null,
    abandoned: false,
    cause: 'unknown',
    causeConfirmed: false,
    lines: [],
    evidence: after === null ? [] : [{ checkId: after.checkId, firstDueAt: after.firstDueAt }],
  }
  for (const event of events)
    switch (event.kind) {
      case 'opened':
      case 'severity':
        report.symptom = event.body.symptom
        report.severity = event.body.severity
        break
      case 'absorbed':
        if (event.body.node.kind === 'line') lines.add(event.body.node.code)
        break
      case 'restored':
        report.restoredAt = event.body.at
        break
      case 'relapsed':
        report.restoredAt = null
        break
      case 'closed':
        report.restoredAt = event.body.restoredAt
        report.abandoned = event.body.restoredAt === null
        break
      case 'cause':
        report.cause = event.body.cause
        report.causeConfirmed = event.by !== null
        break
    }
  return { ...report, lines: [...lines].sort(compare) }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}
