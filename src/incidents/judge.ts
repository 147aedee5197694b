import type {
  Incident,
  IncidentEventBody,
  IncidentEventKind,
  IncidentNode,
  IncidentPart,
  IncidentSymptom,
  Severity,
} from '../model/incidents.ts'
import type { Instant } from '../model.ts'
import { proposeCause, type Started } from './cause.ts'
import type { Seen, SeenOutage } from './seen.ts'
import type { Tree, TreeNode } from './tree.ts'

/** An incident as something left it, with what that was, and the part that it was about. */
export type Change = {
  incident: Incident
  events: { [Kind in IncidentEventKind]: { kind: Kind; body: IncidentEventBody[Kind] } }[IncidentEventKind][]
  parts: IncidentPart[]
}

export type Judged = {
  changes: Change[]
  /** Whom to look at before the next turn, so that a fall can be judged. */
  asks: string[]
}

export type ToJudge = {
  now: Instant
  pace: number
  tree: Tree
  /** By key, of all that fell lately and all that it hangs behind; vantages as `prober~…`. */
  seen: Map<string, Seen>
  open: Incident[]
  /** Of incidents that are open, and the newest of everything else in `seen`. */
  parts: IncidentPart[]
  /** When devices last started, by key. */
  started: Map<string, Started>
  idOf(root: IncidentNode, since: Instant): string
}

/** Things that fell within this time fell together, in milliseconds of the schedule and at least by the clock. */
const togetherMs = 60_000
const leastTogetherMs = 2_000
/** A line that falls while its provider's others are down belongs to them for so long. */
const joinMs = 15 * 60_000
/** Whoever is not looked at in this time is judged without. */
const patienceMs = 3 * 60_000
const leastPatienceMs = 30_000
/** Lines of one provider that fall together, in several units, are the provider's; of two lines both. */
const linesOfProvider = 3

const gravity: Record<IncidentNode['kind'], Severity> = {
  prober: 'critical',
  provider: 'critical',
  unit: 'critical',
  line: 'major',
  device: 'minor',
  service: 'major',
  hotspot: 'minor',
  task: 'minor',
}

function severityOf(root: IncidentNode, symptom: IncidentSymptom, isEdge = false): Severity {
  if (['agent_silent', 'unstable', 'malformed', 'certificate_ends', 'signature_ends'].includes(symptom))
    return 'minor'
  if (symptom === 'ipv6_lost') return root.kind === 'provider' ? 'major' : 'minor'
  return root.kind === 'device' && isEdge ? 'major' : gravity[root.kind]
}

const iso = (ms: number): Instant => new Date(ms).toISOString()
const keyOf = ({ kind, code }: IncidentNode) => `${kind}~${code}`

/**
 * Follows the incidents that are open, and gives each new fall to one: that of what it hangs behind when that fell too,
 * else its own. Nothing is judged before a look at everything that it hangs behind, later than the look that made the fall
 * sure; whom that lacks is asked for. Pure: judged again, the same gives no more changes.
 */
export function judgeIncidents(world: ToJudge): Judged {
  const { tree, seen } = world
  const turn = startTurn(world)
  for (const incident of world.open) follow(turn, incident)
  const fallen = [...seen.keys()]
    .flatMap((key) => {
      const node = tree.get(key)
      return newFalls(turn, key).map((outage) => ({ key, node, outage }))
    })
    .sort((a, b) => depthOf(a.node) - depthOf(b.node) || a.outage.sinceMs - b.outage.sinceMs)
  for (const { key, node, outage } of fallen) {
    if (turn.partOf(key, outage) !== undefined) continue // taken along by one before it
    if (node === undefined) openOwn(turn, key, { kind: 'prober', code: key.slice('prober~'.length) }, outage)
    else if (node.node.kind === 'line') placeLine(turn, node, outage)
    else placeDevice(turn, node, outage)
  }
  return { changes: turn.changes(), asks: [...turn.asks] }
}

type Turn = ReturnType<typeof startTurn>

function startTurn(world: ToJudge) {
  const { now, pace } = world
  const nowMs = Date.parse(now)
  const incidents = new Map(world.open.map((one) => [one.id, one]))
  const parts = new Map<string, Map<string, IncidentPart>>()
  const past = new Map<string, IncidentPart>()
  for (const part of world.parts) {
    const key = keyOf(part.node)
    if (!incidents.has(part.incident)) past.set(key, part)
    else parts.set(part.incident, (parts.get(part.incident) ?? new Map()).set(key, part))
  }
  const changed = new Map<string, Change>()
  const changeOf = (incident: Incident): Change => {
    const change = changed.get(incident.id) ?? { incident, events: [], parts: [] }
    changed.set(incident.id, change)
    return change
  }
  return {
    ...world,
    nowMs,
    togetherMs: Math.max(togetherMs / pace, leastTogetherMs),
    joinMs: Math.max(joinMs / pace, leastTogetherMs),
    patienceMs: Math.max(patienceMs / pace, leastPatienceMs),
    asks: new Set<string>(),
    past,
    partsOf: (id: string) => [...(parts.get(id)?.entries() ?? [])],
    incidentOf: (id: string) => incidents.get(id),
    openIncidents: () => [...incidents.values()].filter(({ closedAt }) => closedAt === null),
    /** The incident that this outage of it is in, of those that were open when the turn began. */
    partOf(key: string, outage: SeenOutage): IncidentPart | undefined {
      for (const own of parts.values()) {
        const part = own.get(key)
        if (part && isOf(part, outage)) return part
      }
      return undefined
    },
    tell(incident: Incident, ...events: Change['events']) {
      incidents.set(incident.id, incident)
      const change = changeOf(incident)
      change.incident = incident
      change.events.push(...events)
    },
    keepPart(incident: Incident, part: IncidentPart) {
      const own = parts.get(part.incident) ?? new Map()
      parts.set(part.incident, own.set(keyOf(part.node), part))
      changeOf(incident).parts.push(part)
    },
    changes: () => [...changed.values()],
  }
}

/** A part goes on in the outage that lasts beyond its beginning. */
function isOf(part: IncidentPart, { sinceMs, restoredMs, confirmedMs }: SeenOutage): boolean {
  const partMs = Date.parse(part.since)
  if (confirmedMs === null || (restoredMs !== null && restoredMs <= partMs)) return false
  return part.restoredAt === null || sinceMs <= Date.parse(part.restoredAt)
}

/** What fell and is in no incident yet. */
function newFalls(turn: Turn, key: string): SeenOutage[] {
  const past = turn.past.get(key)
  const pastMs = past === undefined ? Number.NEGATIVE_INFINITY : Date.parse(past.restoredAt ?? past.since)
  return (turn.seen.get(key)?.outages ?? []).filter((outage) => {
    if (outage.confirmedMs === null || turn.partOf(key, outage)) return false
    if (past === undefined || outage.sinceMs > pastMs) return true
    // left behind by an incident that is closed: it was not what that was
    return past.restoredAt === null && outage.restoredMs === null
  })
}

/** Ourselves, then what hangs behind nothing, lines, the devices at their ends, and the rest. */
function depthOf(node: TreeNode | undefined): number {
  if (node === undefined) return 0
  if (node.node.kind === 'line') return 2
  if (node.lines.length === 0) return 1
  return node.edges.length === 0 ? 3 : 4
}

/** `up`: whatever ailed it was not this. `down`: this explains it. `wait`: a look is needed first. */
type Standing = 'up' | 'down' | 'wait' | 'unmeasured'

/** How it stood with something when another thing behind it fell. */
function standing(turn: Turn, key: string, outage: SeenOutage, onlyIpv6: boolean): Standing {
  const { seen, nowMs } = turn
  const parent = seen.get(key)
  if (parent === undefined || parent.newestMs === null) return 'unmeasured'
  const endMs = outage.restoredMs ?? Number.POSITIVE_INFINITY
  for (const fell of parent.outages) {
    const overlaps =
      fell.goodMs <= outage.sinceMs + turn.togetherMs &&
      fell.sinceMs <= endMs &&
      (fell.restoredMs ?? Number.POSITIVE_INFINITY) > outage.sinceMs
    const isBack = fell.over || (fell.restoredMs !== null && nowMs > fell.restoredMs + turn.joinMs)
    if (!overlaps || (isBack && outage.restoredMs === null)) continue // it stayed away for a reason of its own
    if (fell.confirmedMs === null) {
      turn.asks.add(key)
      return nowMs > (outage.confirmedMs ?? 0) + turn.patienceMs ? 'up' : 'wait'
    }
    if (explains(fell.symptom, outage.symptom, onlyIpv6)) return 'down'
  }
  if ((parent.goodMs ?? 0) >= (outage.confirmedMs ?? 0)) return 'up'
  turn.asks.add(key)
  return nowMs > (outage.confirmedMs ?? 0) + turn.patienceMs ? 'unmeasured' : 'wait'
}

function explains(parent: IncidentSymptom, child: IncidentSymptom, onlyIpv6: boolean): boolean {
  if (parent === 'down' || parent === 'unstable') return true
  return parent === 'ipv6_lost' && (child === 'ipv6_lost' || onlyIpv6)
}

/** We ourselves saw well after the look that made it sure. */
function isTrusted(turn: Turn, vantage: string, outage: SeenOutage): boolean {
  const own = turn.seen.get(`prober~${vantage}`)
  if (own === undefined || own.newestMs === null || own.newestMs >= (outage.confirmedMs ?? 0)) return true
  turn.asks.add(`prober~${vantage}`)
  return turn.nowMs > (outage.confirmedMs ?? 0) + turn.patienceMs
}

function vantageOf({ checks }: TreeNode): string {
  return (checks.reach ?? checks.agent)?.vantage ?? ''
}

function placeDevice(turn: Turn, node: TreeNode, outage: SeenOutage): void {
  const { key, edges, lines } = node
  if (!isTrusted(turn, vantageOf(node), outage)) return
  const onlyIpv6 = turn.seen.get(key)?.onlyIpv6 ?? false
  for (const behind of [edges, lines]) {
    const stood = behind.map((one) => [one, standing(turn, one, outage, onlyIpv6)] as const)
    const measured = stood.filter(([, how]) => how !== 'unmeasured')
    if (measured.length === 0 || measured.some(([, how]) => how === 'up')) continue
    if (measured.some(([, how]) => how === 'wait')) return
    const incidents = measured.map(([one]) => incidentWith(turn, one, outage))
    const newest = incidents
      .filter((one) => one !== undefined)
      .sort((a, b) => (a.since < b.since ? 1 : -1))[0]
    if (newest !== undefined) absorb(turn, newest, node, outage)
    return // else it waits until what it hangs behind has one
  }
  openOwn(turn, key, node.node, outage)
}

/** The open incident that holds something's outage at the time of another. */
function incidentWith(turn: Turn, key: string, outage: SeenOutage): Incident | undefined {
  for (const fell of turn.seen.get(key)?.outages ?? []) {
    if ((fell.restoredMs ?? Number.POSITIVE_INFINITY) <= outage.sinceMs) continue
    const part = turn.partOf(key, fell)
    const incident = part && turn.incidentOf(part.incident)
    if (incident?.closedAt === null) return incident
  }
  return undefined
}

function placeLine(turn: Turn, node: TreeNode, outage: SeenOutage): void {
  const { seen, nowMs } = turn
  const own = seen.get(node.key)
  if (!isTrusted(turn, vantageOf(node), outage)) return
  const sure = outage.confirmedMs ?? 0
  const isPatient = nowMs <= sure + turn.patienceMs
  if (node.checks.pe && own?.edgeMs != null && own.edgeMs < sure && isPatient) {
    turn.asks.add(node.key)
    return
  }
  if (node.pe !== null) {
    const how = standing(turn, node.pe, outage, own?.onlyIpv6 ?? false)
    if (how === 'wait') return
    if (how === 'down') {
      const incident = incidentWith(turn, node.pe, outage)
      if (incident) absorb(turn, incident, node, outage)
      return // else it waits until that has one
    }
  }
  const lines = [...turn.tree.values()].filter(({ node: { kind } }) => kind === 'line')
  const ofProvider = lines.filter((one) => node.provider !== null && one.provider === node.provider)
  const ofUnit = lines.filter((one) => one.unit === node.unit)
  const joined = joinedBy(turn, node, outage)
  if (joined) {
    absorb(turn, joined, node, outage)
    return
  }
  if (isPatient && !areSettled(turn, node, [...ofProvider, ...ofUnit], outage)) return
  const measured = (some: TreeNode[]) => some.filter(({ key }) => seen.get(key)?.newestMs != null)
  const withProvider = fellTogether(turn, ofProvider, outage)
  const withUnit = fellTogether(turn, ofUnit, outage)
  if (isOfProvider(withProvider, measured(ofProvider)))
    openGroup(turn, { kind: 'provider', code: node.provider ?? '' }, withProvider)
  else if (withUnit.length > 1 && withUnit.length === measured(ofUnit).length)
    openGroup(turn, { kind: 'unit', code: node.unit }, withUnit)
  else openOwn(turn, node.key, node.node, outage)
}

/** The open incident of its provider or unit that began when it fell too. */
function joinedBy(turn: Turn, node: TreeNode, outage: SeenOutage): Incident | undefined {
  return turn.openIncidents().find(({ root, since, symptom, restoredAt }) => {
    const isOurs =
      (root.kind === 'provider' && root.code === node.provider) ||
      (root.kind === 'unit' && root.code === node.unit)
    const sinceMs = Date.parse(since)
    const inTime = outage.goodMs <= sinceMs + turn.joinMs && outage.sinceMs >= sinceMs - turn.joinMs
    return isOurs && restoredAt === null && inTime && explains(symptom, outage.symptom, false)
  })
}

/** Whether all of them have been looked at since, and none is on the way down. Asks for the looks that this needs. */
function areSettled(turn: Turn, node: TreeNode, others: TreeNode[], outage: SeenOutage): boolean {
  let settled = true
  const since = Math.max(
    outage.confirmedMs ?? 0,
    outage.restoredMs === null ? outage.sinceMs + turn.togetherMs : 0,
  )
  for (const { key } of others) {
    const one = turn.seen.get(key)
    if (key === node.key || one === undefined || one.newestMs === null) continue
    const last = one.outages.at(-1)
    const isSure = last?.confirmedMs != null && !last.over
    const isFalling = last !== undefined && last.confirmedMs === null
    if (isSure || (!isFalling && one.newestMs >= since)) continue
    settled = false
    turn.asks.add(key)
  }
  return settled
}

type Fallen = { node: TreeNode; outage: SeenOutage }

/** Those that fell when it did, in the same way, and are in no incident. */
function fellTogether(turn: Turn, lines: TreeNode[], outage: SeenOutage): Fallen[] {
  return lines.flatMap((node) => {
    const fell = newFalls(turn, node.key).find(
      (one) =>
        (one.symptom === 'ipv6_lost') === (outage.symptom === 'ipv6_lost') &&
        one.goodMs <= outage.sinceMs + turn.togetherMs &&
        one.sinceMs >= outage.goodMs - turn.togetherMs,
    )
    return fell ? [{ node, outage: fell }] : []
  })
}

/** The rule that is printed beside the incident: three lines or more, or both of two, in more than one unit. */
function isOfProvider(fallen: Fallen[], all: TreeNode[]): boolean {
  const units = new Set(fallen.map(({ node }) => node.unit))
  return units.size > 1 && fallen.length >= Math.min(linesOfProvider, Math.max(2, all.length))
}

function openOwn(turn: Turn, key: string, root: IncidentNode, outage: SeenOutage): void {
  const node = turn.tree.get(key)
  const incident = newIncident(
    turn,
    { root, unit: node?.unit ?? null, provider: node?.provider ?? null },
    outage,
  )
  turn.keepPart(incident, partOf(incident, root, node?.unit ?? null, outage))
}

function openGroup(turn: Turn, root: IncidentNode, fallen: Fallen[]): void {
  const ordered = fallen.toSorted((a, b) => a.outage.sinceMs - b.outage.sinceMs)
  const [first] = ordered
  if (first === undefined) return
  const providers = new Set(ordered.map(({ node }) => node.provider))
  const unit = root.kind === 'unit' ? root.code : null
  const provider = providers.size === 1 ? first.node.provider : null
  const incident = newIncident(turn, { root, unit, provider }, first.outage)
  for (const { node, outage } of ordered) absorb(turn, turn.incidentOf(incident.id) ?? incident, node, outage)
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
    spells: Math.max(1, outage.spells),
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

function absorb(turn: Turn, incident: Incident, { node, unit }: TreeNode, outage: SeenOutage): void {
  const since = iso(outage.sinceMs)
  const more = { ...incident, children: incident.children + 1 }
  turn.tell(more, { kind: 'absorbed', body: { node, unit, since, evidence: outage.after } })
  turn.keepPart(more, partOf(more, node, unit, outage))
}

/** Whether its end depends on the part: of one thing on itself, of many on their lines. */
function isMain({ root }: Incident, key: string): boolean {
  return keyOf(root) === key || (['provider', 'unit'].includes(root.kind) && key.startsWith('line~'))
}

/** What became of an open incident since the turn before. */
function follow(turn: Turn, before: Incident): void {
  const { seen, now } = turn
  const mains: SeenOutage[] = []
  let lasts = false
  for (const [key, part] of turn.partsOf(before.id)) {
    const own = seen.get(key)
    if (own === undefined) {
      lasts ||= isMain(before, key) && part.restoredAt === null
      continue
    }
    const outage = own.outages.find((one) => isOf(part, one))
    if (outage === undefined) continue
    if (isMain(before, key)) mains.push(outage)
    else if (before.restoredAt !== null && outage.restoredMs === null) turn.asks.add(key)
    const restoredAt = outage.restoredMs === null ? null : iso(outage.restoredMs)
    if (restoredAt !== part.restoredAt) turn.keepPart(before, { ...part, restoredAt })
  }
  if (mains.length === 0 || lasts) return
  const isBack = mains.every(({ restoredMs }) => restoredMs !== null)
  const latest = (times: (number | null)[]) => iso(Math.max(...times.map((one) => one ?? 0)))
  const restoredAt = isBack ? latest(mains.map(({ restoredMs }) => restoredMs)) : null
  const watchedUntil = isBack ? latest(mains.map(({ watchedUntilMs }) => watchedUntilMs)) : null
  const spells = Math.max(...mains.map((one) => Math.max(1, one.spells)))
  let incident = { ...before, restoredAt, watchedUntil, spells }
  const [main] = mains
  if (!isBack && before.root.kind !== 'provider' && main !== undefined && main.symptom !== before.symptom) {
    const { symptom } = main
    const severity = severityOf(before.root, symptom, before.severity === 'major')
    incident = { ...incident, symptom, severity }
    turn.tell(incident, { kind: 'severity', body: { symptom, severity, detail: before.detail } })
  }
  const returned = before.restoredAt !== null && restoredAt !== before.restoredAt
  if (returned || spells > before.spells) turn.tell(incident, { kind: 'relapsed', body: { spells, at: now } })
  if (restoredAt !== null && (before.restoredAt === null || returned))
    turn.tell(incident, { kind: 'restored', body: { at: restoredAt, watchedUntil } })
  incident = withCause(turn, incident, main)
  if (restoredAt === null || !mains.every(({ over }) => over)) return
  turn.tell({ ...incident, closedAt: now, watchedUntil: null }, { kind: 'closed', body: { restoredAt } })
}

/** With what the device at the end of a line tells once it can be asked again; never against what a person has said. */
function withCause(turn: Turn, incident: Incident, main: SeenOutage | undefined): Incident {
  const { tree, started, now } = turn
  const { root, symptom, cause, restoredAt } = incident
  if (root.kind !== 'line' || cause.by !== null || restoredAt === null || main === undefined) return incident
  const end = [...tree.values()].find(({ endOf }) => endOf.includes(keyOf(root)))
  const proposal = proposeCause({
    root,
    symptom,
    goodMs: main.goodMs,
    restoredMs: Date.parse(restoredAt),
    started: end && started.get(end.key),
  })
  if (proposal.rule === cause.rule || proposal.cause === 'unknown') return incident
  const better = { ...incident, cause: { ...proposal, by: null, at: now } }
  turn.tell(better, { kind: 'cause', body: { ...proposal, note: '' } })
  return better
}
