import type { Incident, IncidentNode } from '../model/incidents.ts'
import { follow } from './follow.ts'
import { absorb, type Fallen, openGroup, openOwn } from './open.ts'
import type { SeenOutage } from './seen.ts'
import { isTrusted, standing, vantageOf } from './standing.ts'
import type { TreeNode } from './tree.ts'
import { explains, fallAgain, newFalls, type Turn } from './turn.ts'

/** Lines of one provider that fall together, in several units, are the provider's; of two lines both. */
const linesOfProvider = 3

/** Whose a fall is: its own, an incident's that is open, or that of all that fell together. `wait`: a look is needed first. */
type Placed = 'own' | 'wait' | { joins: Incident } | { root: IncidentNode; fallen: Fallen[] }

/** Gives a new fall to what it belongs to. */
export function place(turn: Turn, node: TreeNode, outage: SeenOutage): void {
  const placed = placeOf(turn, node, outage)
  if (placed === 'own') follow(turn, openOwn(turn, node.key, node.node, outage))
  else if (placed !== 'wait') takeAlong(turn, placed, { node, outage })
}

/** Takes what fell again while it was watched to where that belongs, if it is not its own doing. */
export function placeAgain(turn: Turn, node: TreeNode): void {
  const fell = fallAgain(turn, node.key)
  if (fell === null || fell.outage.restoredMs !== null) return
  const placed = placeOf(turn, node, fell.outage)
  if (placed !== 'own' && placed !== 'wait' && !('joins' in placed && placed.joins.id === fell.own.id))
    takeAlong(turn, placed, { node, outage: fell.outage })
}

function takeAlong(turn: Turn, placed: Exclude<Placed, string>, one: Fallen): void {
  const fallen = 'joins' in placed ? [one] : placed.fallen
  for (const { node } of fallen) {
    const fell = fallAgain(turn, node.key)
    if (fell) turn.leave(fell.own, node.key, fell.backMs)
  }
  if ('joins' in placed) absorb(turn, placed.joins, one.node, one.outage)
  else follow(turn, openGroup(turn, placed.root, one, fallen)) // it may be one that goes on
}

function placeOf(turn: Turn, node: TreeNode, outage: SeenOutage): Placed {
  return node.node.kind === 'line' ? placeOfLine(turn, node, outage) : placeOfDevice(turn, node, outage)
}

function placeOfDevice(turn: Turn, node: TreeNode, outage: SeenOutage): Placed {
  const { key, edges, lines } = node
  if (!isTrusted(turn, vantageOf(node), outage)) return 'wait'
  const onlyIpv6 = turn.seen.get(key)?.onlyIpv6 ?? false
  for (const behind of [edges, lines]) {
    const stood = behind.map((one) => [one, standing(turn, one, outage, onlyIpv6)] as const)
    const measured = stood.filter(([, how]) => how !== 'unmeasured')
    if (measured.length === 0 || measured.some(([, how]) => how === 'up')) continue
    if (measured.some(([, how]) => how === 'wait')) return 'wait'
    const incidents = measured.map(([one]) => incidentWith(turn, one, outage))
    const newest = incidents
      .filter((one) => one !== undefined)
      .sort((a, b) => (a.since < b.since ? 1 : -1))[0]
    return newest === undefined ? 'wait' : { joins: newest } // it waits until what it hangs behind has one
  }
  return 'own'
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

function placeOfLine(turn: Turn, node: TreeNode, outage: SeenOutage): Placed {
  const { seen, nowMs } = turn
  const own = seen.get(node.key)
  if (!isTrusted(turn, vantageOf(node), outage)) return 'wait'
  const sure = outage.confirmedMs ?? 0
  const isPatient = nowMs <= sure + turn.patienceMs
  if (node.checks.pe && own?.edgeMs != null && own.edgeMs < sure && isPatient) {
    turn.asks.add(node.key)
    return 'wait'
  }
  if (node.pe !== null) {
    const how = standing(turn, node.pe, outage, own?.onlyIpv6 ?? false)
    if (how === 'wait') return 'wait'
    if (how === 'down') {
      const incident = incidentWith(turn, node.pe, outage)
      return incident === undefined ? 'wait' : { joins: incident } // it waits until that has one
    }
  }
  const lines = [...turn.tree.values()].filter(({ node: { kind } }) => kind === 'line')
  const ofProvider = lines.filter((one) => node.provider !== null && one.provider === node.provider)
  const ofUnit = lines.filter((one) => one.unit === node.unit)
  const joined = joinedBy(turn, node, outage)
  if (joined) return { joins: joined }
  if (isPatient && !areSettled(turn, node, [...ofProvider, ...ofUnit], outage)) return 'wait'
  const withProvider = fellTogether(turn, ofProvider, outage)
  const withUnit = fellTogether(turn, ofUnit, outage)
  const stood = ofProvider.filter((one) => stoodBefore(turn, one.key, outage) || has(withProvider, one))
  if (isOfProvider(withProvider, stood))
    return { root: { kind: 'provider', code: node.provider ?? '' }, fallen: withProvider }
  const measured = ofUnit.filter(({ key }) => seen.get(key)?.newestMs != null)
  if (withUnit.length > 1 && withUnit.length === measured.length)
    return { root: { kind: 'unit', code: node.unit }, fallen: withUnit }
  return 'own'
}

const has = (fallen: Fallen[], { key }: TreeNode) => fallen.some(({ node }) => node.key === key)

/** It was there when the other fell; what had been gone for long could not fall with it. */
function stoodBefore(turn: Turn, key: string, { goodMs }: SeenOutage): boolean {
  const own = turn.seen.get(key)
  if (own?.newestMs == null) return false
  return !own.outages.some(
    ({ confirmedMs, sinceMs, restoredMs }) =>
      confirmedMs !== null &&
      sinceMs < goodMs - turn.togetherMs &&
      (restoredMs ?? Number.POSITIVE_INFINITY) > goodMs,
  )
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
    const isSure = last?.confirmedMs != null && last.restoredMs === null && !last.falling
    if (isSure || (!last?.falling && one.newestMs >= since)) continue
    settled = false
    turn.asks.add(key)
  }
  return settled
}

/** Those that fell when it did, in the same way, and are in no incident but one of their own that was back. */
function fellTogether(turn: Turn, lines: TreeNode[], outage: SeenOutage): Fallen[] {
  return lines.flatMap((node) => {
    const again = fallAgain(turn, node.key)
    const fell = [...newFalls(turn, node.key), ...(again ? [again.outage] : [])].find(
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
