import { dnsAddress } from './dns-address.ts'
import { dnsIpv6Only } from './dns-ipv6-only.ts'
import { dnsNameservers } from './dns-nameservers.ts'
import { dnsRecursive } from './dns-recursive.ts'
import { dnsReverse } from './dns-reverse.ts'
import { dnsZone } from './dns-zone.ts'
import { ipv4Sweep } from './ipv4-sweep.ts'
import { mailInbound } from './mail-inbound.ts'
import { mailOutbound } from './mail-outbound.ts'
import type { Probe } from './probe.ts'
import { proberSelfTest } from './prober-self-test.ts'
import { reachAnchors } from './reach-anchors.ts'
import { reachPing } from './reach-ping.ts'
import { reachPorts } from './reach-ports.ts'
import { snmpAddresses } from './snmp-addresses.ts'
import { snmpAround } from './snmp-around.ts'
import { snmpBgp } from './snmp-bgp.ts'
import { snmpCounters } from './snmp-counters.ts'
import { snmpInterfaces } from './snmp-interfaces.ts'
import { snmpInventory } from './snmp-inventory.ts'
import { snmpLine } from './snmp-line.ts'
import { snmpLldp } from './snmp-lldp.ts'
import { snmpNeighbours } from './snmp-neighbours.ts'
import { snmpPe } from './snmp-pe.ts'
import { snmpRa } from './snmp-ra.ts'
import { snmpReach } from './snmp-reach.ts'
import { snmpRoutes } from './snmp-routes.ts'
import { snmpSystem } from './snmp-system.ts'
import { snmpTraffic } from './snmp-traffic.ts'
import { snmpWifi } from './snmp-wifi.ts'
import { webDependencies } from './web-dependencies.ts'
import { webDualStack } from './web-dual-stack.ts'
import { webPortal } from './web-portal.ts'

/** Every way of looking. To add one: write its file beside these and one line here. */
export const probes = {
  'prober-self-test': proberSelfTest,
  'snmp-system': snmpSystem,
  'snmp-reach': snmpReach,
  'snmp-counters': snmpCounters,
  'snmp-interfaces': snmpInterfaces,
  'snmp-line': snmpLine,
  'snmp-pe': snmpPe,
  'snmp-addresses': snmpAddresses,
  'snmp-inventory': snmpInventory,
  'snmp-routes': snmpRoutes,
  'snmp-neighbours': snmpNeighbours,
  'snmp-traffic': snmpTraffic,
  'snmp-ra': snmpRa,
  'snmp-bgp': snmpBgp,
  'snmp-lldp': snmpLldp,
  'snmp-around': snmpAround,
  'snmp-wifi': snmpWifi,
  'dns-address': dnsAddress,
  'dns-nameservers': dnsNameservers,
  'web-dual-stack': webDualStack,
  'dns-zone': dnsZone,
  'dns-ipv6-only': dnsIpv6Only,
  'dns-reverse': dnsReverse,
  'mail-inbound': mailInbound,
  'mail-outbound': mailOutbound,
  'web-dependencies': webDependencies,
  'reach-ping': reachPing,
  'ipv4-sweep': ipv4Sweep,
  'reach-anchors': reachAnchors,
  'reach-ports': reachPorts,
  'dns-recursive': dnsRecursive,
  'web-portal': webPortal,
} satisfies Record<string, Probe>

export type ProbeName = keyof typeof probes
