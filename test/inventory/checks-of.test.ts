import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { type CheckContext, checkContext } from '../../src/inventory/check-context.ts'
import { checksOf, proberChecks } from '../../src/inventory/checks-of.ts'
import { reversePrefix } from '../../src/inventory/reverse-prefix.ts'
import type { Asset, Device, Inventory, Line, Service } from '../../src/model/inventory.ts'
import { unit } from '../readiness/builders.ts'
import { anyAsset } from './arbitraries.ts'

const inside = { vantages: ['inside'] }
const both = { vantages: ['inside', 'outside'] }

const router: Device = {
  kind: 'device',
  code: '291-rt-01',
  unit: '291',
  name: 'Bộ định tuyến',
  role: 'router',
  address: '10.30.91.1',
  address6: '2001:db8:30:9100::1',
  credential: 'snmp-tinh',
  internetIf: 'ether1',
  tslcdIf: 'ether2',
  userIf: ['vlan10', 'vlan20'],
  wifiIf: ['vlan20'],
}

const line: Line = {
  kind: 'line',
  code: 'L1',
  unit: '291',
  level: 'II',
  provider: '',
  contractNo: '',
  contractFrom: null,
  contractTo: null,
  monthlyFee: null,
  cirDownMbps: null,
  cirUpMbps: null,
  slaAvailabilityPct: null,
  slaRestoreHours: null,
  slaRttMsP95: null,
  slaLossPct: null,
  device: '291-rt-01',
  ifName: 'ether2',
  directionSwap: false,
  nextHop: '10.255.0.1',
  nextHop6: '2001:db8:ffff::1',
}

function service(type: Service['type'], host: string): Service {
  return { kind: 'service', code: 's1', unit: '291', type, host, critical: false, owner: '', senders: [] }
}

/** Checks as "id every vantage host". */
function shown(checks: ReturnType<typeof checksOf>) {
  return checks.map(({ id, everySeconds, vantage, host }) => `${id} ${everySeconds} ${vantage} ${host}`)
}

/** Settings of the checks by their probes. */
function asked(asset: Asset, context: CheckContext = inside) {
  return Object.fromEntries(checksOf(asset, context).map(({ probe, settings }) => [probe, settings]))
}

describe('a device', () => {
  test('is asked all that its role and its interfaces tell, one conversation at a time, from inside', () => {
    expect(shown(checksOf(router, both))).toEqual(
      [
        'snmp-reach 300',
        'snmp-system 3600',
        'snmp-counters 300',
        'snmp-interfaces 3600',
        'snmp-addresses 3600',
        'snmp-inventory 86400',
        'snmp-lldp 86400',
        'snmp-routes 300',
        'snmp-bgp 300',
        'snmp-traffic 300',
        'snmp-neighbours 900',
        'snmp-ra 3600',
        'snmp-wifi 300',
        'snmp-around 21600',
        'reach-ping 300',
      ].map((check) => `device~291-rt-01~${check} inside device:291-rt-01`),
    )
  })

  test('is asked where the inventory says, about the interfaces it names, each once', () => {
    const target = { address: '10.30.91.1', credential: 'snmp-tinh' }
    const own = ['10.30.91.1', '2001:db8:30:9100::1']
    const context = {
      ...inside,
      dataCentre: ['2001:db8:30::/64'],
      allocations: ['2001:db8:30::/48'],
      deviceAddresses: new Map([['291', own]]),
    }
    expect(asked(router, context)).toEqual({
      'snmp-reach': { address: '10.30.91.1', address6: '2001:db8:30:9100::1', credential: 'snmp-tinh' },
      'snmp-system': target,
      'snmp-counters': target,
      'snmp-interfaces': target,
      'snmp-addresses': { ...target, interfaces: ['ether1', 'ether2', 'vlan10', 'vlan20'] },
      'snmp-inventory': target,
      'snmp-lldp': target,
      'snmp-routes': { ...target, prefixes: ['2001:db8:30::/64'] },
      'snmp-bgp': target,
      'snmp-traffic': { ...target, interfaces: ['ether1', 'ether2'] },
      'snmp-neighbours': { ...target, interfaces: ['vlan10', 'vlan20'], routers: own },
      'snmp-ra': { ...target, interfaces: ['vlan10', 'vlan20'] },
      'snmp-wifi': target,
      'snmp-around': {
        ...target,
        hosts: ['vlan10', 'vlan20'],
        outward: ['ether1', 'ether2'],
        within: ['2001:db8:30::/48'],
      },
      'reach-ping': { address: '10.30.91.1', address6: '2001:db8:30:9100::1', tcpPort: 22 },
    })
  })

  test('that has IPv6 alone is asked over IPv6', () => {
    const { 'snmp-reach': reach, 'reach-ping': ping, ...others } = asked({ ...router, address: null })
    for (const both of [reach, ping])
      expect(both).toMatchObject({ address: null, address6: '2001:db8:30:9100::1' })
    for (const one of Object.values(others)) expect(one).toMatchObject({ address: '2001:db8:30:9100::1' })
  })

  const basic = [
    'snmp-reach',
    'snmp-system',
    'snmp-counters',
    'snmp-interfaces',
    'snmp-addresses',
    'snmp-inventory',
    'snmp-lldp',
  ]
  const bare = { internetIf: null, tslcdIf: null, userIf: [], wifiIf: [] }
  test.each<[string, Partial<Device>, string[]]>([
    ['a switch', { ...bare, role: 'switch' }, []],
    ['a server', { ...bare, role: 'server' }, []],
    [
      'a switch that routes',
      { ...bare, role: 'switch', tslcdIf: 'vlan99' },
      ['snmp-routes', 'snmp-traffic', 'snmp-around'],
    ],
    ['a firewall', { ...bare, role: 'firewall' }, ['snmp-routes', 'snmp-bgp', 'snmp-around']],
    ['a controller', { ...bare, role: 'controller' }, ['snmp-wifi']],
    ['an access point', { ...bare, role: 'ap' }, ['snmp-wifi']],
    [
      'a router that is the controller of a public Wi-Fi site',
      { ...bare, code: 'capsman' },
      ['snmp-routes', 'snmp-bgp', 'snmp-wifi', 'snmp-around'],
    ],
    [
      'a switch with users',
      { ...bare, role: 'switch', userIf: ['v1'] },
      ['snmp-neighbours', 'snmp-ra', 'snmp-around'],
    ],
  ])('%s', (_, changes, more) => {
    const probes = Object.keys(
      asked({ ...router, ...changes }, { ...inside, controllers: new Set(['capsman']) }),
    )
    expect(probes).toEqual([...basic, ...more, 'reach-ping'])
  })

  test('without a credential can be pinged only, and without an address not even that', () => {
    expect(Object.keys(asked({ ...router, credential: '' }))).toEqual(['reach-ping'])
    expect(asked({ ...router, address: null, address6: null })).toEqual({})
  })
})

test('the far end of a line is pinged, but not at an address that only its link knows', () => {
  expect(shown(checksOf(line, both))).toEqual(['line~L1~reach-ping 300 inside line:L1'])
  expect(asked(line)).toEqual({ 'reach-ping': { address: '10.255.0.1', address6: '2001:db8:ffff::1' } })
  const local = { ...line, nextHop6: 'fe80::1' }
  expect(asked(local)).toEqual({ 'reach-ping': { address: '10.255.0.1', address6: null } })
  expect(asked({ ...local, nextHop: null })).toEqual({})
})

test('a line under a contract that commits to figures is looked at as often as these need', () => {
  const ends = { ...line, device: 'r1', ceAddress: '10.31.1.2', ceAddress6: '2001:db8:31::2' }
  const agents = new Map([['r1', { address: '10.30.1.1', credential: 'snmp-tinh', tslcdIf: 'ether2' }]])
  const context = { ...inside, agents }
  const sla = { ...ends, slaAvailabilityPct: 99.5, ifName: '' }
  expect(shown(checksOf(sla, context))).toEqual([
    'line~L1~reach-ping 20 inside line:L1',
    'line~L1~snmp-line 60 inside device:r1',
  ])
  expect(asked(sla, context)).toEqual({
    'reach-ping': { address: '10.31.1.2', address6: '2001:db8:31::2', packets: 3, tcpPort: 22 },
    'snmp-line': { address: '10.30.1.1', credential: 'snmp-tinh', interface: 'ether2' },
  })
  const pe = { ...sla, peDevice: 'r1', peIf: 'ce1' }
  expect(asked(pe, context)['snmp-pe']).toEqual({
    address: '10.30.1.1',
    credential: 'snmp-tinh',
    interface: 'ce1',
    neighbour: '10.31.1.2',
    neighbour6: '2001:db8:31::2',
  })
  const none = { slaAvailabilityPct: null, slaRestoreHours: null, slaRttMsP95: null, slaLossPct: null }
  expect(shown(checksOf({ ...sla, ...none }, context))).toEqual([
    'line~L1~reach-ping 300 inside line:L1',
    'line~L1~snmp-line 300 inside device:r1',
  ])
  // of a device that cannot be asked, or an interface that nobody named, nothing is counted
  expect(shown(checksOf(sla, inside))).toEqual(['line~L1~reach-ping 20 inside line:L1'])
  expect(shown(checksOf({ ...sla, level: 'internet' }, context))).toEqual([
    'line~L1~reach-ping 20 inside line:L1',
  ])
})

describe('a service', () => {
  test.each<[Service, CheckContext, string[]]>([
    [
      service('web', 'www.namsach.test'),
      both,
      [
        'service~s1~dns-address 1800 outside name:www.namsach.test',
        'service~s1~web-dual-stack 3600 outside name:www.namsach.test',
        'service~s1~web-dependencies 86400 outside name:www.namsach.test',
      ],
    ],
    [
      service('web', 'www.namsach.test'),
      inside,
      [
        'service~s1~dns-address 1800 inside name:www.namsach.test',
        'service~s1~web-dual-stack 3600 inside name:www.namsach.test',
        'service~s1~web-dependencies 86400 inside name:www.namsach.test',
      ],
    ],
    [
      service('zone', 'haiduong.test'),
      both,
      [
        'service~s1~dns-nameservers 1800 outside name:haiduong.test',
        'service~s1~dns-zone 1800 outside name:haiduong.test',
        'service~s1~dns-ipv6-only 86400 outside name:haiduong.test',
      ],
    ],
    [
      service('zone', '0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa'),
      both,
      ['service~s1~dns-reverse 86400 outside name:0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa'],
    ],
    [
      service('mail', 'haiduong.test'),
      both,
      [
        'service~s1~mail-inbound 3600 outside name:haiduong.test',
        'service~s1~mail-outbound 86400 outside name:haiduong.test',
      ],
    ],
    [
      service('resolver', 'dns.haiduong.test'),
      both,
      ['service~s1~dns-address 1800 inside name:dns.haiduong.test'],
    ],
    [service('resolver', '10.30.0.53'), both, []],
    [
      service('app', 'lgsp.haiduong.test'),
      both,
      ['service~s1~dns-address 1800 inside name:lgsp.haiduong.test'],
    ],
    [service('app', ''), both, []],
  ])('$type "$host"', (asset, options, checks) => {
    expect(shown(checksOf(asset, options))).toEqual(checks)
  })

  test('of a zone is walked to from the roots that are set, with eight sites of the zone at most', () => {
    const zone = service('zone', 'haiduong.test')
    expect(asked(zone)['dns-zone']).toEqual({ zone: 'haiduong.test', hosts: [] })
    const sites = ['haiduong.test', 'elsewhere.test', ...'abcdefghi'].map((name) =>
      name.length === 1 ? `${name}.haiduong.test` : name,
    )
    const walk = {
      zone: 'haiduong.test',
      hosts: ['haiduong.test', ...[...'abcdefg'].map((name) => `${name}.haiduong.test`)],
      roots: ['10.0.1.53'],
    }
    const context = { ...inside, sites, roots: ['10.0.1.53'] }
    expect(asked(zone, context)).toMatchObject({ 'dns-zone': walk, 'dns-ipv6-only': walk })
  })

  test('that is mail is compared with the mail servers that are set', () => {
    const mail = { ...service('mail', 'haiduong.test'), senders: ['2001:db8::26', '2001:db8::25'] }
    expect(asked(mail)['mail-outbound']).toEqual({
      domain: 'haiduong.test',
      senders: ['2001:db8::25', '2001:db8::26'],
    })
    expect(asked(mail)['mail-inbound']).toEqual({ domain: 'haiduong.test' })
    const controls = ['2001:db8::25']
    expect(asked(mail, { ...inside, mailControls: controls })['mail-inbound']).toEqual({
      domain: 'haiduong.test',
      controls,
    })
  })
})

test('the prober looks at itself from every vantage', () => {
  expect(proberChecks(['inside', 'outside'])).toEqual(
    ['inside', 'outside'].map((vantage) => ({
      id: `prober~${vantage}~prober-self-test`,
      unit: null,
      asset: { kind: 'prober', code: vantage },
      probe: 'prober-self-test',
      settings: {},
      vantage,
      everySeconds: 60,
      host: `prober:${vantage}`,
    })),
  )
})

test('equal assets give equal checks; ids are unique and fit into addresses of pages', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyAsset, { selector: ({ kind, code }) => `${kind} ${code}` }), (assets) => {
      const checksIn = (inventory: Inventory) => {
        const context = checkContext(inventory, both)
        return inventory.assets.flatMap((asset) => checksOf(asset, context))
      }
      const units = [{ ...unit, code: 'A' }]
      const checks = checksIn({ units, assets })
      const byId = ({ id }: { id: string }, other: { id: string }) => (id < other.id ? -1 : 1)
      const again = checksIn({ units, assets: structuredClone(assets).reverse() })
      expect(again.sort(byId)).toEqual(checks.toSorted(byId))
      expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length)
      for (const { id, asset, unit, probe, settings } of checks) {
        expect(encodeURIComponent(id)).toBe(id)
        expect(id).toBe(`${asset.kind}~${asset.code}~${probe}`)
        expect(unit).toBe('A')
        expect(probes[probe].settings.safeParse(settings).error).toBeUndefined()
      }
    }),
  )
})

test.each([
  ['8.b.d.0.1.0.0.2.ip6.arpa', '2001:db8::/32'],
  ['4.3.2.1.8.b.d.0.1.0.0.2.ip6.arpa', '2001:db8:1234::/48'],
  ['A.8.B.D.0.1.0.0.2.IP6.ARPA', '2001:db8:a000::/36'],
  ['2.ip6.arpa', null], // wider than anybody's
  ['ip6.arpa', null],
  ['10.in-addr.arpa', null],
  ['8.b.d.0.1.0.0.2.ip6.arpa.haiduong.test', null],
  ['80.b.d.0.1.0.0.2.ip6.arpa', null],
  [`${'0.'.repeat(16)}2.ip6.arpa`, null], // of one link's part
])('the prefix of %s', (zone, prefix) => {
  expect(reversePrefix(zone)).toBe(prefix)
})
