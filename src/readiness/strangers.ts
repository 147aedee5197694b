import { isIPv4, isIPv6 } from 'node:net'
import { type ProbeName, probes } from '../../probes/index.ts'
import { canonicalAddress } from '../../probes/lib/address-class.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { Device } from '../model/inventory.ts'
import type { CheckState, Instant, Observation, UnitState } from '../model.ts'
import type { AssetVerdict } from './assessment.ts'
import { uplinksOf } from './criteria/concerns.ts'

/** How a device was met: it told LLDP of itself, traffic is sent to it, it stands on a link that is not of people, or it answered a sweep. */
export type Meeting = 'lldp' | 'next_hop' | 'neighbour' | 'sweep'

/** Where somebody was met, and the look that proves it. */
type Way = {
  source: Meeting
  by: { code: string; credential: string }
  /** The interface of the device that tells; empty where it does not name it. Of a sweep, the range. */
  port: string
  evidence: AssetVerdict['evidence'][number]
}

/** A device that others tell of and that no inventory holds. */
export type Stranger = {
  /** Chassis identifier, else the name, else its first address. */
  key: string
  unit: string
  sysName: string
  chassisId: string | null
  addresses: string[]
  capabilities: string[]
  ways: [Way, ...Way[]]
}

/** Somebody beside a device, before it is known whether the inventory holds him. */
type Met = Pick<Stranger, 'sysName' | 'chassisId' | 'addresses' | 'capabilities'> & { way: Way }

export type Within = { asOf: Instant; maxAgeMs: number }

/** From fewer of the devices that are asked nobody knows what stands beside the others. */
const leastTelling = 0.8
/** What these do makes them devices of the network; telephones and computers are not in the inventory. */
const networkCapabilities = ['repeater', 'bridge', 'wlan_access_point', 'router']

/**
 * The devices that a unit's own meet and that no inventory holds, each once: by LLDP, as the next hop of a route, or in the
 * neighbour tables of links that the inventory does not name as links of users, Wi-Fi or providers; and who answered a sweep.
 */
export function strangersOf(state: UnitState, within: Within): Stranger[] {
  const devices = devicesOf(state)
  const looks = freshLooks(state, devices, within)
  const known = knownOf(state, devices, looks)
  let strangers: Stranger[] = []
  for (const { way, ...met } of [
    ...lldpMet(looks),
    ...nextHopsMet(looks),
    ...stationsMet(looks),
    ...sweptMet(state, within),
  ]) {
    if (known(met)) continue
    const key = met.chassisId ?? (met.sysName || met.addresses[0] || '?')
    const one: Stranger = { ...met, key, unit: state.unit.code, ways: [way] }
    // who is known by one address to this device and by another to that one is one, once somebody knows both
    const same = strangers.filter((each) => isSame(each, one))
    const rest = strangers.filter((each) => !same.includes(each))
    strangers = [...rest, same.length === 0 ? one : [...same, one].reduce(joined)]
  }
  return strangers
}

function isSame(one: Stranger, other: Stranger): boolean {
  return one.key === other.key || one.addresses.some((each) => other.addresses.includes(each))
}

/** Two that are one, by the name of the first and with one way for each device that tells in each manner. */
function joined(one: Stranger, other: Stranger): Stranger {
  const told = (way: Way) => `${way.source} ${way.by.code}`
  const [first, ...more] = one.ways
  const others = other.ways.filter((way) => one.ways.every((each) => told(each) !== told(way)))
  const addresses = [...new Set([...one.addresses, ...other.addresses])]
  return { ...one, addresses, ways: [first, ...more, ...others] }
}

/**
 * The newest look of each device at its neighbours over LLDP. `told` when they tell of the unit's surroundings: nearly all
 * devices that are asked have a whole table, and one at least has rows, since an empty table is also that of a device on
 * which LLDP is off.
 */
export function lldpTold(
  state: UnitState,
  within: Within,
): { told: boolean; looks: Map<Device, AssetVerdict['evidence']> } {
  const devices = devicesOf(state)
  const found = freshLooks(state, devices, within).filter(({ probe }) => probe === 'snmp-lldp')
  const tables = found.map(({ facts }) => facts as FactsOf<(typeof probes)['snmp-lldp']>)
  const whole = tables.filter(({ tables, truncated }) => {
    return !truncated && (tables.lldpRemTable === 'ok' || tables.lldpRemTable === 'empty')
  })
  const hasRows = tables.some(({ tables, truncated }) => !truncated && tables.lldpRemTable === 'ok')
  const codes = new Set(devices.map(({ code }) => code))
  const asked = state.checks.filter(({ check }) => check.probe === 'snmp-lldp' && codes.has(check.asset.code))
  return {
    told: hasRows && whole.length >= leastTelling * asked.length,
    looks: new Map(found.map(({ by, evidence }) => [by, [evidence]])),
  }
}

type Telling = 'snmp-lldp' | 'snmp-routes' | 'snmp-around' | 'snmp-addresses'
const telling: readonly ProbeName[] = ['snmp-lldp', 'snmp-routes', 'snmp-around', 'snmp-addresses']
/** Whose looks show strangers, and who is none. */
export const strangerProbes: readonly ProbeName[] = [...telling, 'ipv4-sweep']
type Seen = { probe: Telling; by: Device; facts: unknown; evidence: Way['evidence'] }

function devicesOf({ assets }: UnitState): Device[] {
  return assets.filter((asset): asset is Device => asset.kind === 'device')
}

/** The newest look of each kind at each device, unless it is too old or of another version of its probe. */
function freshLooks({ checks }: UnitState, devices: Device[], within: Within): Seen[] {
  return checks.flatMap((state) => {
    const { probe, asset } = state.check
    const by = devices.find(({ code }) => asset.kind === 'device' && asset.code === code)
    const seen = by && telling.includes(probe) ? newest(state, within) : null
    return by && seen ? [{ ...seen, probe: probe as Telling, by }] : []
  })
}

function newest({ check, observations }: CheckState, { asOf, maxAgeMs }: Within) {
  const observation = observations.find(({ firstSeenAt, result }) => firstSeenAt <= asOf && result.ok)
  if (!observation?.result.ok) return null
  const lastAt = observation.lastSeenAt < asOf ? observation.lastSeenAt : asOf
  if (Date.parse(asOf) - Date.parse(lastAt) > maxAgeMs) return null
  const facts = factsOf(check.probe, observation)
  return facts === null ? null : { facts, evidence: evidenceOf(observation, check.id) }
}

/** By look, since each is asked of every day of a report; null where today's rules cannot read it. */
const factsRead = new WeakMap<Observation, { facts: unknown }>()

function factsOf(name: ProbeName, observation: Observation): unknown {
  const known = factsRead.get(observation)
  if (known) return known.facts
  const { version, facts: schema } = probes[name]
  const { result, probeVersion } = observation
  const read = result.ok && probeVersion === version ? schema.safeParse(result.facts) : null
  const facts = read?.success ? read.data : null
  factsRead.set(observation, { facts })
  return facts
}

function evidenceOf({ firstDueAt, lastSeenAt }: Observation, checkId: string): Way['evidence'] {
  return { checkId, firstDueAt, lastSeenAt }
}

function factsBy<Probe extends Telling>(looks: Seen[], probe: Probe) {
  return looks
    .filter((one) => one.probe === probe)
    .map((one) => ({ ...one, facts: one.facts as FactsOf<(typeof probes)[Probe]> }))
}

function wayOf(source: Meeting, { by, evidence }: Seen, port: string | null): Way {
  return { source, by: { code: by.code, credential: by.credential }, port: port ?? '', evidence }
}

function lldpMet(looks: Seen[]): Met[] {
  return factsBy(looks, 'snmp-lldp').flatMap((look) =>
    look.facts.neighbours
      .filter(({ localPort, capabilities }) => {
        const isOurs = localPort === null || !uplinksOf(look.by).includes(localPort)
        return isOurs && capabilities.some((one) => networkCapabilities.includes(one))
      })
      .map(({ sysName, chassisId, addresses, capabilities, localPort }) => {
        return { sysName, chassisId, addresses, capabilities, way: wayOf('lldp', look, localPort) }
      }),
  )
}

/** Routers that routes lead to, but for those beyond an uplink, which are others'. */
function nextHopsMet(looks: Seen[]): Met[] {
  const routes = [
    ...factsBy(looks, 'snmp-routes').flatMap((look) => {
      const { default4, default6, prefixes } = look.facts
      const all = [...default4, ...default6, ...prefixes.flatMap((found) => found.routes)]
      return all.map(({ nextHop, ifName, ifDescr }) => ({ look, nextHop, names: [ifName, ifDescr] }))
    }),
    ...factsBy(looks, 'snmp-around').flatMap((look) =>
      look.facts.routes.map(({ nextHop, ifName }) => ({ look, nextHop, names: [ifName] })),
    ),
  ]
  return routes.flatMap(({ look, nextHop, names }) => {
    const isOutward = uplinksOf(look.by).some((uplink) => names.includes(uplink))
    if (nextHop === null || isOutward || !isAskable(nextHop)) return []
    const way = wayOf('next_hop', look, names[0] ?? null)
    return [{ sysName: '', chassisId: null, addresses: [nextHop], capabilities: ['router'], way }]
  })
}

function stationsMet(looks: Seen[]): Met[] {
  return factsBy(looks, 'snmp-around').flatMap((look) =>
    look.facts.stations.map(({ ifName, addresses }) => {
      const way = wayOf('neighbour', look, ifName)
      return { sysName: '', chassisId: null, addresses, capabilities: [], way }
    }),
  )
}

/** Who answered when somebody asked for a sweep. */
function sweptMet({ checks }: UnitState, within: Within): Met[] {
  return checks.flatMap((state) => {
    const seen = state.check.probe === 'ipv4-sweep' ? newest(state, within) : null
    if (seen === null) return []
    const { answered } = seen.facts as FactsOf<(typeof probes)['ipv4-sweep']>
    const { range } = state.check.settings as { range: string }
    const way: Way = {
      source: 'sweep',
      by: { code: range, credential: '' },
      port: '',
      evidence: seen.evidence,
    }
    return answered.map((address) => ({
      ...{ sysName: '', chassisId: null, addresses: [address], capabilities: [], way },
    }))
  })
}

/** Whether an address says where something is: those of one link alone do not. */
export function isAskable(address: string): boolean {
  return isIPv4(address) ? !address.startsWith('169.254.') : !/^fe[89ab]/i.test(address)
}

/** Whether somebody is in an inventory: by an address, or by the name that both know it by. */
function knownOf(
  state: UnitState,
  devices: Device[],
  looks: Seen[],
): (one: Pick<Met, 'addresses' | 'sysName'>) => boolean {
  const all = [...devices, ...(state.beside ?? [])]
  const addresses = new Set(
    [
      ...all.flatMap(({ address, address6 }) => [address, address6]),
      // a router has one on each of its links, of which the inventory names two
      ...factsBy(looks, 'snmp-addresses').flatMap(({ facts }) => facts.addresses.map((one) => one.address)),
      ...factsBy(looks, 'snmp-around').flatMap(({ facts }) => facts.own4),
    ].flatMap((one) => (one === null ? [] : [plain(one)])),
  )
  const names = new Set(all.flatMap(({ code, name }) => [code.toLowerCase(), name.toLowerCase()]))
  return ({ addresses: told, sysName }) => {
    if (told.some((one) => addresses.has(plain(one)))) return true
    const said = sysName.toLowerCase().split('.')[0] ?? ''
    return said !== '' && names.has(said)
  }
}

/** An IPv6 address in its one form; anything else as it is. */
function plain(address: string): string {
  return isIPv6(address) ? canonicalAddress(address) : address
}
