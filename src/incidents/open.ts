import type { Incident, IncidentNode, IncidentPart, IncidentSymptom, Severity } from '../model/incidents.ts'
import { proposeCause } from './cause.ts'
import type { SeenOutage } from './seen.ts'
import type { TreeNode } from './tree.ts'
import { explains, iso, keyOf, type Turn } from './turn.ts'

const gravity: Record<IncidentNode['kind'], Severity> = {
  prober: 'critical',
  provider: 'critical',
  unit: 'critical',
  line: 'major',
  device: 'minor',
  service: 'major',
  hotspot: 'minor',
  task: 'minor',
  channel: 'major',
}

export function severityOf(root: IncidentNode, symptom: IncidentSymptom, isEdge = false): Severity {
  if (
    ['agent_silent', 'unstable', 'malformed', 'certificate_ends', 'signature_ends', 'aps_down'].includes(
      symptom,
    )
  )
    return 'minor'
  if (symptom === 'ipv6_lost') return root.kind === 'provider' ? 'major' : 'minor'
  return root.kind === 'device' && isEdge ? 'major' : gravity[root.kind]
}

export type Fallen = { node: TreeNode; outage: SeenOutage }

export function openOwn(turn: Turn, key: string, root: IncidentNode, outage: SeenOutage): Incident {
  const { unit = null, provider = null } = turn.tree.get(key) ?? {}
  const incident = openOf(turn, root) ?? newIncident(turn, { root, unit, provider }, outage)
  turn.keepPart(incident, partOf(incident, root, unit, outage))
  return incident
}

/** The one that is open about something, if only watched for a relapse: then nothing opens another. */
function openOf(turn: Turn, root: IncidentNode): Incident | undefined {
  return turn.openIncidents().find((one) => keyOf(one.root) === keyOf(root))
}

/** One for all that fell, of which one is given; one about the same that is open still goes on. */
export function openGroup(turn: Turn, root: IncidentNode, one: Fallen, fallen: Fallen[]): Incident {
  const ordered = fallen.toSorted((a, b) => a.outage.sinceMs - b.outage.sinceMs)
  const [first = one] = ordered
  const providers = new Set(fallen.map(({ node }) => node.provider))
  const unit = root.kind === 'unit' ? root.code : null
  const provider = providers.size === 1 ? first.node.provider : null
  const open = openOf(turn, root)
  let incident = open
    ? asGraveAs(turn, open, first.outage.symptom)
    : newIncident(turn, { root, unit, provider }, first.outage)
  for (const { node, outage } of ordered) incident = absorb(turn, incident, node, outage)
  return incident
}

function asGraveAs(turn: Turn, incident: Incident, symptom: IncidentSymptom): Incident {
  if (explains(incident.symptom, symptom, false)) return incident
  const severity = severityOf(incident.root, symptom)
  const graver = { ...incident, symptom, severity }
  turn.tell(graver, { kind: 'severity', body: { symptom, severity, detail: incident.detail } })
  return graver
}

function newIncident(
  turn: Turn,
  { root, unit, provider }: Pick<Incident, 'root' | 'unit' | 'provider'>,
  outage: SeenOutage,
): Incident {
  const { now, tree, seen } = turn
  const key = keyOf(root)
  const node = tree.get(key)
  const symptom = outage.symptom
  const isEdge =
    node !== undefined && node.node.kind === 'device' && (node.endOf.length > 0 || node.lines.length === 0)
  const severity = severityOf(root, symptom, isEdge)
  const since = iso(outage.sinceMs)
  const lineSeen = node?.lines
    .map((line) => seen.get(line))
    .some((line) => (line?.goodMs ?? 0) >= (outage.confirmedMs ?? 0))
  const proposal = proposeCause({
    root,
    symptom,
    goodMs: outage.goodMs,
    restoredMs: null,
    lineSeen: lineSeen ? outage.after : undefined,
  })
  const incident: Incident = {
    id: turn.idOf(root, since),
    root,
    symptom,
    severity,
    unit,
    provider,
    since,
    openedAt: now,
    restoredAt: null,
    closedAt: null,
    spells: Math.max(1, outage.falls.length),
    watchedUntil: null,
    cause: { ...proposal, by: null, at: now },
    assignee: null,
    acked: null,
    before: outage.before,
    after: outage.after,
    children: 0,
    detail: '',
  }
  turn.tell(
    incident,
    { kind: 'opened', body: { symptom, severity, detail: '', units: unit === null ? [] : [unit] } },
    { kind: 'cause', body: { ...proposal, note: '' } },
  )
  return incident
}

function partOf(
  { id }: Incident,
  node: IncidentNode,
  unit: string | null,
  { sinceMs, restoredMs, before, after }: SeenOutage,
): IncidentPart {
  return {
    incident: id,
    node,
    unit,
    since: iso(sinceMs),
    restoredAt: restoredMs === null ? null : iso(restoredMs),
    before,
    after,
  }
}

export function absorb(
  turn: Turn,
  incident: Incident,
  { node, unit }: TreeNode,
  outage: SeenOutage,
): Incident {
  const since = iso(outage.sinceMs)
  const isKnown = turn.partsOf(incident.id).some(([key]) => key === keyOf(node))
  const more = { ...incident, children: incident.children + (isKnown ? 0 : 1) }
  turn.tell(more, { kind: 'absorbed', body: { node, unit, since, evidence: outage.after } })
  turn.keepPart(more, partOf(more, node, unit, outage))
  return more
}
