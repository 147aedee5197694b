import { judgeIncidents } from '../../src/incidents/judge.ts'
import { type SeeTerms, seeNode, seeProber, termsFor, thereIn } from '../../src/incidents/see.ts'
import type { Seen } from '../../src/incidents/seen.ts'
import { treeOf } from '../../src/incidents/tree.ts'
import type { Change } from '../../src/incidents/turn.ts'
import type { Incident, IncidentEventKind, IncidentPart } from '../../src/model/incidents.ts'
import type { Asset, Device, Line, Unit } from '../../src/model/inventory.ts'
import type { Check, Observation } from '../../src/model.ts'
import { accountingMethod } from '../../src/operations/accounting-method.ts'
import { blindStretches } from '../../src/operations/blind.ts'
import { lineDayOf } from '../../src/operations/line-day.ts'
import type { LineMinutes } from '../../src/operations/line-figures.ts'
import { countMinutes } from '../../src/operations/line-minutes.ts'
import { incidentId, nodeKey } from '../../src/store/incidents.ts'
import { exampleCheck } from '../helpers/example.ts'
import { exampleLine } from '../helpers/line.ts'

/** What is broken from one minute to another: `provider~VT`, `unit~A`, `line~A1`, `device~RA`, `prober~inside`. */
export type Fault = {
  what: string
  from: number
  to: number
  /** Default: everything. `agent`: SNMP alone; `mute`: it answers no ping, and lives. */
  how?: 'ipv6' | 'ipv4' | 'agent' | 'mute'
}

const start = Date.parse('2022-03-01T00:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()

const unit = (code: string, kind: Unit['kind'] = 'commune'): Unit => ({
  code,
  name: code,
  kind,
  type: 'xa',
  parent: null,
  validFrom: null,
  validTo: null,
  contactName: '',
  contactEmail: '',
  profile: null,
})
const line = (code: string, provider: string, device: string, more: Partial<Line> = {}): Line => ({
  ...exampleLine,
  code,
  unit: code.slice(0, 1),
  provider,
  device,
  ...more,
})
const device = (code: string, role: Device['role'], of = code.slice(1, 2)): Device => ({
  kind: 'device',
  code,
  unit: of,
  name: code,
  role,
  address: '10.0.0.1',
  address6: '2001:db8::1',
  credential: 'x',
  internetIf: null,
  tslcdIf: null,
  userIf: [],
  wifiIf: [],
})

/**
 * A unit with two lines (A), two with one of the same provider (B, C), two behind the province's own edge PE (D, E), and
 * one whose line is looked at rarely (F).
 */
const units = [unit('P', 'platform'), ...['A', 'B', 'C', 'D', 'E', 'F'].map((code) => unit(code))]
const assets: Asset[] = [
  line('A1', 'VT', 'RA'),
  line('A2', 'VN', 'RA', { level: 'backup' }),
  line('B1', 'VT', 'RB'),
  line('C1', 'VT', 'RC'),
  line('D1', 'VN', 'RD', { peDevice: 'PE', peIf: 'd' }),
  line('E1', 'FT', 'RE', { peDevice: 'PE', peIf: 'e' }),
  line('F1', 'FT', 'RF'),
  device('RA', 'router'),
  device('SA', 'switch'),
  device('RB', 'router'),
  device('SB', 'switch'),
  device('RC', 'router'),
  device('RD', 'router'),
  device('RE', 'router'),
  device('RF', 'router'),
  device('PE', 'router', 'P'),
]
const rare = ['line~F1']

function checksOf(): Check[] {
  return assets.flatMap((asset): Check[] => {
    const of = { asset: { kind: asset.kind, code: asset.code }, unit: asset.unit }
    const make = (probe: Check['probe'], everySeconds: number) =>
      exampleCheck({
        ...of,
        id: `${asset.kind}~${asset.code}~${probe}`,
        probe,
        everySeconds,
        settings: { address: '10.0.0.1', address6: '2001:db8::1' },
      })
    if (asset.kind === 'device') return [make('reach-ping', 300), make('snmp-reach', 300)]
    if (asset.kind !== 'line') return []
    const every = rare.includes(`line~${asset.code}`) ? 300 : 20
    return [make('reach-ping', every), ...(asset.peDevice ? [make('snmp-pe', 60)] : [])]
  })
}
const proberCheck = exampleCheck({
  id: 'prober~inside~prober-self-test',
  asset: { kind: 'prober', code: 'inside' },
  probe: 'prober-self-test',
  everySeconds: 60,
})

export type Told = {
  incidents: Incident[]
  parts: IncidentPart[]
  /** Kinds of events in their order, by root. */
  events: Record<string, IncidentEventKind[]>
  minutes(line: string): LineMinutes
}

/** Lives through a script second by second, with real rules at every step. `seed` moves the looks against each other. */
export function play(faults: Fault[], { minutes, seed = 0 }: { minutes: number; seed?: number }): Told {
  const checks = [...checksOf(), proberCheck]
  const tree = treeOf(units, assets, checks)
  const looks = new Map<string, Observation[]>(checks.map(({ id }) => [id, []]))
  const due = new Map(
    checks.map(({ id, everySeconds }, index) => [id, ((index * 7 + seed * 13) % everySeconds) + 0.25]),
  )
  const incidents = new Map<string, Incident>()
  const parts = new Map<string, IncidentPart>()
  const events: Told['events'] = {}
  const memory = new Map<string, { stamp: string; seen: Seen }>()
  let trouble = Number.NEGATIVE_INFINITY
  const looksOf = (id: string) => looks.get(id) ?? []
  for (let second = 0; second <= minutes * 60; second++) {
    const nowMs = start + second * 1000
    for (const check of checks)
      while ((due.get(check.id) ?? 0) <= second) {
        const at = due.get(check.id) ?? 0
        const bad = look(check, at / 60, faults, looksOf(check.id))
        if (bad) trouble = second
        due.set(check.id, at + check.everySeconds)
      }
    if (second % 5 !== 0 || (second - trouble > 3600 && isQuiet())) continue
    for (const key of step(nowMs))
      for (const { id, everySeconds } of checks)
        if (id.startsWith(`${key}~`) && (due.get(id) ?? 0) > second + 1)
          due.set(id, Math.min(due.get(id) ?? 0, second + 1 + (everySeconds % 7) / 10))
  }

  /** Looks are few, and what they say does not change between them. */
  function seenBefore(key: string, asked: Check[], terms: SeeTerms, see: (terms: SeeTerms) => Seen): Seen {
    const last = asked.map(({ id }) => [looksOf(id).length, looksOf(id).at(-1)?.lastSeenAt])
    const stamp = JSON.stringify([last, terms])
    const known = memory.get(key)
    if (known?.stamp === stamp) return known.seen
    const seen = see(terms)
    memory.set(key, { stamp, seen })
    return seen
  }

  function isQuiet() {
    return [...incidents.values()].every(({ closedAt }) => closedAt !== null)
  }

  function step(nowMs: number, again = false): Set<string> {
    const open = [...incidents.values()].filter(({ closedAt }) => closedAt === null)
    const ids = new Set(open.map(({ id }) => id))
    const ofOpen = [...parts.values()].filter(({ incident }) => ids.has(incident))
    const terms = termsFor(open, ofOpen, 1)
    const own = seenBefore('prober~inside', [proberCheck], terms('prober~inside'), (told) =>
      seeProber(proberCheck, looksOf(proberCheck.id), told),
    )
    const seen = new Map<string, Seen>([['prober~inside', own]])
    for (const node of tree.values()) {
      const { reach, agent, pe } = node.checks
      const asked = [reach, agent, pe, proberCheck].filter((check) => check !== undefined)
      seen.set(
        node.key,
        seenBefore(node.key, asked, terms(node.key), (told) => seeNode(node, looksOf, told)),
      )
    }
    const { changes, asks } = judgeIncidents({
      now: iso(nowMs),
      pace: 1,
      tree,
      seen,
      open,
      parts: newestParts(open),
      started: new Map(),
      idOf: incidentId,
    })
    if (again && changes.length > 0)
      throw new Error(`judged again, it tells more: ${JSON.stringify(changes)}`)
    changes.forEach(keep)
    // a second scheduler, or this one after a restart
    if (changes.length > 0) step(nowMs, true)
    return new Set(asks)
  }

  /** As the store gives them: of open incidents, and the newest of all else. */
  function newestParts(open: Incident[]): IncidentPart[] {
    const ids = new Set(open.map(({ id }) => id))
    const newest = new Map<string, IncidentPart>()
    for (const part of parts.values()) {
      const key = ids.has(part.incident) ? `${part.incident} ${nodeKey(part.node)}` : nodeKey(part.node)
      const before = newest.get(key)
      if (before === undefined || before.since <= part.since) newest.set(key, part)
    }
    return [...newest.values()]
  }

  function keep({ incident, events: told, parts: changed }: Change) {
    const root = nodeKey(incident.root)
    const other = [...incidents.values()].find(
      (one) => one.closedAt === null && one.id !== incident.id && nodeKey(one.root) === root,
    )
    // as the store does
    if (incident.closedAt === null && other) throw new Error(`${root} has two incidents that are open`)
    incidents.set(incident.id, incident)
    events[root] = [...(events[root] ?? []), ...told.map(({ kind }) => kind)]
    for (const part of changed) parts.set(`${part.incident} ${nodeKey(part.node)}`, part)
  }

  return {
    incidents: [...incidents.values()],
    parts: [...parts.values()],
    events,
    minutes(code) {
      const day = { from: iso(start), to: iso(start + minutes * 60_000) }
      const found = assets.find((one) => one.code === code)
      const own = found?.kind === 'line' && found.peDevice ? thereIn(looksOf(`line~${code}~snmp-pe`)) : []
      const { runs } = lineDayOf(
        {
          ...day,
          reach: looksOf(`line~${code}~reach-ping`),
          reachNumbers: new Map(),
          packets: 3,
          reachPeriodMs: rare.includes(`line~${code}`) ? 300_000 : 20_000,
          counters: new Map(),
          counted: [],
          interface: null,
          countPeriodMs: 60_000,
          stepMs: 300_000,
          growth: null,
          blind: blindStretches(looksOf(proberCheck.id), { ipv4: true, ipv6: true }),
          there: own,
          maintenance: [],
          before: undefined,
        },
        accountingMethod(''),
      )
      return countMinutes(runs)
    },
  }
}

/** One look at the world as it is at a minute; tells whether it saw something wrong. */
function look(check: Check, minute: number, faults: Fault[], looks: Observation[]): boolean {
  const active = faults.filter(({ from, to }) => minute >= from && minute < to)
  const [facts, bad] = factsOf(check, active)
  const at = iso(start + minute * 60_000)
  const result: Observation['result'] =
    facts === null ? { ok: false, error: 'snmp_timeout', message: '' } : { ok: true, facts }
  const last = looks.at(-1)
  const gap = last ? Date.parse(at) - Date.parse(last.lastSeenAt) : Number.POSITIVE_INFINITY
  if (
    last &&
    gap <= 3 * check.everySeconds * 1000 &&
    JSON.stringify(last.result) === JSON.stringify(result)
  ) {
    last.lastSeenAt = at
    last.timesSeen++
    return bad
  }
  looks.push({
    checkId: check.id,
    firstDueAt: at,
    firstSeenAt: at,
    lastSeenAt: at,
    timesSeen: 1,
    vantage: 'inside',
    probeVersion: 1,
    result,
  })
  return bad
}

/** What a probe would find; null for an agent that gives no answer. */
function factsOf({ asset, probe }: Check, active: Fault[]): [facts: unknown, bad: boolean] {
  const blind = (family: 'ipv4' | 'ipv6') =>
    active.some(({ what, how }) => what === 'prober~inside' && (how === undefined || how === family))
  const has = (key: string, ...hows: (Fault['how'] | undefined)[]) =>
    active.some(({ what, how }) => what === key && hows.includes(how))
  if (probe === 'prober-self-test') {
    const family = (name: 'ipv4' | 'ipv6') => ({ working: !blind(name), ownAddress: true })
    return [{ ipv4: family('ipv4'), ipv6: family('ipv6') }, blind('ipv4') || blind('ipv6')]
  }
  const lineOf = (code: string) => assets.find((one): one is Line => one.kind === 'line' && one.code === code)
  /** Whether packets of a family come through the line, its two ends apart. */
  const carries = (one: Line, family: 'ipv4' | 'ipv6'): boolean =>
    ![`line~${one.code}`, `provider~${one.provider}`].some((key) => has(key, undefined, family)) &&
    !(one.peDevice && has(`device~${one.peDevice}`, undefined))
  const lives = (code: string, of: string) =>
    !has(`device~${code}`, undefined) && !has(`unit~${of}`, undefined)
  if (probe === 'snmp-pe') {
    const one = lineOf(asset.code)
    const up = one !== undefined && carries(one, 'ipv4') && !has(`unit~${one.unit}`, undefined)
    return [{ operStatus: up ? 'up' : 'down', neighbour4: up, neighbour6: up }, false]
  }
  const reached = (family: 'ipv4' | 'ipv6'): boolean => {
    if (blind(family)) return false
    const own = lineOf(asset.code)
    if (asset.kind === 'line')
      return own !== undefined && carries(own, family) && lives(own.device ?? '', own.unit)
    const found = assets.find((one): one is Device => one.kind === 'device' && one.code === asset.code)
    if (found === undefined || !lives(found.code, found.unit)) return false
    if (found.unit === 'P') return true
    const router = `R${found.unit}`
    const lines = assets.filter((one): one is Line => one.kind === 'line' && one.unit === found.unit)
    return lives(router, found.unit) && lines.some((one) => carries(one, family))
  }
  const [ipv4, ipv6] = [reached('ipv4'), reached('ipv6')]
  const key = `${asset.kind}~${asset.code}`
  if (probe === 'snmp-reach') {
    const answers = (ipv4 || ipv6) && !has(key, 'agent')
    return answers ? [{ ipv4: 'answered', ipv6: 'answered' }, false] : [null, true]
  }
  const mute = has(key, 'mute')
  const fact = (answered: boolean) => ({ answered: answered && !mute, method: 'icmp', failure: null })
  return [{ ipv4: fact(ipv4), ipv6: fact(ipv6) }, !ipv4 || !ipv6]
}
