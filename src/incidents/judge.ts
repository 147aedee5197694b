import { follow } from './follow.ts'
import { openOwn } from './open.ts'
import { place, placeAgain } from './place.ts'
import type { TreeNode } from './tree.ts'
import { type Judged, newFalls, startTurn, type ToJudge, type Turn } from './turn.ts'

/**
 * Follows the incidents that are open, and gives each new fall to one: that of what it hangs behind when that fell too,
 * else its own. Nothing is judged before a look at everything that it hangs behind, later than the look that made the fall
 * sure; whom that lacks is asked for. Pure: judged again, the same gives no more changes.
 */
export function judgeIncidents(world: ToJudge): Judged {
  const { tree, seen } = world
  const turn = startTurn(world)
  for (const incident of world.open) follow(turn, incident)
  placeNew(turn)
  for (const key of seen.keys()) {
    const node = tree.get(key)
    if (node) placeAgain(turn, node)
  }
  if (turn.hasLeft()) placeNew(turn) // what an incident that ended by that had taken along
  return { changes: turn.changes(), asks: [...turn.asks] }
}

function placeNew(turn: Turn): void {
  const { tree, seen } = turn
  const fallen = [...seen.keys()]
    .flatMap((key) => {
      const node = tree.get(key)
      return newFalls(turn, key).map((outage) => ({ key, node, outage }))
    })
    .sort((a, b) => depthOf(a.node) - depthOf(b.node) || a.outage.sinceMs - b.outage.sinceMs)
  for (const { key, node, outage } of fallen) {
    if (turn.partOf(key, outage) !== undefined) continue // taken along by one before it
    if (node === undefined)
      follow(turn, openOwn(turn, key, { kind: 'prober', code: key.slice('prober~'.length) }, outage))
    else place(turn, node, outage)
  }
}

/** Ourselves, then what hangs behind nothing, lines, the devices at their ends, and the rest. */
function depthOf(node: TreeNode | undefined): number {
  if (node === undefined) return 0
  if (node.node.kind === 'line') return 2
  if (node.lines.length === 0) return 1
  return node.edges.length === 0 ? 3 : 4
}
