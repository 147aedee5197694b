import type { ProbeName, probes } from '../../probes/index.ts'
import type { FactsOf } from '../../probes/probe.ts'

type Facts<Name extends ProbeName> = FactsOf<(typeof probes)[Name]>

const remote = {
  type: 'remote',
  proto: 'bgp',
  nextHop: 'fe80::1',
  ifIndex: 2,
  ifName: 'wan0',
  ifDescr: 'wan0',
} as const

const answering = { answered: true, method: 'icmp', failure: null } as const

const resolved = { answered: true, failure: null, rcode: 'NOERROR' }

const throughPortal = {
  outcome: 'open',
  status: 204,
  leadsTo: null,
  portalAnswers: null,
  failure: null,
} as const

/** A mail server that greets over both families. */
export function exchange(name: string, preference = 10): Facts<'mail-inbound'>['exchanges'][number] {
  const endpoint = { open: true, works: true, failure: null, note: null, starttls: true }
  return {
    name,
    preference,
    a: ['10.30.0.25'],
    aaaa: [{ address: '2001:db8:30::25', class: 'documentation' }],
    aaaaFailure: null,
    ipv4: [{ address: '10.30.0.25', ...endpoint }],
    ipv6: [{ address: '2001:db8:30::25', ...endpoint }],
  }
}

/** A name server of a zone, in it, with equal glue, answering over IPv6. */
export function zoneServer(name: string, address = '2001:db8:30::53'): Facts<'dns-zone'>['servers'][number] {
  return {
    name,
    atParent: true,
    atChild: true,
    inZone: true,
    glue: { a: [], aaaa: [address] },
    own: { a: [], aaaa: [{ address, class: 'documentation' }] },
    glueFailure: null,
    addresses: [{ address, family: 6, authoritative: true, faults: [] }],
  }
}

/** A cut of a walk from the root with two servers that work over IPv6. */
export function cut(zone: string): Facts<'dns-ipv6-only'>['cuts'][number] {
  return { zone, servers: 2, withAddress: 2, working: 2, overUdp: 2, failure: null }
}

/** What probes of one question a look say of a healthy target, to be spoilt by each test. */
export const healthy = {
  'snmp-inventory': {
    tables: { entPhysicalTable: 'ok' },
    sysObjectId: '1.3.6.1.4.1.9.1.1',
    enterprise: 9,
    vendor: 'Cisco',
    description: 'Cisco IOS',
    name: 'Chassis',
    model: 'ISR4331',
    serial: 'FDO12345678',
    software: '16.9.5',
    serialFrom: 'entity_mib',
    softwareFrom: 'entity_mib',
    members: [],
    truncated: false,
  },
  'snmp-routes': {
    tables: { inetCidrRouteTable: 'ok', ipNetToPhysicalTable: 'ok' },
    sources: { ipv4: 'inetCidrRouteTable', ipv6: 'inetCidrRouteTable' },
    default4: [{ ...remote, nextHop: '10.255.0.1' }],
    default6: [{ ...remote, nextHopResolved: true }],
    prefixes: [{ prefix: '2001:db8:30::/64', matched: '2001:db8:30::/48', routes: [remote] }],
    census: null,
    truncated: false,
  },
  'snmp-neighbours': {
    tables: { ipNetToPhysicalTable: 'ok' },
    sources: { ipv4: 'ipNetToPhysicalTable', ipv6: 'ipNetToPhysicalTable' },
    interfaces: [{ name: 'vlan10', ifIndex: 10, ipv6Classes: ['documentation', 'link_local'] }],
    truncated: false,
  },
  'snmp-traffic': {
    tables: { ipSystemStatsTable: 'ok', ipIfStatsTable: 'ok' },
    system: { ipv4: 'ok', ipv6: 'ok', refreshMs: 5000 },
    interfaces: [{ name: 'wan0', ifIndex: 2, ipv4: 'ok', ipv6: 'ok', link: 'octets64' }],
    truncated: false,
  },
  'snmp-line': { ifIndex: 2, operStatus: 'up', speedMbps: 100, octets: 'octets64' },
  'snmp-pe': { ifIndex: 7, operStatus: 'up', neighbour4: true, neighbour6: true },
  'snmp-ra': {
    tables: { ipv6RouterAdvertTable: 'ok', ipAddressPrefixTable: 'ok' },
    interfaces: [{ name: 'vlan10', ifIndex: 10 }],
    adverts: [
      {
        ifIndex: 10,
        ifName: 'vlan10',
        send: true,
        managed: false,
        otherConfig: true,
        lifetimeSeconds: 1800,
        linkMtu: 0,
      },
    ],
    prefixes: [
      {
        ifIndex: 10,
        ifName: 'vlan10',
        prefix: '2001:db8:30:10::/64',
        from: 'prefix_table',
        origin: 'manual',
        onLink: true,
        autonomous: true,
      },
    ],
    ipv6Interfaces: [{ ifIndex: 10, ifName: 'vlan10', enabled: true, forwarding: true }],
    defaultRouters: [],
    truncated: false,
  },
  'snmp-bgp': {
    tables: { cbgpPeer2Table: 'ok' },
    localAs: 64496,
    peers: [64500, 64501].map((remoteAs, index) => ({
      address: `2001:db8:fffe::${index + 1}`,
      transport: 6,
      instance: null,
      remoteAs,
      established: true,
      enabled: true,
      families: ['ipv6-unicast'],
      tables: ['cbgpPeer2Table'],
    })),
    ospfv3: null,
    truncated: false,
  },
  'snmp-around': {
    tables: { ipNetToPhysicalTable: 'ok', inetCidrRouteTable: 'ok' },
    own4: ['10.30.0.1'],
    stations: [],
    blocks: [{ ifIndex: 10, ifName: 'vlan10', prefix: '2001:db8:30:2::/64' }],
    routes: [],
    truncated: false,
  },
  'ipv4-sweep': { answered: ['10.30.0.1'], tried: 254, refused: 0 },
  'snmp-lldp': {
    tables: { lldpRemTable: 'ok' },
    neighbours: [
      {
        localPort: 'Gi0/1',
        localPortNumber: 1,
        chassisId: '02:00:00:00:00:01',
        portId: 'Gi1/0/24',
        portDescription: '',
        sysName: 'sw-01',
        capabilities: ['bridge'],
        addresses: ['10.30.0.3'],
      },
    ],
    truncated: false,
  },
  'snmp-wifi': {
    tables: { bsnAPTable: 'ok' },
    sources: ['AIRESPACE-WIRELESS-MIB'],
    accessPoints: [{ id: '02:00:00:00:01:00', name: 'ap-qt-1', serial: null, up: true, state: 'associated' }],
    ssids: ['HaiDuong Free Wi-Fi'],
    truncated: false,
  },
  'dns-zone': {
    zone: 'haiduong.test',
    failure: null,
    delegation: {
      parent: 'test',
      seen: 'referral',
      names: ['ns1.haiduong.test', 'ns2.haiduong.test'],
      agree: true,
    },
    child: ['ns1.haiduong.test', 'ns2.haiduong.test'],
    sameSet: true,
    servers: [
      zoneServer('ns1.haiduong.test', '2001:db8:30::53'),
      zoneServer('ns2.haiduong.test', '2001:db8:30::54'),
    ],
    dnssec: {
      status: 'valid',
      ds: [{ algorithm: 13, digestType: 2 }],
      algorithms: [13],
      weak: [],
      dsMatchesKey: true,
      signatures: 'more_than_3_days',
    },
  },
  'dns-ipv6-only': {
    zone: 'haiduong.test',
    complete: true,
    failure: null,
    cuts: [cut('.'), cut('test'), cut('haiduong.test')],
    hosts: [
      {
        host: 'www.haiduong.test',
        failure: null,
        addresses: [{ address: '2001:db8:30::80', class: 'documentation' }],
      },
    ],
  },
  'dns-reverse': {
    zones: [
      {
        zone: '0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa',
        failure: null,
        servers: ['ns1', 'ns2'].map((name, index) => ({
          name: `${name}.haiduong.test`,
          aaaa: [{ address: `2001:db8:30::5${index}`, class: 'documentation' }],
          answers: true,
          overIpv6: true,
          failure: null,
        })),
      },
    ],
    pointers: [],
  },
  'mail-inbound': {
    domain: 'haiduong.test',
    failure: null,
    nullMx: false,
    exchanges: [exchange('mx1.haiduong.test'), exchange('mx2.haiduong.test', 20)],
  },
  'mail-outbound': {
    domain: 'haiduong.test',
    spf: { record: 'found', lookups: 1, coversIpv6: true, ranges: ['2001:db8:30::25/128'] },
    senders: [{ address: '2001:db8:30::25', spf: 'pass', names: ['mail.haiduong.test'], failure: null }],
  },
  'web-dependencies': {
    host: 'www.haiduong.test',
    failure: null,
    status: 200,
    finalHost: 'www.haiduong.test',
    firstParty: [{ host: 'static.haiduong.test', uses: ['image', 'script'], answers: true, failure: null }],
    thirdParty: ['fonts.example.test'],
    omitted: 0,
  },
  'reach-ping': { ipv4: answering, ipv6: answering },
  'reach-anchors': {
    anchors: ['1', '2', '3'].map((host) => ({
      address: `2001:db8:a::${host}`,
      port: 443,
      answered: true,
      failure: null,
      passes1280: true,
    })),
    loss: 'at_most_1_percent',
  },
  'reach-ports': {
    host: 'www.haiduong.test',
    aFailure: null,
    aaaaFailure: null,
    ports: [22, 25, 53, 80, 443, 3389, 8080, 8443],
    ipv4: [{ address: '10.0.0.80', open: [80, 443], silent: [22] }],
    ipv6: [{ address: '2001:db8:30::80', open: [80, 443], silent: [22] }],
    omitted: 0,
  },
  'dns-recursive': {
    resolver: 'dns.haiduong.test',
    asked: 'www.haiduong.test',
    servers: [{ address: '2001:db8:30::35', a: resolved, aaaa: resolved }],
  },
  'web-portal': { ipv4: throughPortal, ipv6: throughPortal },
} satisfies { [Name in ProbeName]?: Facts<Name> }
