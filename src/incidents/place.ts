import type { Incident } from '../model/incidents.ts'
import { absorb, type Fallen, openGroup, openOwn } from './open.ts'
import type { SeenOutage } from './seen.ts'
import { isTrusted, standing, vantageOf } from './standing.ts'
import type { TreeNode } from './tree.ts'
import { explains, newFalls, type Turn } from './turn.ts'

/** Lines of one provider that fall together, in several units, are the provider's; of two lines both. */
const linesOfProvider = 3

export function placeDevice(turn: Turn, node: TreeNode, outage: SeenOutage): void {
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

export function placeLine(turn: Turn, node: TreeNode, outage: SeenOutage): void {
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
