import { isIP } from 'node:net'
import type { ProbeName } from '../../probes/index.ts'
import type { Vantage } from '../../probes/probe.ts'
import type { Asset, Check, Device, Service } from '../model.ts'

/** Seconds between two looks (domain rules 3.9 and 4.8). */
const every = {
  'prober-self-test': 60,
  'snmp-reach': 300,
  'snmp-system': 3600,
  'snmp-interfaces': 300,
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
} satisfies Record<ProbeName, number>

/**
 * The checks that an asset implies, each with its settings: the only place where checks come from. Equal assets give
 * equal checks. A line is looked at through its device and a public Wi-Fi site through its controller, so they have
 * none of their own. `vantages` are all those that some process speaks for.
 */
export function checksOf(asset: Asset, { vantages }: { vantages: Vantage[] }): Check[] {
  if (asset.kind === 'device') return deviceChecks(asset)
  if (asset.kind === 'service') return serviceChecks(asset, vantages)
  return []
}

/** The self-test of each vantage, before anybody else is judged from there. `anchors` as `address#port`. */
export function proberChecks(vantages: Vantage[], anchors: string[]): Check[] {
  return vantages.map((vantage) => ({
    ...checkOf({ kind: 'prober', code: vantage }, 'prober-self-test', { anchors }),
    unit: null,
    vantage,
    host: `prober:${vantage}`,
  }))
}

/** A device without an address or a credential cannot be asked, so that its criteria stay without evidence. */
function deviceChecks(device: Device): Check[] {
  const { address, address6, credential, unit, code } = device
  const reached = address ?? address6
  if (reached === null || credential === '') return []
  const target = { address: reached, credential }
  const interfaces = [device.internetIf, device.tslcdIf, ...device.userIf, ...device.wifiIf]
  const named = [...new Set(interfaces.filter((name) => name !== null))]
  const place = { unit, vantage: 'inside', host: `device:${code}` }
  return [
    { ...checkOf(device, 'snmp-reach', { address, address6, credential }), ...place },
    { ...checkOf(device, 'snmp-system', target), ...place },
    { ...checkOf(device, 'snmp-interfaces', target), ...place },
    { ...checkOf(device, 'snmp-addresses', { ...target, interfaces: named }), ...place },
  ]
}

/** What the public uses is judged from outside wherever somebody looks from there (domain rules 4.1). */
function serviceChecks(service: Service, vantages: Vantage[]): Check[] {
  const { type, host, unit } = service
  if (host === '' || isIP(host)) return [] // an address needs no look-up
  const isPublic = type === 'web' || type === 'zone'
  const place = {
    unit,
    vantage: isPublic && vantages.includes('outside') ? 'outside' : 'inside',
    host: `name:${host}`,
  }
  if (type === 'zone') return [{ ...checkOf(service, 'dns-nameservers', { zone: host }), ...place }]
  const address = { ...checkOf(service, 'dns-address', { host }), ...place }
  return type === 'web' ? [address, { ...checkOf(service, 'web-dual-stack', { host }), ...place }] : [address]
}

function checkOf({ kind, code }: Check['asset'], probe: ProbeName, settings: unknown) {
  return {
    id: `${kind}~${code}~${probe}`,
    asset: { kind, code },
    probe,
    settings,
    everySeconds: every[probe],
  }
}
