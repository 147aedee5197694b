import { dnsAddress } from './dns-address.ts'
import { dnsNameservers } from './dns-nameservers.ts'
import type { Probe } from './probe.ts'
import { proberSelfTest } from './prober-self-test.ts'
import { snmpAddresses } from './snmp-addresses.ts'
import { snmpInterfaces } from './snmp-interfaces.ts'
import { snmpReach } from './snmp-reach.ts'
import { snmpSystem } from './snmp-system.ts'
import { webDualStack } from './web-dual-stack.ts'

/** Every way of looking. To add one: write its file beside these and one line here. */
export const probes = {
  'prober-self-test': proberSelfTest,
  'snmp-system': snmpSystem,
  'snmp-reach': snmpReach,
  'snmp-interfaces': snmpInterfaces,
  'snmp-addresses': snmpAddresses,
  'dns-address': dnsAddress,
  'dns-nameservers': dnsNameservers,
  'web-dual-stack': webDualStack,
} satisfies Record<string, Probe>

export type ProbeName = keyof typeof probes
