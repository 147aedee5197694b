import { isIP } from 'node:net'
import type { ProbeName } from '../../probes/index.ts'
import { classifyAddress } from '../../probes/lib/address-class.ts'
import type { Vantage } from '../../probes/probe.ts'
import type { Asset, Device, Line, Service } from '../model/inventory.ts'
import type { Check } from '../model.ts'
import type { CheckContext } from './check-context.ts'
import { reversePrefix } from './reverse-prefix.ts'
import type { UnitProbe } from './unit-checks.ts'

/** Seconds between two looks (domain rules 3.9 and 4.8). */
const every = {
  'prober-self-test': 60,
  'snmp-reach': 300,
  'snmp-system': 3600,
  'snmp-counters': 300,
  'snmp-interfaces': 3600,
  'snmp-addresses': 3600,
  'snmp-inventory': 86_400,
  'snmp-routes': 300,
  'snmp-neighbours': 900,
  'snmp-traffic': 300,
  'snmp-ra': 3600,
  'snmp-bgp': 300,
  'snmp-lldp': 86_400,
  'snmp-wifi': 300,
  'dns-address': 1800,
  'dns-nameservers': 1800,
  'web-dual-stack': 3600,
  'dns-zone': 1800,
  'dns-ipv6-only': 86_400,
  'dns-reverse': 86_400,
  'mail-inbound': 3600,
  'mail-outbound': 86_400,
  'web-dependencies': 86_400,
  'reach-ping': 300,
  'reach-ports': 86_400,
} satisfies Record<Exclude<ProbeName, UnitProbe>, number>
/** What is looked at from inside or outside. */
type PlacedProbe = keyof typeof every

/** Where no ICMP can be sent, the unit's own devices are tried here: they refuse or accept, which is an answer. */
const sshPort = 22
/** Services whose names the looks at a zone try. */
const mostHosts = 8

/**
 * The checks that an asset implies, each with its settings: the only place where checks come from. Equal assets in equal
 * contexts give equal checks. A public Wi-Fi site is looked at through its controller, so it has none of its own.
 */
export function checksOf(asset: Asset, context: CheckContext): Check[] {
  switch (asset.kind) {
    case 'device':
      return deviceChecks(asset, context)
    case 'service':
      return serviceChecks(asset, context)
    case 'line':
      return lineChecks(asset)
    case 'hotspot':
      return []
  }
}

/** The self-test of each vantage, before anybody else is judged from there; whom to ask, its process knows. */
export function proberChecks(vantages: Vantage[]): Check[] {
  return vantages.map((vantage) => ({
    ...checkOf({ kind: 'prober', code: vantage }, 'prober-self-test', {}),
    unit: null,
    vantage,
    host: `prober:${vantage}`,
  }))
}

/**
 * A device without an address cannot be asked at all, and without a credential only whether it is there, so that its
 * criteria stay without evidence.
 */
function deviceChecks(device: Device, context: CheckContext): Check[] {
  const { address, address6, credential, unit, code } = device
  const reached = address ?? address6
  if (reached === null) return []
  const place = { unit, vantage: 'inside', host: `device:${code}` }
  const ping = { ...checkOf(device, 'reach-ping', { address, address6, tcpPort: sshPort }), ...place }
  if (credential === '') return [ping]
  const target = { address: reached, credential }
  const asks: Asks = {
    'snmp-reach': { address, address6, credential },
    'snmp-system': target,
    'snmp-counters': target,
    'snmp-interfaces': target,
    'snmp-addresses': { ...target, interfaces: namedInterfaces(device) },
    'snmp-inventory': target,
    'snmp-lldp': target,
    ...routingAsks(device, target, context),
    ...linkAsks(device, target, context),
  }
  return [
    ...Object.entries(asks).map(([probe, settings]) => ({
      ...checkOf(device, probe as PlacedProbe, settings),
      ...place,
    })),
    ping,
  ]
}

type Target = { address: string; credential: string }
type Asks = Partial<Record<PlacedProbe, object>>

/** What a device is asked that may route: at the edge of a unit or of the data centre. */
function routingAsks(device: Device, target: Target, { dataCentre = [] }: CheckContext): Asks {
  const { role } = device
  const uplinks = distinct([device.internetIf, device.tslcdIf])
  const routes = role === 'router' || role === 'firewall'
  return {
    ...((routes || uplinks.length > 0) && { 'snmp-routes': { ...target, prefixes: dataCentre } }),
    ...(routes && { 'snmp-bgp': target }),
    ...(uplinks.length > 0 && { 'snmp-traffic': { ...target, interfaces: uplinks } }),
  }
}

/** What a device is asked of the links towards users and of Wi-Fi. */
function linkAsks(device: Device, target: Target, context: CheckContext): Asks {
  const { role, unit, code, wifiIf } = device
  const { deviceAddresses, controllers } = context
  const links = distinct([...device.userIf, ...wifiIf])
  const routers = deviceAddresses?.get(unit) ?? []
  const hasWifi = role === 'controller' || role === 'ap' || wifiIf.length > 0 || controllers?.has(code)
  return {
    ...(links.length > 0 && {
      'snmp-neighbours': { ...target, interfaces: links, routers },
      'snmp-ra': { ...target, interfaces: links },
    }),
    ...(hasWifi && { 'snmp-wifi': target }),
  }
}

function namedInterfaces({ internetIf, tslcdIf, userIf, wifiIf }: Device): string[] {
  return distinct([internetIf, tslcdIf, ...userIf, ...wifiIf])
}

function distinct(names: (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))]
}

/** The far end of a line; its near end is looked at through its device. A link-local address is of that link alone. */
function lineChecks(line: Line): Check[] {
  const { nextHop: address, unit, code } = line
  const address6 =
    line.nextHop6 !== null && classifyAddress(line.nextHop6) !== 'link_local' ? line.nextHop6 : null
  if (address === null && address6 === null) return []
  return [
    { ...checkOf(line, 'reach-ping', { address, address6 }), unit, vantage: 'inside', host: `line:${code}` },
  ]
}

/** What the public uses is judged from outside wherever somebody looks from there (domain rules 4.1). */
function serviceChecks(service: Service, context: CheckContext): Check[] {
  const { type, host, unit } = service
  if (host === '' || isIP(host)) return [] // an address needs no look-up
  const isPublic = type === 'web' || type === 'zone' || type === 'mail'
  const place = {
    unit,
    vantage: isPublic && context.vantages.includes('outside') ? 'outside' : 'inside',
    host: `name:${host}`,
  }
  return Object.entries(serviceAsks(service, context)).map(([probe, settings]) => ({
    ...checkOf(service, probe as PlacedProbe, settings),
    ...place,
  }))
}

function serviceAsks(
  { type, host, senders, unit }: Service,
  { roots = [], mailControls = [], sites = [], portUnits }: CheckContext,
): Asks {
  switch (type) {
    case 'web':
      return {
        'dns-address': { host },
        'web-dual-stack': { host },
        'web-dependencies': { host },
        ...(portUnits?.has(unit) && { 'reach-ports': { host } }),
      }
    case 'mail':
      return {
        'mail-inbound': { domain: host, ...(mailControls.length > 0 && { controls: mailControls }) },
        'mail-outbound': { domain: host, senders: senders.toSorted() },
      }
    case 'zone': {
      const prefix = reversePrefix(host)
      if (prefix !== null) return { 'dns-reverse': { prefix } }
      const hosts = sites.filter((site) => site === host || site.endsWith(`.${host}`)).slice(0, mostHosts)
      const walk = { zone: host, hosts, ...(roots.length > 0 && { roots }) }
      return { 'dns-nameservers': { zone: host }, 'dns-zone': walk, 'dns-ipv6-only': walk }
    }
    default:
      return { 'dns-address': { host } }
  }
}

function checkOf({ kind, code }: Check['asset'], probe: PlacedProbe, settings: unknown) {
  return {
    id: `${kind}~${code}~${probe}`,
    asset: { kind, code },
    probe,
    settings,
    everySeconds: every[probe],
  }
}
