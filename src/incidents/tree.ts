import type { IncidentNode } from '../model/incidents.ts'
import type { Asset, Unit } from '../model/inventory.ts'
import type { Check } from '../model.ts'

/** Something that is looked at and can fall, and what it hangs behind. */
export type TreeNode = {
  key: string
  node: IncidentNode
  unit: string
  provider: string | null
  checks: { reach?: Check; agent?: Check; pe?: Check }
  /** Devices of the unit through which it is reached: one of them suffices. */
  edges: string[]
  /** Lines through which it is reached: one of them suffices. */
  lines: string[]
  /** The provider's edge that a line hangs at. */
  pe: string | null
  /** The line whose own end this device is. */
  endOf: string[]
}

/** What is looked at, by key. */
export type Tree = Map<string, TreeNode>

/** Roles of devices through which others of their unit are reached. */
const edgeRoles = ['router', 'firewall']

/**
 * The tree that the inventory tells: a device behind its unit's edge, that behind the unit's lines, a line behind the
 * provider's edge. Those of the platform stand beside us, behind nothing.
 */
export function treeOf(units: Unit[], assets: Asset[], checks: Check[]): Tree {
  const platforms = new Set(units.filter(({ kind }) => kind === 'platform').map(({ code }) => code))
  const byAsset = new Map<string, TreeNode['checks']>()
  for (const check of checks) {
    const slot = slots[check.probe]
    if (slot === undefined) continue
    const key = `${check.asset.kind}~${check.asset.code}`
    byAsset.set(key, { ...byAsset.get(key), [slot]: check })
  }
  const tree: Tree = new Map()
  for (const asset of assets) {
    const { kind, code, unit } = asset
    const key = `${kind}~${code}`
    const own = byAsset.get(key)
    if ((kind !== 'line' && kind !== 'device') || own === undefined) continue
    const pe = kind === 'line' && asset.peDevice !== undefined ? `device~${asset.peDevice}` : null
    const provider = kind === 'line' && asset.provider !== '' ? asset.provider : null
    tree.set(key, {
      key,
      node: { kind, code },
      unit,
      provider,
      checks: own,
      edges: [],
      lines: [],
      pe,
      endOf: [],
    })
  }
  const lines = assets.filter((one) => one.kind === 'line').filter(({ code }) => tree.has(`line~${code}`))
  const pes = new Set(lines.map(({ peDevice }) => peDevice))
  for (const asset of assets) {
    const { kind, code, unit } = asset
    const node = tree.get(`${kind}~${code}`)
    if (node === undefined || kind !== 'device' || platforms.has(unit) || pes.has(code)) continue
    const own = lines.filter((line) => line.unit === unit)
    node.lines = own.map((line) => `line~${line.code}`)
    node.endOf = own.filter(({ device }) => device === code).map((line) => `line~${line.code}`)
    if (node.endOf.length > 0) continue
    const ends = new Set(own.map(({ device }) => device))
    node.edges = assets
      .filter((one) => one.kind === 'device' && one.unit === unit && one.code !== code)
      .filter((one) => one.kind === 'device' && edgeRoles.includes(one.role) && ends.has(one.code))
      .map((one) => `device~${one.code}`)
      .filter((key) => tree.has(key))
  }
  return tree
}

const slots: Partial<Record<Check['probe'], keyof TreeNode['checks']>> = {
  'reach-ping': 'reach',
  'snmp-reach': 'agent',
  'snmp-pe': 'pe',
}
