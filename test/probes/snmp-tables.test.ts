import { afterEach, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../probes/probe.ts'
import { snmpAround } from '../../probes/snmp-around.ts'
import { snmpInventory } from '../../probes/snmp-inventory.ts'
import { snmpLldp } from '../../probes/snmp-lldp.ts'
import { snmpNeighbours } from '../../probes/snmp-neighbours.ts'
import { snmpRa } from '../../probes/snmp-ra.ts'
import { snmpRoutes } from '../../probes/snmp-routes.ts'
import { snmpTraffic } from '../../probes/snmp-traffic.ts'
import { octets } from '../helpers/ber.ts'
import { readRequest, serve, startAgent } from '../helpers/snmp-agent.ts'
import { lookAt, see } from '../helpers/snmp-look.ts'
import { inetIndex, mac, octetsOf, row, scalars } from '../helpers/snmp-objects.ts'

const stops: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** A correct agent that has these objects. */
async function agentOf(...objects: Record<string, Buffer>[]): Promise<Endpoint> {
  const answer = serve(Object.assign({}, ...objects))
  const agent = await startAgent((datagram) => [answer(readRequest(datagram))])
  stops.push(agent.stop)
  return agent
}

const interfaces = {
  ...row('2', { ifName: 'wan', ifDescr: 'GigabitEthernet0/0', ifHCInOctets: 5_000n, ifHCOutOctets: 7_000n }),
  ...row('10', { ifName: 'vlan10', ifDescr: 'Vlan10' }),
  ...row('20', { ifName: 'vlan20', ifDescr: 'Vlan20' }),
}
const versions = ['v1', 'v2c'] as const

describe('hosts on a link', () => {
  const learned = (ifIndex: number, address: string, host: string, more: Parameters<typeof row>[1] = {}) =>
    row(`${ifIndex}.${inetIndex(address)}`, {
      ipNetToPhysicalPhysAddress: mac(host),
      ipNetToPhysicalType: 'dynamic',
      ipNetToPhysicalState: 'reachable',
      ...more,
    })
  const neighbours = [
    learned(10, '10.0.10.5', '00:53:00:00:00:05'),
    learned(10, '2001:db8:10::5', '00:53:00:00:00:05'),
    learned(10, '2001:db8:10::1:5', '00:53:00:00:00:05', { ipNetToPhysicalState: 'stale' }),
    learned(10, 'fe80::5', '00:53:00:00:00:05'),
    learned(10, '10.0.10.6', '00:53:00:00:00:06'),
    learned(10, 'fe80::7', '00:53:00:00:00:07'),
    learned(10, '2001:db8:10::8', '00:53:00:00:00:08'),
    // none of these is a host
    learned(10, '10.0.10.1', '00:53:00:00:00:01', { ipNetToPhysicalType: 'local' }),
    learned(10, '10.0.10.9', '00:53:00:00:00:09', { ipNetToPhysicalType: 'invalid' }),
    learned(10, '2001:db8:10::10', '00:53:00:00:00:10', { ipNetToPhysicalState: 'incomplete' }),
    learned(10, '2001:db8:10::11', '00:53:00:00:00:11', { ipNetToPhysicalState: 'invalid' }),
    learned(10, '10.0.10.12', '00:00:00:00:00:00'),
    learned(10, '10.0.10.255', 'ff:ff:ff:ff:ff:ff'),
    learned(10, '239.0.0.1', '00:53:00:00:00:13'),
    learned(10, '10.0.10.254', '00:00:5e:00:01:0a'),
    learned(10, '10.0.10.2', '00:53:00:00:00:02'),
    learned(10, '2001:db8:10::2', '00:53:00:00:00:02'),
    learned(20, '10.0.20.6', '00:53:00:00:00:06'),
  ]

  test.each(versions)('are counted by MAC address, without routers (%s)', async (version) => {
    const to = await agentOf(interfaces, ...neighbours)
    const settings = { interfaces: ['vlan10', 'Vlan20', 'none'], routers: ['10.0.10.2'] }
    const { facts, numbers } = await see(snmpNeighbours, to, settings, { version })
    expect(facts).toEqual({
      tables: {
        ipNetToMediaTable: 'no_such_object',
        ipNetToPhysicalTable: 'ok',
        ipv6NetToMediaTable: 'no_such_object',
      },
      sources: { ipv4: 'ipNetToPhysicalTable', ipv6: 'ipNetToPhysicalTable' },
      interfaces: [
        { name: 'vlan10', ifIndex: 10, ipv4: true, ipv6Classes: ['documentation', 'link_local'] },
        { name: 'Vlan20', ifIndex: 20, ipv4: true, ipv6Classes: [] },
        { name: 'none', ifIndex: null, ipv4: false, ipv6Classes: [] },
      ],
      truncated: false,
    })
    expect(numbers).toEqual({
      'rows.ipv4': 10,
      'rows.ipv6': 8,
      'if.vlan10.hosts': 4,
      'if.vlan10.hosts4': 2,
      'if.vlan10.hostsGua': 0,
      'if.vlan10.hosts4Gua': 0,
      'if.vlan10.hostsDoc': 2,
      'if.vlan10.hosts4Doc': 1,
      'if.Vlan20.hosts': 1,
      'if.Vlan20.hosts4': 1,
      'if.Vlan20.hostsGua': 0,
      'if.Vlan20.hosts4Gua': 0,
      'if.Vlan20.hostsDoc': 0,
      'if.Vlan20.hosts4Doc': 0,
    })
  })

  test('MAC addresses leave the probe as sets, to be hashed, and no set is made of half a table', async () => {
    const to = await agentOf(interfaces, ...neighbours)
    const settings = { interfaces: ['vlan10', 'Vlan20', 'none'], routers: ['10.0.10.2'] }
    const { looked } = await lookAt(snmpNeighbours, to, settings)
    const sets = looked?.sets?.map(({ name, members }) => [name, members.toSorted()])
    expect(Object.fromEntries(sets ?? [])).toEqual({
      'if.vlan10.ipv4': ['00:53:00:00:00:05', '00:53:00:00:00:06'],
      'if.vlan10.gua': [],
      'if.vlan10.doc': ['00:53:00:00:00:05', '00:53:00:00:00:08'],
      'if.Vlan20.ipv4': ['00:53:00:00:00:06'],
      'if.Vlan20.gua': [],
      'if.Vlan20.doc': [],
    })
    const many = Array.from({ length: 20_100 }, (_, index) =>
      learned(10, `10.1.${index >> 8}.${index & 255}`, '00:53:00:00:00:05'),
    )
    const cut = await lookAt(snmpNeighbours, await agentOf(interfaces, ...many), settings)
    expect(cut.looked?.facts.truncated).toBe(true)
    expect(cut.looked?.sets).toBeUndefined()
  })

  test.each(versions)(
    'machines on other links are told by their addresses, people by their /64 (%s)',
    async (version) => {
      const lan = [
        learned(30, '10.0.30.7', '00:53:00:00:00:07'),
        learned(30, '2001:db8:30::7', '00:53:00:00:00:07'),
        learned(30, 'fe80::7', '00:53:00:00:00:07'),
        learned(30, '10.0.30.1', '00:53:00:00:00:30', { ipNetToPhysicalType: 'local' }),
        learned(30, '10.0.30.9', '00:00:5e:00:01:0a'), // of a virtual router
        learned(2, '10.0.2.1', '00:53:00:00:00:21'), // the provider
      ]
      const route = (to: string, length: number, hop: string, type: 'local' | 'remote' | 'reject') =>
        row(`${inetIndex(to)}.${length}.2.0.0.${inetIndex(hop)}`, {
          inetCidrRouteType: type,
          inetCidrRouteProto: 'netmgmt',
          inetCidrRouteIfIndex: 30,
        })
      const to = await agentOf(
        interfaces,
        row('30', { ifName: 'lan', ifDescr: 'Ethernet3' }),
        row('10.0.30.1', { ipAdEntIfIndex: 30 }),
        ...neighbours,
        ...lan,
        route('2001:db8:30::', 48, '::', 'reject'),
        route('2001:db8:30:f00::', 60, '2001:db8:30::f', 'remote'),
        route('2001:db8:30::f', 128, '::', 'local'),
        route('2001:db8:99::', 48, '2001:db8:30::f', 'remote'),
      )
      const settings = { hosts: ['vlan10', 'vlan20'], outward: ['wan'], within: ['2001:db8:30::/44'] }
      const { facts } = await see(snmpAround, to, settings, { version })
      expect(facts).toMatchObject({
        own4: ['10.0.10.1', '10.0.30.1'],
        stations: [{ ifIndex: 30, ifName: 'lan', addresses: ['10.0.30.7', '2001:db8:30::7'] }],
        blocks: [{ ifIndex: 10, ifName: 'vlan10', prefix: '2001:db8:10::/64' }],
        routes: [{ prefix: '2001:db8:30:f00::/60', nextHop: '2001:db8:30::f', ifName: 'lan' }],
        truncated: false,
      })
      // nobody has said which links are people's: then nobody is told of
      const blind = await see(snmpAround, to, { outward: ['wan'] }, { version })
      expect(blind.facts).toMatchObject({ stations: [], blocks: [], routes: [] })
    },
  )

  test('an agent without a table for IPv6 tells of no set for it', async () => {
    const only = row(`10.${octetsOf('10.0.10.5').join('.')}`, {
      ipNetToMediaPhysAddress: mac('00:53:00:00:00:05'),
      ipNetToMediaType: 'dynamic',
    })
    const { looked } = await lookAt(snmpNeighbours, await agentOf(interfaces, only), {
      interfaces: ['vlan10'],
    })
    expect(looked?.sets).toEqual([{ name: 'if.vlan10.ipv4', members: ['00:53:00:00:00:05'] }])
  })

  test('no MAC address is in evidence, facts or samples, and a router may be named by its own', async () => {
    const to = await agentOf(interfaces, ...neighbours)
    const settings = { interfaces: ['vlan10'], routers: ['0053.0000.0002', '00-53-00-00-00-05'] }
    const { looked } = await lookAt(snmpNeighbours, to, settings)
    const numbers = Object.fromEntries(looked?.samples?.map(({ series, value }) => [series, value]) ?? [])
    expect(numbers).toMatchObject({ 'if.vlan10.hosts4': 1, 'if.vlan10.hostsDoc': 1 })
    const evidence = JSON.stringify(looked?.evidence)
    expect(evidence).toContain('ipNetToPhysicalPhysAddress.10.1.4.10.0.10.5')
    expect(evidence).toContain('0x005300… (6 octets, the rest is kept back)')
    expect(evidence).not.toContain('005300000005')
    expect(JSON.stringify([looked?.facts, Object.keys(numbers)])).not.toMatch(/00:?53/)
  })

  test('are read from the older tables where the newer one has none of a family', async () => {
    const old = [
      row(`10.${octetsOf('10.0.10.5').join('.')}`, {
        ipNetToMediaPhysAddress: mac('00:53:00:00:00:05'),
        ipNetToMediaType: 'dynamic',
      }),
      row(`10.${octetsOf('10.0.10.6').join('.')}`, {
        ipNetToMediaPhysAddress: octets('0:53:0:0:0:6'),
        ipNetToMediaType: 'invalid',
      }),
      row(`10.${octetsOf('2001:db8:10::5').join('.')}`, {
        ipv6NetToMediaPhysAddress: mac('00:53:00:00:00:05'),
        ipv6NetToMediaType: 'dynamic',
        ipv6IfNetToMediaState: 'stale',
      }),
      row(`10.${octetsOf('2001:db8:10::1').join('.')}`, {
        ipv6NetToMediaPhysAddress: mac('00:53:00:00:00:01'),
        ipv6NetToMediaType: 'local',
      }),
    ]
    const { facts, numbers } = await see(snmpNeighbours, await agentOf(interfaces, ...old), {
      interfaces: ['vlan10'],
    })
    expect(facts.sources).toEqual({ ipv4: 'ipNetToMediaTable', ipv6: 'ipv6NetToMediaTable' })
    expect(facts.tables).toEqual({
      ipNetToMediaTable: 'ok',
      ipNetToPhysicalTable: 'no_such_object',
      ipv6NetToMediaTable: 'ok',
    })
    expect(numbers).toMatchObject({
      'if.vlan10.hosts4': 1,
      'if.vlan10.hostsDoc': 1,
      'if.vlan10.hosts4Doc': 1,
    })
  })
})

describe('routes', () => {
  const route = (
    destination: string,
    length: number,
    hop: string,
    policy: string,
    values: Parameters<typeof row>[1],
  ) =>
    row(`${inetIndex(destination)}.${length}.${policy}.${inetIndex(hop)}`, {
      inetCidrRouteType: 'remote',
      inetCidrRouteProto: 'bgp',
      inetCidrRouteIfIndex: 2,
      ...values,
    })
  const table = [
    scalars({ inetCidrRouteNumber: 5 }),
    route('::', 0, 'fe80::1', '2.0.0', {}),
    route('2001:db8::', 32, 'fe80::1', '3.0.0.7', { inetCidrRouteType: 'blackhole' }),
    route('2001:db8:1::', 48, 'fe80::2', '3.0.0.8', { inetCidrRouteProto: 'ospf' }),
    route('0.0.0.0', 0, '10.0.0.1', '2.0.0', { inetCidrRouteProto: 'netmgmt' }),
    route('10.1.0.0', 16, '0.0.0.0', '3.0.0.9', { inetCidrRouteType: 'local', inetCidrRouteIfIndex: 10 }),
  ]
  const resolved = row(`2.${inetIndex('fe80::1')}`, {
    ipNetToPhysicalPhysAddress: mac('00:53:00:00:00:01'),
    ipNetToPhysicalType: 'dynamic',
    ipNetToPhysicalState: 'reachable',
  })
  const best = { nextHop: 'fe80::1', ifIndex: 2, ifName: 'wan', proto: 'bgp' }

  test.each(versions)('are found without walking the table (%s)', async (version) => {
    const settings = { prefixes: ['2001:db8:1:ff::/64', '2001:db8:2::/48', '2400::1', '10.1.2.3'] }
    const { facts, numbers } = await see(
      snmpRoutes,
      await agentOf(interfaces, resolved, ...table),
      settings,
      {
        version,
      },
    )
    expect(facts).toMatchObject({
      sources: { ipv4: 'inetCidrRouteTable', ipv6: 'inetCidrRouteTable' },
      default6: [{ type: 'remote', ...best, nextHopResolved: true }],
      default4: [{ type: 'remote', proto: 'netmgmt', nextHop: '10.0.0.1', ifIndex: 2, ifName: 'wan' }],
      prefixes: [
        { matched: '2001:db8:1::/48', routes: [{ proto: 'ospf', nextHop: 'fe80::2' }] },
        { matched: '2001:db8::/32', routes: [{ type: 'blackhole' }] },
        { matched: '::/0', routes: [best] },
        { matched: '10.1.0.0/16', routes: [{ type: 'local', nextHop: null, ifName: 'vlan10' }] },
      ],
      census: null,
      truncated: false,
    })
    expect(numbers).toEqual({ routes: 5 })
  })

  test('cost the same on a full table, which no census walks', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) =>
      row(`${inetIndex(`2001:db8:${n.toString(16)}::`)}.48.2.0.0.${inetIndex('fe80::1')}`, {
        inetCidrRouteType: 'remote',
      }),
    )
    const settings = { census: true, prefixes: ['2001:db8:7::/48'] }
    const to = await agentOf(interfaces, ...many, ...table, scalars({ inetCidrRouteNumber: 20_005 }))
    const { facts, requests } = await see(snmpRoutes, to, settings)
    expect(facts).toMatchObject({
      census: null,
      default6: [best],
      prefixes: [{ matched: '2001:db8:7::/48' }],
    })
    expect(requests).toBeLessThan(15)
  })

  test('a default route whose next hop is not resolved, and one without neighbour table', async () => {
    const other = row(`2.${inetIndex('fe80::9')}`, { ipNetToPhysicalPhysAddress: mac('00:53:00:00:00:09') })
    const unresolved = await see(snmpRoutes, await agentOf(interfaces, other, ...table))
    expect(unresolved.facts.default6).toMatchObject([{ nextHopResolved: false }])
    const untold = await see(snmpRoutes, await agentOf(interfaces, ...table))
    expect(untold.facts.default6).toMatchObject([{ nextHopResolved: null }])
  })

  test('an index without the length of the address', async () => {
    const bare = row(`2.${Array(16).fill(0).join('.')}.0.2.0.0.${inetIndex('fe80::1')}`, {
      inetCidrRouteType: 'remote',
      inetCidrRouteIfIndex: 2,
    })
    const { facts } = await see(snmpRoutes, await agentOf(interfaces, bare))
    expect(facts.default6).toMatchObject([{ type: 'remote', nextHop: 'fe80::1', ifIndex: 2 }])
  })

  test('older tables, and a multipath in one order', async () => {
    const zeros = (count: number) => Array(count).fill(0).join('.')
    const old = (number: number, hop: string) =>
      row(`${zeros(16)}.0.${number}`, {
        ipv6RouteType: 'remote',
        ipv6RouteProtocol: 'ndisc',
        ipv6RouteIfIndex: 2,
        ipv6RouteNextHop: octets(Buffer.from(octetsOf(hop))),
      })
    const cidr = row(`${zeros(9)}.10.0.0.1`, {
      ipCidrRouteType: 'remote',
      ipCidrRouteProto: 'netmgmt',
      ipCidrRouteIfIndex: 2,
    })
    const look = async (...objects: Record<string, Buffer>[]) =>
      (await see(snmpRoutes, await agentOf(interfaces, cidr, ...objects), { census: true })).facts
    const one = await look(old(1, 'fe80::1'), old(2, 'fe80::2'))
    expect(one).toEqual(await look(old(1, 'fe80::2'), old(2, 'fe80::1')))
    expect(one).toMatchObject({
      sources: { ipv4: 'ipCidrRouteTable', ipv6: 'ipv6RouteTable' },
      default6: [{ nextHop: 'fe80::1', proto: 'ndisc' }, { nextHop: 'fe80::2' }],
      default4: [{ nextHop: '10.0.0.1', proto: 'netmgmt', ifName: 'wan' }],
      census: { ipv6Learned: true, ipv6Remote: true },
    })
  })

  test('the oldest table has one route to a destination, which its mask tells from a host route', async () => {
    const oldest = (destination: string, mask: string, hop: string) =>
      row(destination, {
        ipRouteType: 'remote',
        ipRouteProto: 'rip',
        ipRouteIfIndex: 2,
        ipRouteNextHop: octets(Buffer.from(octetsOf(hop))),
        ipRouteMask: octets(Buffer.from(octetsOf(mask))),
      })
    const to = await agentOf(
      interfaces,
      oldest('0.0.0.0', '0.0.0.0', '10.0.0.1'),
      oldest('10.1.0.0', '255.255.0.0', '10.0.0.2'),
      oldest('10.2.0.0', '255.255.255.255', '10.0.0.3'),
    )
    const { facts } = await see(snmpRoutes, to, { prefixes: ['10.1.9.0/24', '10.2.0.0/16'] })
    expect(facts).toMatchObject({
      sources: { ipv4: 'ipRouteTable', ipv6: null },
      default4: [{ nextHop: '10.0.0.1', proto: 'rip' }],
      default6: [],
      prefixes: [
        { matched: '10.1.0.0/16', routes: [{ nextHop: '10.0.0.2' }] },
        { matched: '0.0.0.0/0', routes: [{ nextHop: '10.0.0.1' }] },
      ],
    })
  })

  test('no IPv6 route at all, where the table is served', async () => {
    const to = await agentOf(interfaces, ...table.slice(4))
    const { facts } = await see(snmpRoutes, to)
    expect(facts).toMatchObject({
      sources: { ipv4: 'inetCidrRouteTable', ipv6: null },
      tables: { inetCidrRouteTable: 'ok', ipv6RouteTable: 'no_such_object' },
      default6: [],
    })
  })
})

describe('traffic by version of IP', () => {
  const system = (version: 1 | 2, packets: bigint, octets: bigint) =>
    row(String(version), {
      ipSystemStatsHCInReceives: packets,
      ipSystemStatsHCOutTransmits: packets,
      ipSystemStatsHCInOctets: octets,
      ipSystemStatsHCOutOctets: octets,
    })

  test.each(versions)('is told by source (%s)', async (version) => {
    const to = await agentOf(
      interfaces,
      scalars({ sysUpTime: 4_200, snmpEngineBoots: 3, snmpEngineTime: 42 }),
      system(1, 9n, 900n),
      system(2, 5n, 0n),
      row('2', { ipSystemStatsRefreshRate: 60_000, ipSystemStatsInOctets: 77 }),
      row('2.2', {
        ipIfStatsHCInReceives: 0n,
        ipIfStatsHCOutTransmits: 0n,
        ipIfStatsHCInOctets: 0n,
        ipIfStatsHCOutOctets: 0n,
      }),
      row('10', { ifInOctets: 11, ifOutOctets: 12, ifCounterDiscontinuityTime: 99 }),
    )
    const { facts, numbers } = await see(
      snmpTraffic,
      to,
      { interfaces: ['wan', 'vlan10', 'gone'] },
      { version },
    )
    expect(facts).toEqual({
      tables: { ipIfStatsTable: 'ok', ipSystemStatsTable: 'ok' },
      system: { ipv4: 'ok', ipv6: 'zero_octets_with_packets', refreshMs: 60_000 },
      interfaces: [
        { name: 'wan', ifIndex: 2, ipv4: 'empty', ipv6: 'ok', link: 'octets64' },
        { name: 'vlan10', ifIndex: 10, ipv4: 'empty', ipv6: 'empty', link: 'octets32' },
        { name: 'gone', ifIndex: null, ipv4: 'empty', ipv6: 'empty', link: 'none' },
      ],
      truncated: false,
    })
    expect(numbers).toEqual({
      sysUpTime: 4_200,
      engineBoots: 3,
      engineTime: 42,
      'system.ipv4.inPackets': 9n,
      'system.ipv4.outPackets': 9n,
      'system.ipv4.inOctets': 900n,
      'system.ipv4.outOctets': 900n,
      'system.ipv6.inPackets': 5n,
      'system.ipv6.outPackets': 5n,
      'system.ipv6.inOctets': 0n,
      'system.ipv6.outOctets': 0n,
      'if.wan.ipv6.inPackets': 0n,
      'if.wan.ipv6.outPackets': 0n,
      'if.wan.ipv6.inOctets': 0n,
      'if.wan.ipv6.outOctets': 0n,
      'if.wan.inOctets': 5_000n,
      'if.wan.outOctets': 7_000n,
      'if.vlan10.inOctets32': 11n,
      'if.vlan10.outOctets32': 12n,
      'if.vlan10.discontinuity': 99,
    })
  })

  test('without any table nothing is zero', async () => {
    const { facts, numbers } = await see(snmpTraffic, await agentOf(interfaces), { interfaces: ['vlan10'] })
    expect(facts).toMatchObject({
      system: { ipv4: 'no_such_object', ipv6: 'no_such_object', refreshMs: null },
      interfaces: [{ ipv4: 'no_such_object', ipv6: 'no_such_object', link: 'none' }],
    })
    expect(numbers).toEqual({})
  })

  test('counters of 32 bits are kept apart', async () => {
    const narrow = { ipSystemStatsInOctets: 1, ipSystemStatsOutOctets: 2 }
    const { facts, numbers } = await see(snmpTraffic, await agentOf(row('2', narrow)))
    expect(facts.system).toMatchObject({ ipv4: 'empty', ipv6: 'ok' })
    expect(numbers).toEqual({ 'system.ipv6.inOctets32': 1n, 'system.ipv6.outOctets32': 2n })
  })
})

describe('advertisements and prefixes', () => {
  const prefix = (ifIndex: number, address: string, length: number, more = {}) =>
    row(`${ifIndex}.${inetIndex(address)}.${length}`, { ipAddressPrefixOrigin: 'manual', ...more })

  test.each(versions)('of every link (%s)', async (version) => {
    const to = await agentOf(
      interfaces,
      row('10', {
        ipv6RouterAdvertSendAdverts: 'true',
        ipv6RouterAdvertManagedFlag: 'false',
        ipv6RouterAdvertOtherConfigFlag: 'true',
        ipv6RouterAdvertLinkMTU: 1_480,
        ipv6RouterAdvertDefaultLifetime: 1_800,
        ipv6InterfaceEnableStatus: 'up',
        ipv6InterfaceForwarding: 'forwarding',
      }),
      row('20', { ipv6RouterAdvertSendAdverts: 'false', ipv6InterfaceEnableStatus: 'down' }),
      prefix(10, '2001:db8:10::', 64, {
        ipAddressPrefixOnLinkFlag: 'true',
        ipAddressPrefixAutonomousFlag: 'true',
      }),
      prefix(10, 'fe80::', 64),
      prefix(10, '10.0.10.0', 24),
      row(`${inetIndex('fe80::1')}.2`, { ipDefaultRouterLifetime: 1_234 }),
      row(`${inetIndex('fe80::2')}.2`, { ipDefaultRouterLifetime: 0 }),
      row(`${inetIndex('10.0.0.1')}.2`, { ipDefaultRouterLifetime: 65_535 }),
    )
    const { facts } = await see(snmpRa, to, { interfaces: ['vlan20', 'none'] }, { version })
    expect(facts).toEqual({
      tables: {
        ipAddressPrefixTable: 'ok',
        ipDefaultRouterTable: 'ok',
        ipv6IfTable: 'no_such_object',
        ipv6InterfaceTable: 'ok',
        ipv6RouterAdvertTable: 'ok',
      },
      interfaces: [
        { name: 'vlan20', ifIndex: 20 },
        { name: 'none', ifIndex: null },
      ],
      adverts: [
        {
          ifIndex: 10,
          ifName: 'vlan10',
          send: true,
          managed: false,
          otherConfig: true,
          lifetimeSeconds: 1_800,
          linkMtu: 1_480,
        },
        {
          ifIndex: 20,
          ifName: 'vlan20',
          send: false,
          managed: null,
          otherConfig: null,
          lifetimeSeconds: null,
          linkMtu: null,
        },
      ],
      prefixes: [
        {
          ifIndex: 10,
          ifName: 'vlan10',
          prefix: '2001:db8:10::/64',
          from: 'prefix_table',
          origin: 'manual',
          onLink: true,
          autonomous: true,
        },
      ],
      ipv6Interfaces: [
        { ifIndex: 10, ifName: 'vlan10', enabled: true, forwarding: true },
        { ifIndex: 20, ifName: 'vlan20', enabled: false, forwarding: null },
      ],
      defaultRouters: [
        { ifIndex: 2, ifName: 'wan', address: 'fe80::1', usable: true },
        { ifIndex: 2, ifName: 'wan', address: 'fe80::2', usable: false },
      ],
      truncated: false,
    })
  })

  test('prefixes come from addresses where there is no table of them', async () => {
    const own = '2001:db8:10::1'
    const address = row(inetIndex(own), {
      ipAddressIfIndex: 10,
      ipAddressPrefix: `1.3.6.1.2.1.4.32.1.5.10.${inetIndex(own)}.64`,
    })
    const { facts } = await see(snmpRa, await agentOf(interfaces, address))
    expect(facts.prefixes).toMatchObject([{ prefix: '2001:db8:10::/64', from: 'addresses', origin: null }])
    expect(facts.tables.ipAddressPrefixTable).toBe('no_such_object')
  })

  test('indexes without length and with a zone; what cannot be read is said', async () => {
    const bare = row(`10.2.${octetsOf('2001:db8:10::').join('.')}.64`, { ipAddressPrefixOrigin: 'dhcp' })
    const zoned = row(`20.4.20.${octetsOf('2001:db8:20::').join('.')}.0.0.0.20.64`, {
      ipAddressPrefixOrigin: 'routeradv',
    })
    const good = await see(snmpRa, await agentOf(interfaces, bare, zoned))
    expect(good.facts.prefixes.map(({ prefix }) => prefix)).toEqual(['2001:db8:10::/64', '2001:db8:20::/64'])
    const bad = row('10.2.16.1.2.3.64', { ipAddressPrefixOrigin: 'manual' })
    const { facts } = await see(snmpRa, await agentOf(interfaces, bad, bare))
    expect(facts.tables.ipAddressPrefixTable).toBe('malformed')
    expect(facts.prefixes).toHaveLength(1)
  })
})

describe('equipment', () => {
  const box = (number: number, values: Parameters<typeof row>[1]) => row(String(number), values)
  const system = scalars({
    sysObjectID: '1.3.6.1.4.1.9.1.1208',
    sysDescr: 'Cisco IOS Software, Version 15.2(7)E3, x',
  })

  test.each(versions)(
    'a stack, whose first chassis with a serial number is the device (%s)',
    async (version) => {
      const to = await agentOf(
        system,
        box(1, { entPhysicalClass: 'stack', entPhysicalName: 'Stack' }),
        box(1000, {
          entPhysicalClass: 'chassis',
          entPhysicalName: 'Switch 1',
          entPhysicalModelName: 'WS-1 ',
        }),
        box(2000, {
          entPhysicalClass: 'chassis',
          entPhysicalName: 'Switch 2',
          entPhysicalModelName: 'WS-2',
          entPhysicalSerialNum: ' FOC2 ',
          entPhysicalSoftwareRev: '15.2(7)E3',
        }),
        box(3000, {
          entPhysicalClass: 'chassis',
          entPhysicalModelName: 'WS-3',
          entPhysicalSerialNum: 'FOC3',
        }),
        box(3001, { entPhysicalClass: 'powerSupply', entPhysicalSerialNum: 'PSU' }),
      )
      const { facts } = await see(snmpInventory, to, {}, { version })
      expect(facts).toMatchObject({
        enterprise: 9,
        vendor: 'Cisco',
        name: 'Switch 2',
        model: 'WS-2',
        serial: 'FOC2',
        software: '15.2(7)E3',
        serialFrom: 'entity_mib',
        softwareFrom: 'entity_mib',
        members: [
          { name: 'Switch 2', model: 'WS-2', serial: 'FOC2', software: '15.2(7)E3' },
          { name: null, model: 'WS-3', serial: 'FOC3', software: null },
        ],
      })
    },
  )

  test('a version in sysDescr, and a maker’s own scalars', async () => {
    const plain = await see(snmpInventory, await agentOf(system))
    expect(plain.facts).toMatchObject({
      model: null,
      serial: null,
      serialFrom: null,
      software: '15.2(7)E3',
      softwareFrom: 'description',
      tables: { entPhysicalTable: 'no_such_object' },
    })
    const own = scalars({
      sysObjectID: '1.3.6.1.4.1.14988.1',
      sysDescr: 'RouterOS CRS',
      mtxrSerialNumber: 'HC1',
      mtxrLicVersion: '7.12',
    })
    expect((await see(snmpInventory, await agentOf(own))).facts).toMatchObject({
      vendor: 'MikroTik',
      serial: 'HC1',
      serialFrom: 'vendor_mib',
      software: '7.12',
      softwareFrom: 'vendor_mib',
    })
  })
})

describe('LLDP', () => {
  const neighbour = (index: string, values: Parameters<typeof row>[1]) =>
    row(index, { lldpRemSysName: 'sw-02', ...values })

  test.each(versions)('neighbours with their addresses, outside of 1.3.6.1 (%s)', async (version) => {
    const to = await agentOf(
      scalars({ sysUpTime: 1 }),
      row('7', { lldpLocPortIdSubtype: 5, lldpLocPortId: 'Gi1/0/7', lldpLocPortDesc: 'uplink' }),
      row('8', {
        lldpLocPortIdSubtype: 3,
        lldpLocPortId: mac('00:53:00:00:00:99'),
        lldpLocPortDesc: 'port 8',
      }),
      neighbour('100.7.1', {
        lldpRemChassisIdSubtype: 4,
        lldpRemChassisId: mac('00:53:00:00:00:02'),
        lldpRemPortIdSubtype: 5,
        lldpRemPortId: 'Te1/1/1',
        lldpRemPortDesc: 'to sw-01',
        lldpRemSysCapEnabled: octets(Buffer.of(0x28, 0)),
      }),
      neighbour('0.8.2', {
        lldpRemChassisIdSubtype: 5,
        lldpRemChassisId: octets(Buffer.of(2, ...octetsOf('2001:db8::8'))),
        lldpRemPortIdSubtype: 7,
        lldpRemPortId: octets(Buffer.of(0xff, 0xfe)),
      }),
      row(`100.7.1.${inetIndex('10.0.0.2')}`, { lldpRemManAddrIfId: 1 }),
      row(`100.7.1.${inetIndex('2001:db8::2')}`, { lldpRemManAddrIfId: 1 }),
    )
    const { facts } = await see(snmpLldp, to, {}, { version })
    expect(facts.neighbours).toEqual([
      {
        localPort: 'Gi1/0/7',
        localPortNumber: 7,
        chassisId: '00:53:00:00:00:02',
        portId: 'Te1/1/1',
        portDescription: 'to sw-01',
        sysName: 'sw-02',
        capabilities: ['bridge', 'router'],
        addresses: ['10.0.0.2', '2001:db8::2'],
      },
      {
        localPort: 'port 8',
        localPortNumber: 8,
        chassisId: '2001:db8::8',
        portId: '0xfffe',
        portDescription: '',
        sysName: 'sw-02',
        capabilities: [],
        addresses: [],
      },
    ])
  })

  test('a time filter lists a neighbour again and again, and time marks move', async () => {
    const same = { lldpRemChassisIdSubtype: 4, lldpRemChassisId: mac('00:53:00:00:00:02') }
    const one = await see(
      snmpLldp,
      await agentOf(...[0, 1, 2, 3].map((time) => neighbour(`${time}.7.1`, same))),
    )
    const other = await see(snmpLldp, await agentOf(neighbour('77.7.1', same)))
    expect(one.facts.neighbours).toHaveLength(1)
    expect(one.facts.neighbours).toEqual(other.facts.neighbours)
  })

  test('300 neighbours are cut at 256, and it says so', async () => {
    const many = Array.from({ length: 300 }, (_, n) => neighbour(`0.${n + 1}.1`, { lldpRemPortId: `p${n}` }))
    const { facts } = await see(snmpLldp, await agentOf(...many))
    expect(facts.neighbours).toHaveLength(256)
    expect(facts.truncated).toBe(true)
  })
})
