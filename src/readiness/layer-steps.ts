import type { Readiness } from './assessment.ts'
import type { Layer, Verdict } from './criterion.ts'

/** How far what is served has come: it has IPv6 addresses, answers over them, and does its work over them. */
type Step = 'addressed' | 'reachable' | 'working'

export type MatrixLayer = Extract<Layer, 'external' | 'wan' | 'lan' | 'dns' | 'web' | 'mail'>

/** The criterion that tells of each step of a layer; null where no criterion asks for it by itself. */
export const layerSteps: Record<MatrixLayer, Record<Step, string | null>> = {
  external: { addressed: 'EXT-02', reachable: 'EXT-03', working: 'EXT-04' },
  wan: { addressed: 'WAN-01', reachable: 'WAN-02', working: 'WAN-03' },
  lan: { addressed: 'LAN-01', reachable: null, working: 'LAN-02' },
  dns: { addressed: 'DNS-01', reachable: 'DNS-02', working: 'DNS-05' },
  web: { addressed: 'WEB-01', reachable: 'WEB-02', working: 'WEB-03' },
  mail: { addressed: null, reachable: 'MAI-01', working: 'MAI-02' },
}

export const matrixLayers = Object.keys(layerSteps) as MatrixLayer[]

/** A layer of one unit or of several: how many assets have come to each step. */
export type LayerCount = {
  /** The worst that holds of any step of any asset; `na`: no unit has such a layer. */
  state: Verdict
  served: number
  /** Assets that pass; null where no criterion tells. What is unknown passes nothing. */
  addressed: number | null
  reachable: number | null
  working: number | null
  /** Steps of assets of which nothing is known, and steps that a unit should have and whose assets nobody has entered. */
  unknown: number
}

/** Counts the assets of a unit that have come to each step of a layer, from the verdicts on them. */
export function countLayer({ verdicts }: Pick<Readiness, 'verdicts'>, layer: MatrixLayer): LayerCount {
  const served = new Set<string>()
  const seen: Verdict[] = []
  const passed: Record<Step, number | null> = {
    addressed: null,
    reachable: null,
    working: null,
  }
  for (const step of ['addressed', 'reachable', 'working'] as const) {
    const of = verdicts.find(({ id }) => id === layerSteps[layer][step])
    if (of === undefined || of.verdict === 'na') continue
    const applying = of.assets.filter(({ verdict }) => verdict !== 'na')
    for (const { asset } of applying) served.add(`${asset.kind}~${asset.code}`)
    seen.push(...(of.assets.length === 0 ? [of.verdict] : applying.map(({ verdict }) => verdict)))
    passed[step] = applying.filter(({ verdict }) => verdict === 'pass').length
  }
  return {
    state: worstOf(seen),
    served: served.size,
    ...passed,
    unknown: seen.filter((verdict) => verdict === 'unknown').length,
  }
}

/** The same of several units together. */
export function addLayers(counts: LayerCount[]): LayerCount {
  const sum = (of: (count: LayerCount) => number | null) =>
    counts.reduce<number | null>((all, one) => {
      const own = of(one)
      return own === null ? all : (all ?? 0) + own
    }, null)
  return {
    state: worstOf(counts.map(({ state }) => state)),
    served: sum(({ served }) => served) ?? 0,
    addressed: sum(({ addressed }) => addressed),
    reachable: sum(({ reachable }) => reachable),
    working: sum(({ working }) => working),
    unknown: sum(({ unknown }) => unknown) ?? 0,
  }
}

function worstOf(seen: Verdict[]): Verdict {
  return (['fail', 'unknown', 'partial', 'pass'] as const).find((verdict) => seen.includes(verdict)) ?? 'na'
}
