import type { Started } from '../incidents/cause.ts'
import { judgeIncidents } from '../incidents/judge.ts'
import { type SeeTerms, seeNode, seeProber, termsFor } from '../incidents/see.ts'
import type { Seen } from '../incidents/seen.ts'
import { type Tree, type TreeNode, treeOf } from '../incidents/tree.ts'
import type { Change } from '../incidents/turn.ts'
import type { Incident, IncidentNode, IncidentPart } from '../model/incidents.ts'
import type { Check, Clock, Instant, Observation } from '../model.ts'
import type { Database } from '../store/database.ts'
import { listHeartbeats } from '../store/heartbeats.ts'
import { findStarted, listFallen, listLooksSince, listReachChecks } from '../store/incident-looks.ts'
import {
  type IncidentWriter,
  incidentId,
  listLastParts,
  listOpenIncidents,
  listParts,
  nodeKey,
  writeIncidents,
} from '../store/incidents.ts'
import { listAssets, listUnits } from '../store/inventory.ts'
import { bringDue } from '../store/turns.ts'

export type IncidentDeps = { db: Database; now: Clock; pace: number }

/** What fell longer ago than this is in an incident, or is none; milliseconds of the schedule. */
const windowMs = 3_600_000
const leastWindowMs = 120_000
/** At most so many things that fell are judged in one turn, so that none takes long; the others follow in the next. */
const mostFallen = 200
/** Nobody is asked early more often, in milliseconds. */
const leastAskMs = 5_000

/**
 * Returns a turn of keeping incidents: what fell lately is judged and written down, and whoever has to be looked at first
 * is asked. All that it knows is in the database, so a restart, or two of them at once, change nothing; what it remembers
 * saves reading.
 */
export function createIncidentKeeper({ db, now, pace }: IncidentDeps): () => Promise<void> {
  let known: { stamp: string; tree: Tree; probers: Map<string, Check> } | undefined
  const asked = new Map<string, number>()

  /** The tree changes with the inventory, and with the checks that follow from it a moment later. */
  async function readTree(at: Instant) {
    const checks = await listReachChecks(db)
    const { inventory = '' } = await listHeartbeats(db)
    const stamp = JSON.stringify([inventory, at.slice(0, 13), checks])
    if (known?.stamp !== stamp) {
      const lines = await listAssets(db, { kind: 'line', asOf: at })
      const devices = await listAssets(db, { kind: 'device', asOf: at })
      const tree = treeOf(await listUnits(db, { asOf: at }), [...lines, ...devices], checks)
      const own = checks.filter(({ probe }) => probe === 'prober-self-test')
      known = { stamp, tree, probers: new Map(own.map((check) => [`prober~${check.asset.code}`, check])) }
    }
    return known
  }

  return async function turn() {
    const at = now()
    const since = new Date(Date.parse(at) - Math.max(windowMs / pace, leastWindowMs)).toISOString()
    const fallen = await listFallen(db, since)
    const open = await listOpenIncidents(db)
    if (fallen.length === 0 && open.length === 0) return
    const { tree, probers } = await readTree(at)
    const parts = await listParts(
      db,
      open.map(({ id }) => id),
    )
    const wanted = wantedOf(
      tree,
      [...probers.keys()],
      [...parts.map(({ node }) => nodeKey(node)), ...fallen.slice(0, mostFallen)],
    )
    const [from = since] = [since, ...open.map((one) => one.since)].sort()
    const checks = [...wanted].flatMap((key) => checksOf(tree.get(key), probers.get(key)))
    const looks = await listLooksSince(
      db,
      checks.map(({ id }) => id),
      from,
    )
    const looksOf = (id: string): Observation[] => looks.get(id) ?? []
    const termsOf = termsFor(open, parts, pace)
    const seen = seeAll([...wanted], { tree, probers, looksOf, termsOf })
    const started = await readStarted(db, tree, open, at)
    const judged = await writeIncidents(db, async (writer) => {
      // read anew: another scheduler may have written since
      const current = await listOpenIncidents(writer.db)
      const own = await listParts(
        writer.db,
        current.map(({ id }) => id),
      )
      const past = await listLastParts(writer.db, nodesOf(seen))
      const result = judgeIncidents({
        now: at,
        pace,
        tree,
        seen,
        open: current,
        parts: newestParts(own, past),
        started,
        idOf: incidentId,
      })
      await writeChanges(writer, result.changes, at)
      return result
    })
    for (const key of judged.asks) {
      const atMs = Date.parse(at)
      if (atMs - (asked.get(key) ?? 0) < leastAskMs) continue
      asked.set(key, atMs)
      for (const check of checksOf(tree.get(key), probers.get(key)))
        await bringDue(db, check, [check.probe], at)
    }
  }
}

/** What is judged, with all that it hangs behind, and the lines beside each line. */
function wantedOf(tree: Tree, probers: string[], keys: string[]): Set<string> {
  const wanted = new Set<string>(probers)
  const lines = [...tree.values()].filter(({ node }) => node.kind === 'line')
  const add = (key: string) => {
    const node = tree.get(key)
    if (node === undefined || wanted.has(key)) return
    wanted.add(key)
    for (const other of [...node.edges, ...node.lines, ...(node.pe === null ? [] : [node.pe])]) add(other)
    if (node.node.kind !== 'line') return
    for (const { key: beside, unit, provider } of lines)
      if (unit === node.unit || (provider !== null && provider === node.provider)) wanted.add(beside)
  }
  for (const key of keys) add(key)
  return wanted
}

function checksOf(node: TreeNode | undefined, prober: Check | undefined): Check[] {
  const { reach, agent, pe } = node?.checks ?? {}
  return [reach, agent, pe, prober].filter((check) => check !== undefined)
}

function seeAll(
  keys: string[],
  {
    tree,
    probers,
    looksOf,
    termsOf,
  }: {
    tree: Tree
    probers: Map<string, Check>
    looksOf: (id: string) => Observation[]
    termsOf: (key: string) => SeeTerms
  },
): Map<string, Seen> {
  const seen = new Map<string, Seen>()
  for (const key of keys) {
    const terms = termsOf(key)
    const node = tree.get(key)
    const prober = probers.get(key)
    if (node) seen.set(key, seeNode(node, looksOf, terms))
    else if (prober) seen.set(key, seeProber(prober, looksOf(prober.id), terms))
  }
  return seen
}

function nodesOf(seen: Map<string, Seen>): IncidentNode[] {
  return [...seen]
    .filter(([, { outages }]) => outages.length > 0)
    .map(([key]) => {
      const place = key.indexOf('~')
      return { kind: key.slice(0, place), code: key.slice(place + 1) } as IncidentNode
    })
}

function newestParts(own: IncidentPart[], past: IncidentPart[]): IncidentPart[] {
  const key = ({ incident, node }: IncidentPart) => `${incident} ${nodeKey(node)}`
  return [...new Map([...own, ...past].map((part) => [key(part), part])).values()]
}

/** Devices at the ends of lines that are back, while nothing tells what it was. */
async function readStarted(
  db: Database,
  tree: Tree,
  open: Incident[],
  at: Instant,
): Promise<Map<string, Started>> {
  const started = new Map<string, Started>()
  for (const { root, restoredAt, cause } of open) {
    if (root.kind !== 'line' || restoredAt === null || cause.by !== null || cause.cause !== 'unknown')
      continue
    const told = await findStarted(db, root.code, { from: restoredAt, to: at })
    for (const { key, endOf } of tree.values())
      if (told !== undefined && endOf.includes(nodeKey(root))) started.set(key, told)
  }
  return started
}

/** Writes down what became of incidents. */
export async function writeChanges(writer: IncidentWriter, changes: Change[], at: Instant): Promise<void> {
  for (const { incident, events, parts } of changes) {
    for (const { kind, body } of events) await writer.add(incident, { kind, at, body })
    if (events.length === 0) await writer.keep(incident)
    for (const part of new Map(parts.map((one) => [nodeKey(one.node), one])).values())
      await writer.keepPart(part)
  }
}
