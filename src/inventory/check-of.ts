import type { ProbeName } from '../../probes/index.ts'
import type { Check } from '../model.ts'
import type { UnitProbe } from './unit-checks.ts'

/** Seconds between two looks (domain rules 3.9 and 4.8). */
const every = {
  'prober-self-test': 60,
  'snmp-reach': 300,
  'snmp-system': 3600,
  'snmp-counters': 300,
  'snmp-interfaces': 3600,
  'snmp-line': 300,
  'snmp-pe': 60,
  'snmp-addresses': 3600,
  'snmp-inventory': 86_400,
  'snmp-routes': 300,
  'snmp-neighbours': 900,
  'snmp-traffic': 300,
  'snmp-ra': 3600,
  'snmp-bgp': 300,
  'snmp-lldp': 86_400,
  'snmp-around': 21_600,
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
} satisfies Record<Exclude<ProbeName, UnitProbe | 'ipv4-sweep'>, number>
/** What is looked at from inside or outside. */
export type PlacedProbe = keyof typeof every

/** Where no ICMP can be sent, the unit's own devices are tried here: they refuse or accept, which is an answer. */
export const sshPort = 22

/** A check of an asset, but for where it is looked at from. */
export function checkOf({ kind, code }: Check['asset'], probe: PlacedProbe, settings: unknown) {
  return {
    id: `${kind}~${code}~${probe}`,
    asset: { kind, code },
    probe,
    settings,
    everySeconds: every[probe] as number,
  }
}
