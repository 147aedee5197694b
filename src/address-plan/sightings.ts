import { probes } from '../../probes/index.ts'
import { type AddressClass, classifyAddress } from '../../probes/lib/address-class.ts'
import { saysSomething } from '../../probes/lib/snmp-prefix-table.ts'
import type { FactsOf } from '../../probes/probe.ts'
import type { Asset, Device } from '../model/inventory.ts'
import type { CheckState, Instant, Observation, UnitState } from '../model.ts'
import { around, blockOf, blockText } from './block.ts'

/** How an address or a block came to be seen. The last two are of the DNS, the others of devices. */
export type SightingKind = 'address' | 'advert' | 'next_hop' | 'neighbour' | 'route' | 'aaaa' | 'reverse'

/** An IPv6 address or block that was seen in use, where, and the look that proves it. */
export type Sighting = {
  kind: SightingKind
  /** RFC 5952; of the DNS and of next hops the address alone. */
  address: string | null
  /** The block on the link, where it is known. */
  prefix: string | null
  class: AddressClass
  unit: string
  asset: { kind: Asset['kind']; code: string }
  /** The interface, or the name in the DNS. */
  at: string
  /** The device itself found it in use elsewhere (ipAddressStatus duplicate, RFC 4862 5.4). */
  isDuplicate: boolean
  evidence: { checkId: string; firstDueAt: Instant; lastSeenAt: Instant }
}

/** What the looks at a unit tell of addresses in use, and of which of its devices they tell all. */
export type UnitSightings = {
  unit: string
  sightings: Sighting[]
  /** Devices whose whole table of addresses was read, and those that ought to tell and do not. */
  told: string[]
  untold: string[]
}

/** How long it counts that an address was seen: as long as evidence of ADR-02 (domain rules 2.3). */
export const sightingTtlMs = 30 * 86_400_000

export type SeenWithin = { asOf: Instant; maxAgeMs: number }

type Found = Pick<Sighting, 'kind' | 'address' | 'prefix' | 'at'> & { isDuplicate?: boolean }

/** How the facts of each probe name addresses in use. */
const readers = {
  'snmp-addresses': (facts: FactsOf<(typeof probes)['snmp-addresses']>) => addressesOf(facts),
  'snmp-ra': ({ prefixes }: FactsOf<(typeof probes)['snmp-ra']>) =>
    prefixes
      .filter(({ from }) => from === 'prefix_table')
      .map(({ prefix, ifName }): Found => ({ kind: 'advert', address: null, prefix, at: ifName ?? '' })),
  'snmp-routes': ({ default6, prefixes }: FactsOf<(typeof probes)['snmp-routes']>) =>
    [...default6, ...prefixes.flatMap(({ routes }) => routes)]
      .filter(({ nextHop }) => nextHop?.includes(':'))
      .map(
        ({ nextHop, ifName }): Found => ({
          kind: 'next_hop',
          address: nextHop,
          prefix: null,
          at: ifName ?? '',
        }),
      ),
  'snmp-around': ({ stations, blocks, routes }: FactsOf<(typeof probes)['snmp-around']>) => [
    ...stations.flatMap(({ addresses, ifName }) =>
      addresses
        .filter((address) => address.includes(':'))
        .map((address): Found => ({ kind: 'neighbour', address, prefix: null, at: ifName ?? '' })),
    ),
    ...blocks.map(
      ({ prefix, ifName }): Found => ({ kind: 'neighbour', address: null, prefix, at: ifName ?? '' }),
    ),
    ...routes.map(
      ({ prefix, ifName }): Found => ({ kind: 'route', address: null, prefix, at: ifName ?? '' }),
    ),
  ],
  'dns-address': ({ host, aaaa }: FactsOf<(typeof probes)['dns-address']>) =>
    aaaa.addresses.map(({ address }): Found => ({ kind: 'aaaa', address, prefix: null, at: host })),
  // of the servers that a domain names only its own: those of a provider are none of the plan's
  'dns-nameservers': ({ zone, servers }: FactsOf<(typeof probes)['dns-nameservers']>) =>
    servers.filter(({ name }) => name.endsWith(`.${zone}`)).flatMap(hostOf),
  'mail-inbound': ({ domain, exchanges }: FactsOf<(typeof probes)['mail-inbound']>) =>
    exchanges.filter(({ name }) => name.endsWith(`.${domain}`)).flatMap(hostOf),
  'dns-reverse': ({ pointers }: FactsOf<(typeof probes)['dns-reverse']>) => reversesOf(pointers),
  'mail-outbound': ({ senders }: FactsOf<(typeof probes)['mail-outbound']>) => reversesOf(senders),
}
type Telling = keyof typeof readers

function hostOf({ name, aaaa }: { name: string; aaaa: { address: string }[] }): Found[] {
  return aaaa.map(({ address }) => ({ kind: 'aaaa', address, prefix: null, at: name }))
}

function reversesOf(pointers: { address: string; names: string[] }[]): Found[] {
  return pointers
    .filter(({ names }) => names.length > 0)
    .map(({ address, names }) => ({ kind: 'reverse', address, prefix: null, at: names.join(', ') }))
}

/** A device's own addresses with the blocks on their links. */
export function addressesOf({ addresses }: FactsOf<(typeof probes)['snmp-addresses']>): Found[] {
  return addresses.map(({ address, prefixLength, ifName, status }) => ({
    kind: 'address',
    address,
    prefix:
      prefixLength === null ? null : blockText(around({ ...blockOf(address), length: 128 }, prefixLength)),
    at: ifName ?? '',
    isDuplicate: status === 'duplicate',
  }))
}

/** Devices that route or that the inventory gives a link: what they have is what a unit uses. */
export function tellsOfLinks(asset: Asset): asset is Device {
  if (asset.kind !== 'device') return false
  const { role, internetIf, tslcdIf, userIf, wifiIf } = asset
  const named = [internetIf, tslcdIf, ...userIf, ...wifiIf].some((name) => name !== null)
  return role === 'router' || role === 'firewall' || named
}

/**
 * The addresses in use that the newest looks at a unit tell of, without those that every link has. Looks older than
 * `maxAgeMs`, or of another version of their probe, tell nothing.
 */
export function sightingsOf({ unit, assets, checks }: UnitState, within: SeenWithin): UnitSightings {
  const sightings: Sighting[] = []
  const told: string[] = []
  const own = new Set(assets.map(({ kind, code }) => `${kind}~${code}`))
  for (const state of checks) {
    const { asset, probe } = state.check
    if (!(probe in readers) || asset.kind === 'prober' || !own.has(`${asset.kind}~${asset.code}`)) continue
    const seen = newestOf(state, within)
    if (seen === null) continue
    if (probe === 'snmp-addresses' && isWhole(seen.facts as never)) told.push(asset.code)
    const found = readers[probe as Telling](seen.facts as never)
    for (const one of found) {
      const [start = ''] = (one.address ?? one.prefix ?? '').split('/')
      if (!saysSomething(start)) continue
      sightings.push({
        isDuplicate: false,
        ...one,
        class: classifyAddress(start),
        unit: unit.code,
        asset: { kind: asset.kind, code: asset.code },
        evidence: seen.evidence,
      })
    }
  }
  const devices = assets.filter(tellsOfLinks).map(({ code }) => code)
  return { unit: unit.code, sightings, told, untold: devices.filter((code) => !told.includes(code)) }
}

/** Whether the absence of an address proves that the device has none. */
export function isWhole({ table, truncated }: FactsOf<(typeof probes)['snmp-addresses']>): boolean {
  return (table === 'ok' || table === 'empty') && !truncated
}

/** The facts of the newest look that saw something, as today's rules read them. */
function newestOf({ check, observations }: CheckState, { asOf, maxAgeMs }: SeenWithin) {
  const observation = observations.find(({ firstSeenAt, result }) => firstSeenAt <= asOf && result.ok)
  if (!observation?.result.ok) return null
  const { checkId, firstDueAt, probeVersion } = observation
  const lastSeenAt = lastBy(observation, asOf)
  if (Date.parse(asOf) - Date.parse(lastSeenAt) > maxAgeMs) return null
  const probe = probes[check.probe]
  if (probeVersion !== probe.version) return null
  const read = probe.facts.safeParse(observation.result.facts)
  return read.success ? { facts: read.data, evidence: { checkId, firstDueAt, lastSeenAt } } : null
}

function lastBy({ lastSeenAt }: Observation, asOf: Instant): Instant {
  return lastSeenAt < asOf ? lastSeenAt : asOf
}
