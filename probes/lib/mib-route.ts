import type { MibModule } from './mib-syntax.ts'

/** IANAipRouteProtocol: who brought a route (IANA-RTPROTO-MIB). */
const routeProtocol = {
  1: 'other',
  2: 'local',
  3: 'netmgmt',
  4: 'icmp',
  5: 'egp',
  6: 'ggp',
  7: 'hello',
  8: 'rip',
  9: 'isIs',
  10: 'esIs',
  11: 'ciscoIgrp',
  12: 'bbnSpfIgp',
  13: 'ospf',
  14: 'bgp',
  15: 'idpr',
  16: 'ciscoEigrp',
  17: 'dvmrp',
  18: 'rpl',
  19: 'dhcp',
  20: 'ttdp',
} as const

/** Forwarding tables, newest first. */
export const routeMib = {
  // IP-FORWARD-MIB, RFC 4292; index: InetAddressType, InetAddress, prefix length, policy, next hop's type and address
  inetCidrRouteNumber: { oid: '1.3.6.1.2.1.4.24.6', syntax: 'unsigned' },
  inetCidrRouteIfIndex: { oid: '1.3.6.1.2.1.4.24.7.1.7', syntax: 'unsigned' },
  inetCidrRouteType: {
    oid: '1.3.6.1.2.1.4.24.7.1.8',
    syntax: { 1: 'other', 2: 'reject', 3: 'local', 4: 'remote', 5: 'blackhole' },
  },
  inetCidrRouteProto: { oid: '1.3.6.1.2.1.4.24.7.1.9', syntax: routeProtocol },
  // RFC 2096; index: destination, mask, type of service, next hop
  ipCidrRouteNumber: { oid: '1.3.6.1.2.1.4.24.3', syntax: 'unsigned' },
  ipCidrRouteIfIndex: { oid: '1.3.6.1.2.1.4.24.4.1.5', syntax: 'unsigned' },
  ipCidrRouteType: {
    oid: '1.3.6.1.2.1.4.24.4.1.6',
    syntax: { 1: 'other', 2: 'reject', 3: 'local', 4: 'remote' },
  },
  ipCidrRouteProto: { oid: '1.3.6.1.2.1.4.24.4.1.7', syntax: routeProtocol },

  // RFC 1213; index: destination alone
  ipRouteIfIndex: { oid: '1.3.6.1.2.1.4.21.1.2', syntax: 'unsigned' },
  ipRouteNextHop: { oid: '1.3.6.1.2.1.4.21.1.7', syntax: 'address' },
  ipRouteType: {
    oid: '1.3.6.1.2.1.4.21.1.8',
    syntax: { 1: 'other', 2: 'other', 3: 'local', 4: 'remote' }, // other, invalid, direct, indirect
    names: { 1: 'other', 2: 'invalid', 3: 'direct', 4: 'indirect' },
  },
  ipRouteProto: { oid: '1.3.6.1.2.1.4.21.1.9', syntax: routeProtocol },
  ipRouteMask: { oid: '1.3.6.1.2.1.4.21.1.11', syntax: 'address' },

  // IPV6-MIB, RFC 2465; index: 16 octets, prefix length, a running number
  ipv6RouteIfIndex: { oid: '1.3.6.1.2.1.55.1.11.1.4', syntax: 'unsigned' },
  ipv6RouteNextHop: { oid: '1.3.6.1.2.1.55.1.11.1.5', syntax: 'address' },
  ipv6RouteType: {
    oid: '1.3.6.1.2.1.55.1.11.1.6',
    syntax: { 1: 'other', 2: 'blackhole', 3: 'local', 4: 'remote' },
    names: { 1: 'other', 2: 'discard', 3: 'local', 4: 'remote' },
  },
  ipv6RouteProtocol: {
    oid: '1.3.6.1.2.1.55.1.11.1.7',
    syntax: {
      1: 'other',
      2: 'local',
      3: 'netmgmt',
      4: 'ndisc',
      5: 'rip',
      6: 'ospf',
      7: 'bgp',
      8: 'idrp',
      9: 'igrp',
    },
  },
} as const satisfies MibModule
