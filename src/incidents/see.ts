import type { FactsOf } from '../../probes/probe.ts'
import type { snmpPe } from '../../probes/snmp-pe.ts'
import { periodMsOf } from '../days.ts'
import type { Incident, IncidentPart } from '../model/incidents.ts'
import type { Check, Observation } from '../model.ts'
import { blindStretches } from '../operations/blind.ts'
import type { Stretch } from '../operations/minutes.ts'
import type { SelfTestFacts } from '../operations/vantage-state.ts'
import { agentRuns, reachRuns, selfTestRuns } from './look-runs.ts'
import { type LookRun, type OutageTerms, outagesOf } from './outages.ts'
import { deviceOutages, newestOf, type Seen } from './seen.ts'
import type { TreeNode } from './tree.ts'
import { isOfMany, keyOf } from './turn.ts'

export type SeeTerms = { pace: number } & Pick<OutageTerms, 'open' | 'parts'>

/** How each thing is to be seen while these incidents are open, with their parts. */
export function termsFor(open: Incident[], parts: IncidentPart[], pace: number): (key: string) => SeeTerms {
  const byRoot = new Map(open.map((one) => [keyOf(one.root), one]))
  const ofMany = new Set(
    open.filter(({ root, symptom }) => isOfMany(root) && symptom === 'ipv6_lost').map(({ id }) => id),
  )
  const shared = new Set(parts.filter(({ incident }) => ofMany.has(incident)).map(({ node }) => keyOf(node)))
  return (key) => {
    const own = byRoot.get(key)
    const isLine = key.startsWith('line~')
    return {
      pace,
      open: own && { sinceMs: Date.parse(own.since), symptom: own.symptom },
      parts: isLine && shared.has(key),
    }
  }
}

/** What was seen of a line or device. `looksOf`: the newest intervals of a check, oldest first. */
export function seeNode(
  { checks: { reach, agent, pe }, node }: TreeNode,
  looksOf: (checkId: string) => Observation[],
  terms: SeeTerms,
): Seen {
  const tests = looksOf(`prober~${(reach ?? agent)?.vantage}~prober-self-test`)
  const needs = familiesOf((reach ?? agent)?.settings)
  const blind = blindStretches(tests, needs)
  const edge = pe ? looksOf(pe.id) : []
  const ping = reach && outagesIn(reach, reachRuns(looksOf(reach.id), blind, thereIn(edge)), terms)
  const asked = agent && outagesIn(agent, agentRuns(looksOf(agent.id), blind), terms)
  const base = {
    edgeMs: edge.length === 0 ? null : Math.max(...edge.map(({ lastSeenAt }) => Date.parse(lastSeenAt))),
    onlyIpv6: !needs.ipv4,
  }
  if (node.kind !== 'device' || asked === undefined)
    return { ...base, ...(ping ?? { outages: [], newestMs: null, goodMs: null }) }
  const outages = deviceOutages(ping ?? { outages: [], newestMs: null }, asked)
  return {
    ...base,
    outages,
    newestMs: latest(ping?.newestMs, asked.newestMs),
    goodMs: latest(ping?.goodMs, asked.goodMs),
  }
}

/** What we saw of our own network from a vantage. */
export function seeProber(check: Check, tests: Observation[], terms: SeeTerms): Seen {
  const seen = outagesIn(check, selfTestRuns(tests), terms)
  const lost = tests.findLast(({ result }) => {
    const facts = result.ok ? (result.facts as SelfTestFacts) : null
    return facts !== null && !(facts.ipv4.working && facts.ipv6.working)
  })
  const facts = lost?.result.ok ? (lost.result.facts as SelfTestFacts) : null
  const symptom = facts?.ipv4.working ? 'no_ipv6' : facts?.ipv6.working ? 'no_ipv4' : 'no_network'
  return {
    ...seen,
    outages: seen.outages.map((one) => ({ ...one, symptom })),
    edgeMs: null,
    onlyIpv6: false,
  }
}

function outagesIn(check: Check, runs: LookRun[], see: SeeTerms) {
  const terms = { ...see, periodMs: periodMsOf(check.everySeconds, see.pace) }
  return { outages: outagesOf(runs, terms), ...newestOf(runs) }
}

function familiesOf(settings: unknown): { ipv4: boolean; ipv6: boolean } {
  const { address = null, address6 = null } = (settings ?? {}) as Record<string, string | null>
  return { ipv4: address !== null, ipv6: address6 !== null }
}

/** Whenever the provider's edge had its interface up and the line's end for a neighbour over some family. */
export function thereIn(edge: Observation[]): Stretch[] {
  return edge.flatMap(({ firstSeenAt, lastSeenAt, result }) => {
    const facts = result.ok ? (result.facts as FactsOf<typeof snmpPe>) : null
    const isThere = facts?.operStatus === 'up' && (facts.neighbour4 === true || facts.neighbour6 === true)
    return isThere ? [{ fromMs: Date.parse(firstSeenAt), toMs: Date.parse(lastSeenAt) }] : []
  })
}

function latest(one: number | null | undefined, other: number | null): number | null {
  return one == null ? other : other === null ? one : Math.max(one, other)
}
