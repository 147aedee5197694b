import { isIP } from 'node:net'
import type { Vantage } from '../../probes/probe.ts'
import type { Asset, Device, Service } from '../model/inventory.ts'
import type { Check } from '../model.ts'
import type { CheckContext } from './check-context.ts'
import { checkOf, type PlacedProbe, sshPort } from './check-of.ts'
import { hotspotChecks } from './hotspot-checks.ts'
import { lineChecks } from './line-checks.ts'
import { reversePrefix } from './reverse-prefix.ts'

/** Services whose names the looks at a zone try. */
const mostHosts = 8

/**
 * The checks that an asset implies, each with its settings: the only place where checks come from. Equal assets in equal
 * contexts give equal checks.
 */
export function checksOf(asset: Asset, context: CheckContext): Check[] {
  switch (asset.kind) {
    case 'device':
      return deviceChecks(asset, context)
    case 'service':
      return serviceChecks(asset, context)
    case 'line':
      return lineChecks(asset, context)
    case 'hotspot':
      return hotspotChecks(asset, context)
    case 'prefix':
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
    ...aroundAsks(device, target, context),
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

/** What a device that routes or has people's links knows of what stands around it. */
function aroundAsks(device: Device, target: Target, { allocations = [] }: CheckContext): Asks {
  const { role, internetIf, tslcdIf, userIf, wifiIf } = device
  const [hosts, outward] = [distinct([...userIf, ...wifiIf]), distinct([internetIf, tslcdIf])]
  const routes = role === 'router' || role === 'firewall'
  if (!routes && hosts.length + outward.length === 0) return {}
  return { 'snmp-around': { ...target, hosts, outward, within: allocations } }
}

function namedInterfaces({ internetIf, tslcdIf, userIf, wifiIf }: Device): string[] {
  return distinct([internetIf, tslcdIf, ...userIf, ...wifiIf])
}

function distinct(names: (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))]
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
