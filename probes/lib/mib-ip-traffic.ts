import type { MibModule } from './mib-syntax.ts'

/** What crossed the device by version of IP: IP-MIB's statistics tables, RFC 4293. */
export const ipTrafficMib = {
  // index: IP version, 1 for IPv4 and 2 for IPv6
  ipSystemStatsInReceives: { oid: '1.3.6.1.2.1.4.31.1.1.3', syntax: 'counter' },
  ipSystemStatsHCInReceives: { oid: '1.3.6.1.2.1.4.31.1.1.4', syntax: 'counter' },
  ipSystemStatsInOctets: { oid: '1.3.6.1.2.1.4.31.1.1.5', syntax: 'counter' },
  ipSystemStatsHCInOctets: { oid: '1.3.6.1.2.1.4.31.1.1.6', syntax: 'counter' },
  ipSystemStatsInForwDatagrams: { oid: '1.3.6.1.2.1.4.31.1.1.12', syntax: 'counter' },
  ipSystemStatsHCInForwDatagrams: { oid: '1.3.6.1.2.1.4.31.1.1.13', syntax: 'counter' },
  ipSystemStatsInDelivers: { oid: '1.3.6.1.2.1.4.31.1.1.18', syntax: 'counter' },
  ipSystemStatsHCInDelivers: { oid: '1.3.6.1.2.1.4.31.1.1.19', syntax: 'counter' },
  ipSystemStatsOutForwDatagrams: { oid: '1.3.6.1.2.1.4.31.1.1.23', syntax: 'counter' },
  ipSystemStatsHCOutForwDatagrams: { oid: '1.3.6.1.2.1.4.31.1.1.24', syntax: 'counter' },
  ipSystemStatsOutTransmits: { oid: '1.3.6.1.2.1.4.31.1.1.30', syntax: 'counter' },
  ipSystemStatsHCOutTransmits: { oid: '1.3.6.1.2.1.4.31.1.1.31', syntax: 'counter' },
  ipSystemStatsOutOctets: { oid: '1.3.6.1.2.1.4.31.1.1.32', syntax: 'counter' },
  ipSystemStatsHCOutOctets: { oid: '1.3.6.1.2.1.4.31.1.1.33', syntax: 'counter' },
  ipSystemStatsReasmFails: { oid: '1.3.6.1.2.1.4.31.1.1.16', syntax: 'counter' },
  ipSystemStatsOutFragFails: { oid: '1.3.6.1.2.1.4.31.1.1.28', syntax: 'counter' },
  ipSystemStatsDiscontinuityTime: { oid: '1.3.6.1.2.1.4.31.1.1.46', syntax: 'unsigned' },
  ipSystemStatsRefreshRate: { oid: '1.3.6.1.2.1.4.31.1.1.47', syntax: 'unsigned' }, // milliseconds

  // index: IP version (1 or 2), ifIndex
  ipIfStatsInReceives: { oid: '1.3.6.1.2.1.4.31.3.1.3', syntax: 'counter' },
  ipIfStatsHCInReceives: { oid: '1.3.6.1.2.1.4.31.3.1.4', syntax: 'counter' },
  ipIfStatsInOctets: { oid: '1.3.6.1.2.1.4.31.3.1.5', syntax: 'counter' },
  ipIfStatsHCInOctets: { oid: '1.3.6.1.2.1.4.31.3.1.6', syntax: 'counter' },
  ipIfStatsInForwDatagrams: { oid: '1.3.6.1.2.1.4.31.3.1.12', syntax: 'counter' },
  ipIfStatsHCInForwDatagrams: { oid: '1.3.6.1.2.1.4.31.3.1.13', syntax: 'counter' },
  ipIfStatsInDelivers: { oid: '1.3.6.1.2.1.4.31.3.1.18', syntax: 'counter' },
  ipIfStatsHCInDelivers: { oid: '1.3.6.1.2.1.4.31.3.1.19', syntax: 'counter' },
  ipIfStatsOutForwDatagrams: { oid: '1.3.6.1.2.1.4.31.3.1.23', syntax: 'counter' },
  ipIfStatsHCOutForwDatagrams: { oid: '1.3.6.1.2.1.4.31.3.1.24', syntax: 'counter' },
  ipIfStatsOutTransmits: { oid: '1.3.6.1.2.1.4.31.3.1.30', syntax: 'counter' },
  ipIfStatsHCOutTransmits: { oid: '1.3.6.1.2.1.4.31.3.1.31', syntax: 'counter' },
  ipIfStatsOutOctets: { oid: '1.3.6.1.2.1.4.31.3.1.32', syntax: 'counter' },
  ipIfStatsHCOutOctets: { oid: '1.3.6.1.2.1.4.31.3.1.33', syntax: 'counter' },
  ipIfStatsDiscontinuityTime: { oid: '1.3.6.1.2.1.4.31.3.1.46', syntax: 'unsigned' },
  ipIfStatsRefreshRate: { oid: '1.3.6.1.2.1.4.31.3.1.47', syntax: 'unsigned' }, // milliseconds
} as const satisfies MibModule
