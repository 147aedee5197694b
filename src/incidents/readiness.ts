import type { dnsZone } from '../../probes/dns-zone.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { webDualStack } from '../../probes/web-dual-stack.ts'
import type { Incident, IncidentEvidence, IncidentNode, IncidentNodeKind } from '../model/incidents.ts'
import type { CheckState, Instant, Observation, UnitState } from '../model.ts'
import type { AssetVerdict, Readiness } from '../readiness/assessment.ts'
import type { Change } from './turn.ts'

/** What is wrong with something of a unit though it answers; at most one of each kind for each thing. */
export type Finding = Pick<
  Incident,
  'root' | 'symptom' | 'severity' | 'detail' | 'since' | 'before' | 'after'
>

/** Symptoms that the verdicts and looks of one unit tell. */
const ofUnits: Incident['symptom'][] = ['criterion_lost', 'certificate_ends', 'signature_ends', 'malformed']

/** A certificate that ends sooner than this should have been renewed, in days. */
const certificateDays = 14
/** Unreadable answers in a row before it is the device and not a packet. */
const looksToDoubt = 3

type Told = {
  state: UnitState
  readiness: Readiness
  /** Criteria that the unit met at the end of the last day that is kept. */
  met: ReadonlySet<string>
  /** `kind~code` of what is in an open incident already: what is down explains its criteria. */
  covered: ReadonlySet<string>
  open: Incident[]
  now: Instant
}

/**
 * What a unit's verdicts and looks say is lost or about to end. A criterion is lost when it was met yesterday and fails now,
 * confirmed as all verdicts are; one that is not known is not lost. All that one thing fails is one finding.
 */
export function findingsOf(told: Told): Finding[] {
  const { state } = told
  return [
    ...lostCriteria(told),
    ...state.checks.flatMap((one) => [...certificateEnds(one, told.now), ...signatureEnds(one)]),
    ...malformed(state.checks),
  ]
}

/** What becomes of the incidents of a unit: new ones of new findings, and an end of those that are found no more. */
export function followFindings(
  findings: Finding[],
  { state, readiness, open, now }: Told,
  idOf: (root: IncidentNode, since: Instant) => string,
): Change[] {
  const unit = state.unit.code
  const own = open.filter((one) => one.unit === unit && ofUnits.includes(one.symptom))
  const isSame = (one: Finding, other: Pick<Finding, 'root' | 'symptom'>) =>
    one.root.kind === other.root.kind && one.root.code === other.root.code
  const fresh = findings.filter((one) => !open.some((known) => isSame(one, known)))
  const verdictOf = new Map(readiness.verdicts.map(({ id, verdict }) => [id, verdict]))
  const isThere = ({ root }: Incident) =>
    state.checks.some(({ check: { asset } }) => asset.kind === root.kind && asset.code === root.code)
  const lasts = (one: Incident) =>
    one.symptom === 'criterion_lost'
      ? one.detail.split(', ').some((id) => !['pass', 'na'].includes(verdictOf.get(id) ?? 'na'))
      : findings.some((finding) => finding.symptom === one.symptom && isSame(finding, one))
  return [
    ...fresh.map((finding) => opened(finding, unit, now, idOf)),
    ...own.filter((one) => !isThere(one)).map((one) => unwatched(one, now)),
    ...own.filter((one) => isThere(one) && !lasts(one)).map((one) => ended(one, now)),
  ]
}

/** A new incident with its first events. */
export function opened(
  finding: Finding,
  unit: string | null,
  now: Instant,
  idOf: (root: IncidentNode, since: Instant) => string,
): Change {
  const { root, symptom, severity, detail, since, before, after } = finding
  const isDevice = symptom === 'malformed'
  const cause = {
    cause: isDevice ? ('device' as const) : ('unknown' as const),
    rule: isDevice ? ('line_is_up' as const) : ('nothing_tells' as const),
    evidence: [],
  }
  const id = idOf(root, since)
  return {
    incident: {
      ...finding,
      id,
      unit,
      provider: null,
      openedAt: now,
      restoredAt: null,
      closedAt: null,
      spells: 1,
      watchedUntil: null,
      cause: { ...cause, by: null, at: now },
      assignee: null,
      acked: null,
      children: 0,
    },
    events: [
      { kind: 'opened', body: { symptom, severity, detail, units: unit === null ? [] : [unit] } },
      { kind: 'cause', body: { ...cause, note: '' } },
    ],
    parts: [{ incident: id, node: root, unit, since, restoredAt: null, before, after }],
  }
}

/** Verdicts are confirmed before they change, so nothing has to be watched. */
export function ended(incident: Incident, now: Instant): Change {
  const { id, root, unit, since, before, after } = incident
  return {
    incident: { ...incident, restoredAt: now, closedAt: now },
    events: [
      { kind: 'restored', body: { at: now, watchedUntil: null } },
      { kind: 'closed', body: { restoredAt: now } },
    ],
    parts: [{ incident: id, node: root, unit, since, restoredAt: now, before, after }],
  }
}

/** What nobody looks at any more, since it is in the inventory no more, ends without having come back. */
export function unwatched(incident: Incident, now: Instant): Change {
  return {
    incident: { ...incident, closedAt: now },
    events: [{ kind: 'closed', body: { restoredAt: null } }],
    parts: [],
  }
}

function lostCriteria({ state, readiness, met, covered }: Told): Finding[] {
  const lost = new Map<string, { root: IncidentNode; ids: string[]; first: AssetVerdict }>()
  for (const { id, verdict, assets } of readiness.verdicts) {
    if (!met.has(id) || (verdict !== 'fail' && verdict !== 'partial')) continue
    for (const one of assets) {
      const { kind, code } = one.asset
      const failed = (one.verdict === 'fail' || one.verdict === 'partial') && one.evidence.length > 0
      if (!failed || covered.has(`${kind}~${code}`) || !(kind in kinds)) continue
      const key = `${kind}~${code}`
      const known = lost.get(key) ?? { root: { kind: kind as IncidentNodeKind, code }, ids: [], first: one }
      lost.set(key, { ...known, ids: [...new Set([...known.ids, id])] })
    }
  }
  const isBroken = ({ asset }: AssetVerdict) =>
    readiness.broken.some((one) => one.asset.kind === asset.kind && one.asset.code === asset.code)
  return [...lost.values()].flatMap(({ root, ids, first }) => {
    const [proof] = first.evidence
    const seen = proof && intervalOf(state.checks, proof)
    if (seen === undefined) return []
    return {
      root,
      symptom: 'criterion_lost' as const,
      severity: isBroken(first) ? ('major' as const) : ('minor' as const),
      detail: ids.join(', '),
      since: seen.after.seenAt,
      ...seen,
    }
  })
}

const kinds = { device: 1, service: 1, line: 1, hotspot: 1 }

/** An interval with the one before it. */
function intervalOf(checks: CheckState[], { checkId, firstDueAt }: { checkId: string; firstDueAt: Instant }) {
  const observations = checks.find(({ check }) => check.id === checkId)?.observations ?? []
  const place = observations.findIndex((one) => one.firstDueAt === firstDueAt)
  const after = observations[place]
  return after && { after: firstOf(after), before: lastOf(observations[place + 1]) }
}

export function firstOf({ checkId, firstDueAt, firstSeenAt }: Observation): IncidentEvidence {
  return { checkId, firstDueAt, seenAt: firstSeenAt }
}

export function lastOf(one: Observation | undefined): IncidentEvidence | null {
  return one ? { checkId: one.checkId, firstDueAt: one.firstDueAt, seenAt: one.lastSeenAt } : null
}

function certificateEnds({ check, observations }: CheckState, now: Instant): Finding[] {
  const [newest] = observations
  if (check.probe !== 'web-dual-stack' || !newest?.result.ok) return []
  const { endpoints } = newest.result.facts as FactsOf<typeof webDualStack>
  const ends = endpoints.flatMap(({ certificate }) => certificate?.validTo ?? []).sort()
  const [first] = ends
  if (first === undefined || Date.parse(first) - Date.parse(now) > certificateDays * 86_400_000) return []
  return [finding(check, 'certificate_ends', first.slice(0, 10), newest, observations[1], first < now)]
}

function signatureEnds({ check, observations }: CheckState): Finding[] {
  const [newest] = observations
  if (check.probe !== 'dns-zone' || !newest?.result.ok) return []
  const { dnssec } = newest.result.facts as FactsOf<typeof dnsZone>
  const signatures = dnssec?.signatures ?? null
  if (signatures !== 'at_most_3_days' && signatures !== 'expired') return []
  const detail = signatures === 'expired' ? '0' : '≤ 3'
  return [finding(check, 'signature_ends', detail, newest, observations[1], signatures === 'expired')]
}

function malformed(checks: CheckState[]): Finding[] {
  const found = new Map<string, Finding>()
  for (const { check, observations } of checks) {
    const [newest, before] = observations
    const isBad = newest !== undefined && !newest.result.ok && newest.result.error === 'snmp_malformed'
    if (isBad && newest.timesSeen >= looksToDoubt && !found.has(check.asset.code))
      found.set(check.asset.code, finding(check, 'malformed', check.probe, newest, before, false))
  }
  return [...found.values()]
}

function finding(
  { asset }: CheckState['check'],
  symptom: Finding['symptom'],
  detail: string,
  newest: Observation,
  before: Observation | undefined,
  isOver: boolean,
): Finding {
  return {
    root: { kind: asset.kind as IncidentNodeKind, code: asset.code },
    symptom,
    severity: isOver ? 'major' : 'minor',
    detail,
    since: newest.firstSeenAt,
    before: lastOf(before),
    after: firstOf(newest),
  }
}
