import type { Instant } from '../model.ts'

/** What an incident can be about: one thing of the inventory, what lies behind many of them, or ourselves. */
const incidentNodeKinds = [
  'prober',
  'provider',
  'unit',
  'line',
  'device',
  'service',
  'hotspot',
  'task',
  'channel',
] as const
export type IncidentNodeKind = (typeof incidentNodeKinds)[number]

/** `code`: of a prober its vantage, of a provider or channel its name, else the code in the inventory or plan. */
export type IncidentNode = { kind: IncidentNodeKind; code: string }

/**
 * - `down`: silent over every family
 * - `agent_silent`: it answers ping, and its SNMP agent nobody
 * - `ipv6_lost`: IPv4 answers, and IPv6 does no more
 * - `unstable`: it falls silent again and again, each time too briefly for an outage
 * - `no_ipv4`, `no_ipv6`, `no_network`: what we ourselves lost
 * - `criterion_lost`: a criterion that was met is so no more
 * - `certificate_ends`, `signature_ends`: close to its end
 * - `malformed`: its answers can no more be read
 * - `late`: a task of the plan is overdue
 * - `aps_down`: some of a site's access points serve nobody, and others do
 * - `channel_fails`: messages cannot be sent over a channel of notifications
 */
const incidentSymptoms = [
  'down',
  'agent_silent',
  'ipv6_lost',
  'unstable',
  'no_ipv4',
  'no_ipv6',
  'no_network',
  'criterion_lost',
  'certificate_ends',
  'signature_ends',
  'malformed',
  'late',
  'aps_down',
  'channel_fails',
] as const
export type IncidentSymptom = (typeof incidentSymptoms)[number]

/** Gravest first. */
export const severities = ['critical', 'major', 'minor'] as const
export type Severity = (typeof severities)[number]

export const causes = ['carrier', 'power', 'device', 'our_side', 'unknown'] as const
export type Cause = (typeof causes)[number]

/** A look that proves something: the observation at /checks/<checkId>/<firstDueAt>, and when it was seen so. */
export type IncidentEvidence = { checkId: string; firstDueAt: Instant; seenAt: Instant }

/** By which rule a cause is proposed (src/incidents/cause.ts). */
const causeRules = [
  'we_are_blind',
  'lines_of_one_provider',
  'all_lines_of_the_unit',
  'restarted_meanwhile',
  'ran_through',
  'line_is_up',
  'nothing_tells',
] as const
export type CauseRule = (typeof causeRules)[number]

/** `by` null: proposed by `rule`; else the account that said so. */
type CauseGiven = {
  cause: Cause
  by: string | null
  at: Instant
  rule: CauseRule | null
  /** What the rule rests on besides the incident's own evidence. */
  evidence: IncidentEvidence[]
}

/** One root cause, with all that fell with it. Made of its events, which are never changed. */
export type Incident = {
  id: string
  root: IncidentNode
  symptom: IncidentSymptom
  severity: Severity
  /** Of the root where it belongs to one unit. */
  unit: string | null
  provider: string | null
  /** The first look that saw it. */
  since: Instant
  openedAt: Instant
  /** The first look that saw it gone; null while it lasts. */
  restoredAt: Instant | null
  /**
   * When it had been gone for as long as its damping asks; or, where `restoredAt` is null, since when nobody looks at it
   * any more.
   */
  closedAt: Instant | null
  /** Outages that were taken as this one incident. */
  spells: number
  /** While it is gone and watched: until when, if nothing happens. */
  watchedUntil: Instant | null
  cause: CauseGiven
  assignee: string | null
  acked: { by: string; at: Instant } | null
  /** The last look before it, and the first that saw it; before is null where nothing was ever measured (a task). */
  before: IncidentEvidence | null
  after: IncidentEvidence | null
  /** Things that fell with it, itself not counted. */
  children: number
  /** Words for what the symptom leaves open: criteria lost, the day a certificate ends, a task's name. */
  detail: string
}

/** Something that fell in an incident: its root, or what hangs behind it. */
export type IncidentPart = {
  incident: string
  node: IncidentNode
  unit: string | null
  since: Instant
  restoredAt: Instant | null
  before: IncidentEvidence | null
  after: IncidentEvidence | null
}

/**
 * What can happen to an incident, with what an event of that kind tells besides. `absorbed`: something else fell by the
 * same cause; `severity`: it became worse or better; `restored`: gone, and watched from now on; `relapsed`: back before it
 * was closed, `spells` outages by now, so that it is watched longer.
 */
export type IncidentEventBody = {
  opened: { symptom: IncidentSymptom; severity: Severity; detail: string; units: string[] }
  absorbed: { node: IncidentNode; unit: string | null; since: Instant; evidence: IncidentEvidence | null }
  severity: { symptom: IncidentSymptom; severity: Severity; detail: string }
  restored: { at: Instant; watchedUntil: Instant | null }
  relapsed: { spells: number; at: Instant }
  closed: { restoredAt: Instant | null }
  cause: { cause: Cause; rule: CauseRule | null; evidence: IncidentEvidence[]; note: string }
  ack: Record<string, never>
  assign: { to: string | null }
  comment: { text: string }
}
export type IncidentEventKind = keyof IncidentEventBody

/** One entry of an incident's log. `by` null: by rule. */
export type IncidentEvent = {
  [Kind in IncidentEventKind]: {
    /** Grows with every event of all incidents, in the order in which they can be read. */
    seq: number
    incident: string
    at: Instant
    by: string | null
    kind: Kind
    body: IncidentEventBody[Kind]
  }
}[IncidentEventKind]
