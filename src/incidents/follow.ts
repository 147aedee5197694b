import type { Incident } from '../model/incidents.ts'
import { proposeCause } from './cause.ts'
import { severityOf } from './open.ts'
import type { SeenOutage } from './seen.ts'
import { isOf, isOfMany, iso, keyOf, type Turn } from './turn.ts'

/** Symptoms that looks at the root alone tell. */
const ofLooks: Incident['symptom'][] = [
  'down',
  'agent_silent',
  'ipv6_lost',
  'unstable',
  'no_ipv4',
  'no_ipv6',
  'no_network',
]

/** Whether its end depends on the part: of one thing on itself, of many on their lines. */
function isMain({ root }: Incident, key: string): boolean {
  return keyOf(root) === key || (isOfMany(root) && key.startsWith('line~'))
}

/** What became of an open incident since the turn before. */
export function follow(turn: Turn, before: Incident): void {
  const { seen, now } = turn
  const mains: SeenOutage[] = []
  let spells = 1
  let hasMain = false
  let lasts = false
  for (const [key, part] of turn.partsOf(before.id)) {
    const own = seen.get(key)
    hasMain ||= isMain(before, key) && own !== undefined
    if (own === undefined) {
      lasts ||= isMain(before, key) && part.restoredAt === null
      continue
    }
    const outage = own.outages.find((one) => isOf(part, one))
    if (outage === undefined) continue
    const partMs = Date.parse(part.since)
    // what became worse is not back before that has an incident
    const worse = outage.deepened ? own.outages[own.outages.indexOf(outage) + 1] : undefined
    lasts ||= worse !== undefined && turn.partOf(key, worse) === undefined
    if (isMain(before, key)) {
      mains.push(outage)
      spells = Math.max(spells, outage.falls.filter((ms) => ms >= partMs).length)
    }
    if (!isMain(before, key) && before.restoredAt !== null && outage.restoredMs === null) turn.asks.add(key)
    const restoredAt = outage.restoredMs === null ? null : iso(outage.restoredMs)
    if (restoredAt !== part.restoredAt) turn.keepPart(before, { ...part, restoredAt })
  }
  if (!hasMain && before.root.kind !== 'hotspot' && ofLooks.includes(before.symptom)) {
    unwatch(turn, before)
    return
  }
  if (mains.length === 0 || lasts) return
  const isBack = mains.every(({ restoredMs }) => restoredMs !== null)
  const latest = (times: (number | null)[]) => iso(Math.max(...times.map((one) => one ?? 0)))
  const restoredAt = isBack ? latest(mains.map(({ restoredMs }) => restoredMs)) : null
  const watchedUntil = isBack ? latest(mains.map(({ watchedUntilMs }) => watchedUntilMs)) : null
  let incident = { ...before, restoredAt, watchedUntil, spells }
  const main = mains.find(({ restoredMs }) => restoredMs === null) ?? mains[0]
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

/** What nobody looks at any more did not come back: it ends, and is restored never. */
function unwatch(turn: Turn, incident: Incident): void {
  const { restoredAt } = incident
  turn.tell({ ...incident, closedAt: turn.now, watchedUntil: null }, { kind: 'closed', body: { restoredAt } })
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
