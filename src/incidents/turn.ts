import type {
  Incident,
  IncidentEventBody,
  IncidentEventKind,
  IncidentNode,
  IncidentPart,
  IncidentSymptom,
} from '../model/incidents.ts'
import type { Instant } from '../model.ts'
import type { Started } from './cause.ts'
import type { Again } from './outages.ts'
import type { Seen, SeenOutage } from './seen.ts'
import type { Tree } from './tree.ts'

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

export const iso = (ms: number): Instant => new Date(ms).toISOString()
export const keyOf = ({ kind, code }: IncidentNode) => `${kind}~${code}`

/** Whether an incident about it is about what many lines have in common. */
export const isOfMany = ({ kind }: IncidentNode) => kind === 'provider' || kind === 'unit'

export type Turn = ReturnType<typeof startTurn>

export function startTurn(world: ToJudge) {
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
  let hasLeft = false
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
    /** Whether an incident that is open held it, and holds a later one of the same thing now: it keeps the newest alone. */
    wasIn(key: string, { restoredMs }: SeenOutage): boolean {
      return [...parts].some(([id, own]) => {
        const [part, incident] = [own.get(key), incidents.get(id)]
        if (part === undefined || incident === undefined || restoredMs === null) return false
        return restoredMs > Date.parse(incident.since) && restoredMs <= Date.parse(part.since)
      })
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
    /** Its newest fall is something else's: then this incident ended when it had come back. */
    leave(incident: Incident, key: string, backMs: number) {
      const part = parts.get(incident.id)?.get(key)
      const restoredAt = iso(backMs)
      const spells = Math.max(1, incident.spells - 1)
      this.tell(
        { ...incident, spells, restoredAt, closedAt: now, watchedUntil: null },
        { kind: 'closed', body: { restoredAt } },
      )
      if (part) this.keepPart(incident, { ...part, restoredAt })
      const behind = parts.get(incident.id)
      behind?.delete(key)
      // what fell with it is placed anew
      for (const [other, one] of behind ?? []) past.set(other, one)
      parts.delete(incident.id)
      hasLeft = true
    },
    hasLeft: () => hasLeft,
    changes: () => [...changed.values()],
  }
}

/** A part goes on in the outage that lasts beyond its beginning. */
export function isOf(part: IncidentPart, { sinceMs, restoredMs, confirmedMs }: SeenOutage): boolean {
  const partMs = Date.parse(part.since)
  if (confirmedMs === null || (restoredMs !== null && restoredMs <= partMs)) return false
  return part.restoredAt === null || sinceMs <= Date.parse(part.restoredAt)
}

/** What fell and is in no incident yet. */
export function newFalls(turn: Turn, key: string): SeenOutage[] {
  const past = turn.past.get(key)
  const pastMs = past === undefined ? Number.NEGATIVE_INFINITY : Date.parse(past.restoredAt ?? past.since)
  return (turn.seen.get(key)?.outages ?? []).flatMap((outage) => {
    if (outage.confirmedMs === null || turn.partOf(key, outage) || turn.wasIn(key, outage)) return []
    if (past === undefined || outage.sinceMs > pastMs) return [outage]
    if (outage.again !== null && outage.again.sinceMs > pastMs) return [againIn(outage, outage.again)]
    // left behind by an incident that is closed: it was not what that was
    return past.restoredAt === null && outage.restoredMs === null ? [outage] : []
  })
}

/** What has an incident of its own that is watched, and fell again meanwhile: that may be something else's doing. */
export function fallAgain(
  turn: Turn,
  key: string,
): { own: Incident; outage: SeenOutage; backMs: number } | null {
  const outage = turn.seen.get(key)?.outages.at(-1)
  if (!outage?.again) return null
  const part = turn.partOf(key, outage)
  const own = part && turn.incidentOf(part.incident)
  const isOwn = own !== undefined && own.closedAt === null && keyOf(own.root) === key
  const { again } = outage
  return isOwn && again.backMs >= Date.parse(part?.since ?? '')
    ? { own, outage: againIn(outage, again), backMs: again.backMs }
    : null
}

function againIn(outage: SeenOutage, { backMs: _, ...again }: Again): SeenOutage {
  return { ...outage, ...again, falls: [again.sinceMs], again: null }
}

export function explains(parent: IncidentSymptom, child: IncidentSymptom, onlyIpv6: boolean): boolean {
  if (parent === 'down' || parent === 'unstable') return true
  return parent === 'ipv6_lost' && (child === 'ipv6_lost' || onlyIpv6)
}
