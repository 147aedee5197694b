import { beforeAll, describe, expect, test } from 'vitest'
import type { FactsOf, Sample } from '../../probes/probe.ts'
import type { snmpBgp } from '../../probes/snmp-bgp.ts'
import type { snmpInventory } from '../../probes/snmp-inventory.ts'
import type { snmpLldp } from '../../probes/snmp-lldp.ts'
import type { snmpNeighbours } from '../../probes/snmp-neighbours.ts'
import type { snmpRa } from '../../probes/snmp-ra.ts'
import type { snmpRoutes } from '../../probes/snmp-routes.ts'
import type { snmpTraffic } from '../../probes/snmp-traffic.ts'
import type { snmpWifi } from '../../probes/snmp-wifi.ts'
import { hasNamespaces, runInNamespace } from '../helpers/namespace.ts'
import { hasSnmpd } from '../helpers/snmp-daemon.ts'

/** A router between "wan" and "lan", whose neighbours and routes the kernel holds and a real snmpd tells. */
const router = [
  'ip link add wan type veth peer name isp',
  'ip link add lan type veth peer name hosts',
  'for each in wan isp lan hosts; do ip link set "$each" up; done',
  'ip addr add 10.0.1.2/24 dev wan',
  'ip addr add 2001:db8:0:1::2/64 dev wan nodad',
  'ip addr add 10.0.10.1/24 dev lan',
  'ip addr add 2001:db8:10::1/64 dev lan nodad',
  'ip route add default via 10.0.1.1',
  'ip -6 route add default via 2001:db8:0:1::1 dev wan',
  'ip -6 route add 2001:db8:1::/48 via 2001:db8:0:1::9 dev wan',
  'ip neigh add 2001:db8:0:1::1 lladdr 00:53:00:00:00:01 dev wan nud reachable',
  'ip neigh add 10.0.10.5 lladdr 00:53:00:00:00:05 dev lan nud reachable',
  'ip neigh add 10.0.10.6 lladdr 00:53:00:00:00:06 dev lan nud reachable',
  'ip neigh add 10.0.10.254 lladdr 00:53:00:00:00:fe dev lan nud reachable',
  'ip neigh add 2001:db8:10::5 lladdr 00:53:00:00:00:05 dev lan nud reachable',
  'ip neigh add 2001:db8:10::fe lladdr 00:53:00:00:00:fe dev lan nud reachable',
]

/** Objects that Debian's snmpd has no module for: it serves them as it would any other. */
const overrides = [
  ['1.3.6.1.2.1.4.39.1.2.3', 'integer 1'],
  ['1.3.6.1.2.1.4.39.1.11.3', 'uinteger 1800'],
  ['1.3.6.1.2.1.47.1.1.1.1.5.1', 'integer 3'],
  ['1.3.6.1.2.1.47.1.1.1.1.11.1', 'octet_str SN-0001'],
  ['1.3.6.1.2.1.47.1.1.1.1.13.1', 'octet_str RT-1'],
  ['1.0.8802.1.1.2.1.3.7.1.3.3', 'octet_str lan'],
  ['1.0.8802.1.1.2.1.4.1.1.4.0.3.1', 'integer 7'],
  ['1.0.8802.1.1.2.1.4.1.1.5.0.3.1', 'octet_str sw-unit'],
  ['1.0.8802.1.1.2.1.4.2.1.4.0.3.1.1.4.10.0.10.7', 'integer 1'],
  ['1.3.6.1.4.1.41112.1.6.1.2.1.6.1', 'octet_str wifi'],
  ['1.3.6.1.4.1.41112.1.6.1.2.1.8.1', 'integer 4'],
].map(([oid, value]) => `override ${oid} ${value}`)

const script = `
import { createSocket } from 'node:dgram'
import { startSnmpd } from './test/helpers/snmp-daemon.ts'
import { snmpContext } from './test/helpers/snmp-context.ts'
import { probes } from './probes/index.ts'

// snmpd reads its interfaces as it starts and not again for 15 s, so lo carries something before
const receiver = createSocket('udp6')
await new Promise((resolve) => receiver.bind(0, '::1', resolve))
const received = new Promise((resolve) => receiver.once('message', resolve))
receiver.send(Buffer.alloc(500), receiver.address().port, '::1')
await received
receiver.close()

const daemon = await startSnmpd({
  community: 'public',
  users: [{ name: 'reader', auth: ['SHA-256', 'canary-auth-key'], priv: ['AES', 'canary-priv-key'] }],
  lines: ${JSON.stringify(overrides)},
})
const credentials = {
  v1: { version: '1', community: 'public' },
  v2c: { version: '2c', community: 'public' },
  v3: {
    version: '3', user: 'reader', level: 'authPriv',
    authProtocol: 'sha256', authKey: 'canary-auth-key', privProtocol: 'aes', privKey: 'canary-priv-key',
  },
}
const settings = {
  'snmp-inventory': {},
  'snmp-routes': { prefixes: ['2001:db8:1:5::/64', '2001:db8:9::/48', '10.0.10.0/24'], census: true },
  'snmp-neighbours': { interfaces: ['lan', 'wan'], routers: ['10.0.10.254'] },
  'snmp-traffic': { interfaces: ['lo', 'wan'] },
  'snmp-ra': { interfaces: ['lan'] },
  'snmp-bgp': {},
  'snmp-lldp': {},
  'snmp-wifi': {},
}
const seen = {}
for (const credential of Object.keys(credentials)) {
  seen[credential] = {}
  for (const [name, more] of Object.entries(settings)) {
    const target = { address: credential === 'v3' ? '::1' : '127.0.0.1', port: daemon.port, credential, ...more }
    const context = snmpContext({ credentials, patience: 1 })
    const { facts, samples = [] } = await probes[name].run(probes[name].settings.parse(target), context)
    seen[credential][name] = { facts, samples: samples.map((each) => ({ ...each, value: Number(each.value) })) }
  }
}
await daemon.stop()
console.log(JSON.stringify(seen))
`

type Look<Facts> = { facts: Facts; samples: Sample[] }
type Seen = {
  'snmp-inventory': Look<FactsOf<typeof snmpInventory>>
  'snmp-routes': Look<FactsOf<typeof snmpRoutes>>
  'snmp-neighbours': Look<FactsOf<typeof snmpNeighbours>>
  'snmp-traffic': Look<FactsOf<typeof snmpTraffic>>
  'snmp-ra': Look<FactsOf<typeof snmpRa>>
  'snmp-bgp': Look<FactsOf<typeof snmpBgp>>
  'snmp-lldp': Look<FactsOf<typeof snmpLldp>>
  'snmp-wifi': Look<FactsOf<typeof snmpWifi>>
}

describe.skipIf(!hasSnmpd || !hasNamespaces)(
  'the tables of a real snmpd (needs snmpd, snmp, iproute2, util-linux and root)',
  () => {
    let versions: Record<'v1' | 'v2c' | 'v3', Seen>
    beforeAll(() => {
      versions = runInNamespace(script, router)
    })
    const numbers = (name: keyof Seen) =>
      Object.fromEntries(versions.v2c[name].samples.map(({ series, value }) => [series, value]))

    test('are the same over SNMPv1, v2c and v3', () => {
      for (const name of Object.keys(versions.v2c) as (keyof Seen)[]) {
        const { tables, ...facts } = versions.v2c[name].facts
        expect(versions.v3[name].facts, name).toEqual({ tables, ...facts })
        expect({ ...versions.v1[name].facts, tables: {} }, name).toMatchObject(withoutWide(facts))
        // SNMPv1 cannot tell an empty table from a missing one
        const known = Object.entries(tables).map(([table, state]) => [
          table,
          state === 'empty' ? 'no_such_object' : state,
        ])
        expect(versions.v1[name].facts.tables, name).toEqual(Object.fromEntries(known))
      }
    })

    test('routes as the kernel has them', () => {
      const { facts } = versions.v2c['snmp-routes']
      expect(facts).toMatchObject({
        sources: { ipv4: 'inetCidrRouteTable', ipv6: 'inetCidrRouteTable' },
        default4: [{ type: 'remote', nextHop: '10.0.1.1', ifName: 'wan' }],
        default6: [{ type: 'remote', nextHop: '2001:db8:0:1::1', ifName: 'wan', nextHopResolved: true }],
        prefixes: [
          { matched: '2001:db8:1::/48', routes: [{ nextHop: '2001:db8:0:1::9', ifName: 'wan' }] },
          { matched: '::/0', routes: [{ nextHop: '2001:db8:0:1::1' }] },
          { matched: '10.0.10.0/24', routes: [{ type: 'local', nextHop: null, ifName: 'lan' }] },
        ],
        // net-snmp calls every protocol local
        census: { ipv6Learned: false, ipv6Remote: true },
        truncated: false,
      })
      expect(numbers('snmp-routes')['routes.inetCidrRouteTable.ipv6']).toBeGreaterThan(5)
    })

    test('neighbours as the kernel has them', () => {
      expect(versions.v2c['snmp-neighbours'].facts).toMatchObject({
        tables: { ipNetToPhysicalTable: 'ok' },
        interfaces: [
          { name: 'lan', ipv6Classes: ['documentation'] },
          { name: 'wan', ipv6Classes: ['documentation'] },
        ],
        truncated: false,
      })
      expect(numbers('snmp-neighbours')).toMatchObject({
        'if.lan.hosts': 2,
        'if.lan.hosts4': 2,
        'if.lan.hostsDoc': 1,
        'if.lan.hosts4Doc': 1,
        'if.wan.hosts4': 0,
        'if.wan.hostsDoc': 1,
      })
    })

    test('traffic by version of IP', () => {
      expect(versions.v2c['snmp-traffic'].facts).toMatchObject({
        tables: { ipIfStatsTable: 'ok', ipSystemStatsTable: 'ok' },
        system: { ipv6: 'ok', refreshMs: expect.any(Number) },
        // Linux counts IPv4 for the machine alone
        interfaces: [
          { name: 'lo', ifIndex: 1, ipv4: 'empty', ipv6: 'ok', link: 'octets64' },
          { name: 'wan', ipv4: 'empty', link: 'octets64' },
        ],
        truncated: false,
      })
      const counted = numbers('snmp-traffic')
      // 500 octets went over ::1 before snmpd started
      expect(counted['if.lo.ipv6.inOctets']).toBeGreaterThan(500)
      expect(counted['if.lo.inOctets']).toBeGreaterThan(500)
      expect(counted.sysUpTime).toBeGreaterThan(0)
    })

    test('advertisements, prefixes, equipment, LLDP and Wi-Fi', () => {
      const { v2c } = versions
      expect(v2c['snmp-ra'].facts).toMatchObject({
        tables: { ipv6RouterAdvertTable: 'ok', ipAddressPrefixTable: 'ok', ipv6IfTable: 'ok' },
        adverts: [{ ifIndex: 3, send: true, managed: null, lifetimeSeconds: 1_800 }],
        defaultRouters: [],
      })
      expect(v2c['snmp-ra'].facts.prefixes).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ ifName: 'lan', prefix: '2001:db8:10::/64', from: 'prefix_table' }),
          expect.objectContaining({ ifName: 'wan', prefix: '2001:db8:0:1::/64', from: 'prefix_table' }),
        ]),
      )
      expect(v2c['snmp-inventory'].facts).toMatchObject({
        model: 'RT-1',
        serial: 'SN-0001',
        vendor: 'Net-SNMP',
      })
      expect(v2c['snmp-lldp'].facts.neighbours).toMatchObject([
        { localPort: 'lan', chassisId: 'sw-unit', addresses: ['10.0.10.7'] },
      ])
      expect(v2c['snmp-wifi'].facts).toMatchObject({
        sources: ['UBNT-UniFi-MIB'],
        accessPoints: [{ id: 'self', name: 'core-01' }],
        ssids: ['wifi'],
      })
      expect(numbers('snmp-wifi')).toEqual({
        clients: 4,
        aps: 1,
        apsUp: 1,
        'ap.self.clients': 4,
        'ssid.wifi.clients': 4,
      })
      expect(v2c['snmp-bgp'].facts).toMatchObject({ peers: [], ospfv3: null, truncated: false })
    })
  },
)

/** SNMPv1 has no counters of 64 bits, so what rests on them differs. */
function withoutWide(facts: Record<string, unknown>): Record<string, unknown> {
  const { system: _system, interfaces: _interfaces, ...others } = facts
  return 'system' in facts ? others : facts
}
