import type { MibModule } from './mib-syntax.ts'

const ifStatus = {
  1: 'up',
  2: 'down',
  3: 'testing',
  4: 'unknown',
  5: 'dormant',
  6: 'notPresent',
  7: 'lowerLayerDown',
} as const

/** IANAtunnelType, the kinds of tunnel that IANA has numbered (IANAifType-MIB). */
export const tunnelTypes: Readonly<Record<number, string>> = {
  1: 'other',
  2: 'direct',
  3: 'gre',
  4: 'minimal',
  5: 'l2tp',
  6: 'pptp',
  7: 'l2f',
  8: 'udp',
  9: 'atmp',
  10: 'msdp',
  11: 'sixToFour',
  12: 'sixOverFour',
  13: 'isatap',
  14: 'teredo',
  15: 'ipHttps',
  16: 'softwireMesh',
  17: 'dsLite',
  18: 'aplusp',
}

/** The agent itself and its interfaces. */
export const interfaceMib = {
  // IANA gives the number 0 to no enterprise, so that no agent has anything there
  reservedEnterprise: { oid: '1.3.6.1.4.1.0', syntax: 'integer' },

  // SNMPv2-MIB, RFC 3418
  sysDescr: { oid: '1.3.6.1.2.1.1.1', syntax: 'text' },
  sysObjectID: { oid: '1.3.6.1.2.1.1.2', syntax: 'oid' },
  sysUpTime: { oid: '1.3.6.1.2.1.1.3', syntax: 'unsigned' }, // hundredths of a second, wraps after 497 days
  sysContact: { oid: '1.3.6.1.2.1.1.4', syntax: 'text' },
  sysName: { oid: '1.3.6.1.2.1.1.5', syntax: 'text' },
  sysLocation: { oid: '1.3.6.1.2.1.1.6', syntax: 'text' },
  // SNMP-FRAMEWORK-MIB, RFC 3411
  snmpEngineBoots: { oid: '1.3.6.1.6.3.10.2.1.2', syntax: 'integer' },
  snmpEngineTime: { oid: '1.3.6.1.6.3.10.2.1.3', syntax: 'integer' }, // seconds since the last boot

  // IF-MIB, RFC 2863
  ifDescr: { oid: '1.3.6.1.2.1.2.2.1.2', syntax: 'text' },
  ifType: { oid: '1.3.6.1.2.1.2.2.1.3', syntax: 'integer' },
  ifMtu: { oid: '1.3.6.1.2.1.2.2.1.4', syntax: 'integer' },
  ifSpeed: { oid: '1.3.6.1.2.1.2.2.1.5', syntax: 'unsigned' }, // bit/s, stays at 4294967295 above
  ifAdminStatus: { oid: '1.3.6.1.2.1.2.2.1.7', syntax: ifStatus },
  ifOperStatus: { oid: '1.3.6.1.2.1.2.2.1.8', syntax: ifStatus },
  ifInOctets: { oid: '1.3.6.1.2.1.2.2.1.10', syntax: 'counter' },
  ifInDiscards: { oid: '1.3.6.1.2.1.2.2.1.13', syntax: 'counter' },
  ifInErrors: { oid: '1.3.6.1.2.1.2.2.1.14', syntax: 'counter' },
  ifOutOctets: { oid: '1.3.6.1.2.1.2.2.1.16', syntax: 'counter' },
  ifOutDiscards: { oid: '1.3.6.1.2.1.2.2.1.19', syntax: 'counter' },
  ifOutErrors: { oid: '1.3.6.1.2.1.2.2.1.20', syntax: 'counter' },
  ifName: { oid: '1.3.6.1.2.1.31.1.1.1.1', syntax: 'text' },
  ifHCInOctets: { oid: '1.3.6.1.2.1.31.1.1.1.6', syntax: 'counter' },
  ifHCInUcastPkts: { oid: '1.3.6.1.2.1.31.1.1.1.7', syntax: 'counter' },
  ifHCInMulticastPkts: { oid: '1.3.6.1.2.1.31.1.1.1.8', syntax: 'counter' },
  ifHCInBroadcastPkts: { oid: '1.3.6.1.2.1.31.1.1.1.9', syntax: 'counter' },
  ifHCOutOctets: { oid: '1.3.6.1.2.1.31.1.1.1.10', syntax: 'counter' },
  ifHCOutUcastPkts: { oid: '1.3.6.1.2.1.31.1.1.1.11', syntax: 'counter' },
  ifHCOutMulticastPkts: { oid: '1.3.6.1.2.1.31.1.1.1.12', syntax: 'counter' },
  ifHCOutBroadcastPkts: { oid: '1.3.6.1.2.1.31.1.1.1.13', syntax: 'counter' },
  ifHighSpeed: { oid: '1.3.6.1.2.1.31.1.1.1.15', syntax: 'unsigned' }, // Mb/s
  ifAlias: { oid: '1.3.6.1.2.1.31.1.1.1.18', syntax: 'text' },
  ifCounterDiscontinuityTime: { oid: '1.3.6.1.2.1.31.1.1.1.19', syntax: 'unsigned' }, // sysUpTime, 0 for none
  ifTableLastChange: { oid: '1.3.6.1.2.1.31.1.5', syntax: 'unsigned' }, // sysUpTime when rows came or went

  // TUNNEL-MIB, RFC 4087
  tunnelIfEncapsMethod: { oid: '1.3.6.1.2.1.10.131.1.1.1.1.3', syntax: 'integer', names: tunnelTypes },
} as const satisfies MibModule
