/**
 * How the value of an object is read. A record lists the names of an enumeration, by number.
 *
 * - `text`: an OCTET STRING shown to people, made printable
 * - `octets`: an OCTET STRING as it is
 * - `oid`: an OBJECT IDENTIFIER or RowPointer in dotted form
 * - `integer`, `unsigned`: a number; unsigned ones above 2^31 sent as negative INTEGERs are put right
 * - `counter`: Counter32 or Counter64 as an exact bigint
 */
export type Syntax =
  | 'text'
  | 'octets'
  | 'oid'
  | 'integer'
  | 'unsigned'
  | 'counter'
  | Readonly<Record<number, string>>

const upDown = { 1: 'up', 2: 'down' } as const
const ifStatus = {
  1: 'up',
  2: 'down',
  3: 'testing',
  4: 'unknown',
  5: 'dormant',
  6: 'notPresent',
  7: 'lowerLayerDown',
} as const
const forwarding = { 1: 'forwarding', 2: 'notForwarding' } as const

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

/** The objects that v6gov asks for. A scalar's only instance is `.0`; a column's instances are the table's rows. */
export const mib = {
  // SNMPv2-MIB, RFC 3418
  sysDescr: { oid: '1.3.6.1.2.1.1.1', syntax: 'text' },
  sysObjectID: { oid: '1.3.6.1.2.1.1.2', syntax: 'oid' },
  sysUpTime: { oid: '1.3.6.1.2.1.1.3', syntax: 'unsigned' }, // hundredths of a second, wraps after 497 days
  sysContact: { oid: '1.3.6.1.2.1.1.4', syntax: 'text' },
  sysName: { oid: '1.3.6.1.2.1.1.5', syntax: 'text' },
  sysLocation: { oid: '1.3.6.1.2.1.1.6', syntax: 'text' },
  // SNMP-FRAMEWORK-MIB, RFC 3411
  snmpEngineBoots: { oid: '1.3.6.1.6.3.10.2.1.2', syntax: 'integer' },

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

  // TUNNEL-MIB, RFC 4087
  tunnelIfEncapsMethod: { oid: '1.3.6.1.2.1.10.131.1.1.1.1.3', syntax: 'integer', names: tunnelTypes },

  // IP-MIB, RFC 4293
  ipForwarding: { oid: '1.3.6.1.2.1.4.1', syntax: forwarding },
  ipv6IpForwarding: { oid: '1.3.6.1.2.1.4.25', syntax: forwarding },
  ipv6InterfaceEnableStatus: { oid: '1.3.6.1.2.1.4.30.1.5', syntax: upDown },
  ipAddressIfIndex: { oid: '1.3.6.1.2.1.4.34.1.3', syntax: 'unsigned' },
  ipAddressPrefix: { oid: '1.3.6.1.2.1.4.34.1.5', syntax: 'oid' },
  ipAddressOrigin: {
    oid: '1.3.6.1.2.1.4.34.1.6',
    syntax: { 1: 'other', 2: 'manual', 4: 'dhcp', 5: 'linklayer', 6: 'random' },
  },
  ipAddressStatus: {
    oid: '1.3.6.1.2.1.4.34.1.7',
    syntax: {
      1: 'preferred',
      2: 'deprecated',
      3: 'invalid',
      4: 'inaccessible',
      5: 'unknown',
      6: 'tentative',
      7: 'duplicate',
      8: 'optimistic',
    },
  },

  // IPV6-MIB, RFC 2465: older, still the only one on printers and Windows
  ipv6Forwarding: { oid: '1.3.6.1.2.1.55.1.1', syntax: forwarding },
  ipv6AddrPfxLength: { oid: '1.3.6.1.2.1.55.1.8.1.2', syntax: 'integer' },
  ipv6AddrStatus: {
    oid: '1.3.6.1.2.1.55.1.8.1.5',
    syntax: { 1: 'preferred', 2: 'deprecated', 3: 'invalid', 4: 'inaccessible', 5: 'unknown' },
  },
} as const satisfies Record<string, { oid: string; syntax: Syntax; names?: Readonly<Record<number, string>> }>

export type ObjectName = keyof typeof mib

type ValueOfSyntax<S> = S extends 'text' | 'oid'
  ? string
  : S extends 'octets'
    ? Buffer
    : S extends 'integer' | 'unsigned'
      ? number
      : S extends 'counter'
        ? bigint
        : S extends Readonly<Record<number, infer Name>>
          ? Name
          : never

/** The type in which a value of this object reaches a probe. */
export type ValueOf<Name extends ObjectName> = ValueOfSyntax<(typeof mib)[Name]['syntax']>

const nameByOid = new Map(Object.entries(mib).map(([name, { oid }]) => [oid as string, name as ObjectName]))

/** The object that an instance belongs to and the rest of its OID; undefined when the table above lacks it. */
export function objectOf(oid: string): { name: ObjectName; index: string } | undefined {
  for (let end = oid.length; end > 0; end = oid.lastIndexOf('.', end - 1)) {
    const name = nameByOid.get(oid.slice(0, end))
    if (name) return { name, index: oid.slice(end + 1) }
  }
  return undefined
}
