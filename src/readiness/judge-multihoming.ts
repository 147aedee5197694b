import { probes } from '../../probes/index.ts'
import type { Asset } from '../model/inventory.ts'
import type { Text, UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { borderRouter } from './criteria/concerns.ts'
import { type Criterion, type OfUnitContext, question } from './criterion.ts'
import { judgeSessionWith, perhapsOwnText } from './judge/bgp.ts'
import { joined, listed } from './wording.ts'

/** An AS, and a border router with an established session with it; `certain` unless it may be the unit's own AS. */
type Neighbour = { as: number; by: Asset; certain: boolean }

/**
 * EXT-05: the other AS with established sessions for IPv6 routes, of all border routers of the unit together, since its
 * ways out may leave by different routers (domain rules 2.4). A router that cannot tell leaves the unit unknown, unless
 * two AS are known without it. Every router gets the verdict of the unit, and the looks at all of them as evidence.
 */
export function judgeUnitMultihoming(
  criterion: Criterion,
  state: UnitState,
  { judge }: OfUnitContext,
): AssetVerdict[] {
  const routers = state.assets.filter(borderRouter.concerns)
  const alone = routers.map((router) => judge(criterion, router).verdict)
  if (alone.length < 2) return alone
  const neighbours = systemsSeen(state).flatMap((as): Neighbour[] => {
    const asked = question({
      probe: 'snmp-bgp',
      ...borderRouter,
      judge: (facts) => judgeSessionWith(facts, as),
    })
    const verdicts = routers.map((by) => {
      return { by, ...judge({ ...criterion, questions: [asked] }, by).verdict }
    })
    const met = (['pass', 'partial'] as const).flatMap((one) =>
      verdicts.filter(({ verdict }) => verdict === one),
    )[0]
    return met === undefined ? [] : [{ as, by: met.by, certain: met.verdict === 'pass' }]
  })
  const certain = neighbours.filter((one) => one.certain)
  // of those that may be the unit's own AS, one at most is
  const others = certain.length + Math.max(0, neighbours.length - certain.length - 1)
  const [telling] = (['pass', 'unknown', 'partial', 'fail', 'na'] as const).flatMap((one) =>
    alone.filter(({ verdict }) => verdict === one),
  )
  const ofUnit =
    others >= 2 || telling === undefined
      ? { verdict: 'pass' as const, reason: null, because: namesOf(neighbours) }
      : { ...telling, because: joined(`${telling.asset.label}: `, telling.because) }
  const { verdict, reason, because } = ofUnit
  const evidence = alone.flatMap((own) => own.evidence)
  return alone.map((own) => ({ ...own, verdict, reason, because, failure: null, evidence }))
}

/** Every AS that a look of the unit's ever named; which of them count is judged for each. */
function systemsSeen({ checks }: UnitState): number[] {
  const probe = probes['snmp-bgp']
  const facts = checks
    .filter(({ check }) => check.probe === 'snmp-bgp')
    .flatMap(({ observations }) => observations)
    .flatMap(({ result, probeVersion }) => {
      const read = result.ok && probeVersion === probe.version ? probe.facts.safeParse(result.facts) : null
      return read?.success ? [read.data] : []
    })
  const systems = facts.flatMap(({ peers }) => peers.flatMap(({ remoteAs }) => remoteAs ?? []))
  return [...new Set(systems)].sort((one, other) => one - other)
}

/** "… với 2 hệ tự trị: AS64500 (R1), AS64501 (R2)". */
function namesOf(neighbours: Neighbour[]): Text {
  const names = listed(neighbours.map(({ as, by }) => `AS${as} (${by.code})`))
  return joined(
    {
      vi: `Các bộ định tuyến biên có phiên BGP IPv6 đã thiết lập với ${neighbours.length} hệ tự trị: `,
      en: `The border routers have established IPv6 BGP sessions with ${neighbours.length} AS: `,
    },
    names,
    neighbours.every(({ certain }) => certain) ? '' : perhapsOwnText,
  )
}
