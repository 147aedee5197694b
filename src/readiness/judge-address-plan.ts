import { probes } from '../../probes/index.ts'
import { saysSomething } from '../../probes/lib/snmp-prefix-table.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { snmpAddresses } from '../../probes/snmp-addresses.ts'
import { placeOf } from '../address-plan/diff.ts'
import { flawsOf, type PlanFlaw } from '../address-plan/flaws.ts'
import { type PlanAt, planAt } from '../address-plan/plan-at.ts'
import { addressesOf, isWhole, tellsOfLinks } from '../address-plan/sightings.ts'
import type { PlanNode } from '../address-plan/tree.ts'
import type { Device } from '../model/inventory.ts'
import type { Observation, UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { type Criterion, type Finding, type OfUnitContext, question } from './criterion.ts'
import { fail, pass, unknown } from './judge/finding.ts'
import { joined } from './wording.ts'

type Facts = FactsOf<typeof snmpAddresses>

/**
 * ADR-02: every entry that the unit has in the address plan, which must be where it may be and of the right length, and every block on
 * the links of its devices, which must be in the plan (domain rules 2.4). An overlap fails by itself; of the rest at most 5 %
 * may be wrong. While not every device that routes tells its addresses, nobody knows whether all is planned.
 */
export function judgeAddressPlan(
  criterion: Criterion,
  state: UnitState,
  context: OfUnitContext,
): AssetVerdict[] {
  const plan = state.addressPlan && planAt(state.addressPlan, context.asOf)
  if (plan === undefined || plan.tree.nodes.length === 0) return []
  const own = plan.tree.nodes.filter(({ prefix }) => prefix.unit === state.unit.code)
  const devices = state.assets.filter(tellsOfLinks)
  if (own.length + devices.length === 0) return []
  const entries = own.map((node) => entryVerdict(node, plan))
  const told = devices.map((device) => ({
    device,
    ...context.judge(asking(criterion, judgeReadable), device),
  }))
  const seen = new Map<string, AssetVerdict>()
  for (const { device, verdict } of told) {
    if (verdict.verdict === 'unknown') continue
    const [now = [], before = []] = prefixesSeen(state, device)
    if (now.length === 0) seen.set(device.code, verdict)
    for (const prefix of new Set([...now, ...before])) {
      const one = prefixVerdict(criterion, prefix, device, plan, context)
      // what a single look has no more is wrong until a second one confirms it
      if (!now.includes(prefix) && one.verdict !== 'fail') continue
      if (seen.get(prefix)?.verdict !== 'fail') seen.set(prefix, one)
    }
  }
  const untold = told.flatMap(({ verdict }) => (verdict.verdict === 'unknown' ? [verdict] : []))
  const all = [...entries, ...seen.values()]
  return untold.length === 0 ? all : [...all.map((one) => notSure(one, untold)), ...untold]
}

function entryVerdict(node: PlanNode, { tree, isPartOf }: PlanAt): AssetVerdict {
  const flaws = flawsOf(node, node.parent?.children ?? tree.roots, isPartOf)
  const { code, prefix } = node.prefix
  const conflict = flaws.find(isConflict)
  const [first] = conflict ? [conflict] : flaws
  return {
    asset: { kind: 'prefix', code, label: prefix },
    verdict: first ? 'fail' : 'pass',
    reason: null,
    because: first?.because ?? {
      vi: `${prefix} không chồng lấn, nằm trong vùng được cấp, đúng độ dài`,
      en: `${prefix} overlaps nothing, lies in an allocation and is of the right length`,
    },
    failure: null,
    critical: conflict !== undefined,
    evidence: [],
    pending: null,
  }
}

function isConflict({ code }: PlanFlaw): boolean {
  return code === 'duplicate' || code === 'overlap'
}

/** The same criterion with one question to a device's table of addresses, so that answers are confirmed and grow stale. */
function asking(criterion: Criterion, judge: (facts: Facts) => Finding): Criterion {
  const asked = question({ probe: 'snmp-addresses', concerns: tellsOfLinks, wants: criterion.name, judge })
  return { ...criterion, questions: [asked] }
}

function judgeReadable(facts: Facts): Finding {
  if (isWhole(facts))
    return pass(
      blocksOf(facts).length > 0
        ? { vi: 'đọc được bảng địa chỉ', en: 'its table of addresses is known' }
        : { vi: 'không có vùng IPv6 nào trên các cổng', en: 'it has no IPv6 block on its links' },
    )
  if (facts.truncated)
    return unknown('coverage_low', {
      vi: 'Bảng địa chỉ của thiết bị không đọc được hết',
      en: "The device's table of addresses could not be read completely",
    })
  return unknown('oid_not_supported', {
    vi: 'Thiết bị không cung cấp bảng địa chỉ IPv6 đúng chuẩn',
    en: 'The device serves no proper table of IPv6 addresses',
  })
}

function prefixVerdict(
  criterion: Criterion,
  prefix: string,
  device: Device,
  plan: PlanAt,
  { judge }: OfUnitContext,
): AssetVerdict {
  const place = placeOf(plan, prefix)
  const { verdict } = judge(
    asking(criterion, (facts) => {
      const at = addressesOf(facts).filter((one) => one.prefix === prefix)
      if (at.length === 0)
        return pass({ vi: `${prefix} không có trên các cổng`, en: `${prefix} is not on its links` })
      const where = { vi: ` (${device.code} ${at[0]?.at ?? ''})`, en: ` (${device.code} ${at[0]?.at ?? ''})` }
      const because = joined(place.because, where)
      return place.class === 'agrees' ? pass(because) : fail(because)
    }),
    device,
  )
  return { ...verdict, asset: { kind: 'seen', code: `${device.code}~${prefix}`, label: prefix } }
}

/** The blocks on the links of a device by each of its two newest looks that differ, the newest first. */
function prefixesSeen({ checks }: UnitState, { code }: Device): string[][] {
  return checks
    .filter(({ check }) => check.probe === 'snmp-addresses' && check.asset.code === code)
    .flatMap(({ observations }) => observations.filter(isReadable).slice(0, 2))
    .map(({ result }) => (result.ok ? blocksOf(result.facts as Facts) : []))
}

function isReadable({ result, probeVersion }: Observation): boolean {
  return result.ok && probeVersion === probes['snmp-addresses'].version
}

function blocksOf(facts: Facts): string[] {
  const found = addressesOf(facts).flatMap(({ prefix }) => prefix ?? [])
  return [...new Set(found)].filter((prefix) => saysSomething(prefix.split('/')[0] ?? ''))
}

/** What is right as far as it is seen, while a device that may have more does not tell. */
function notSure(one: AssetVerdict, untold: AssetVerdict[]): AssetVerdict {
  if (one.verdict !== 'pass') return one
  const names = untold.map(({ asset }) => asset.label).join(', ')
  return {
    ...one,
    verdict: 'unknown',
    reason: untold[0]?.reason ?? 'no_evidence',
    because: joined(one.because, {
      vi: `; nhưng chưa đọc được ${names}, nên chưa biết mọi vùng đang dùng đã có trong quy hoạch hay chưa`,
      en: `; but ${names} could not be read, so nobody knows whether every prefix in use is planned`,
    }),
  }
}
