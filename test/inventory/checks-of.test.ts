import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { probes } from '../../probes/index.ts'
import { checksOf, proberChecks } from '../../src/inventory/checks-of.ts'
import type { Device, Service } from '../../src/model.ts'
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

function service(type: Service['type'], host: string): Service {
  return { kind: 'service', code: 's1', unit: '291', type, host, critical: false, owner: '' }
}

/** Checks as "id every vantage host". */
function shown(checks: ReturnType<typeof checksOf>) {
  return checks.map(({ id, everySeconds, vantage, host }) => `${id} ${everySeconds} ${vantage} ${host}`)
}

describe('a device', () => {
  test('is asked over SNMP, one conversation at a time, from inside', () => {
    expect(shown(checksOf(router, both))).toEqual([
      'device~291-rt-01~snmp-reach 300 inside device:291-rt-01',
      'device~291-rt-01~snmp-system 3600 inside device:291-rt-01',
      'device~291-rt-01~snmp-interfaces 300 inside device:291-rt-01',
      'device~291-rt-01~snmp-addresses 3600 inside device:291-rt-01',
    ])
  })

  test('is asked where the inventory says, about the interfaces it names, each once', () => {
    const target = { address: '10.30.91.1', credential: 'snmp-tinh' }
    expect(checksOf(router, inside).map(({ settings }) => settings)).toEqual([
      { address: '10.30.91.1', address6: '2001:db8:30:9100::1', credential: 'snmp-tinh' },
      target,
      target,
      { ...target, interfaces: ['ether1', 'ether2', 'vlan10', 'vlan20'] },
    ])
  })

  test('that has IPv6 alone is asked over IPv6', () => {
    const checks = checksOf({ ...router, address: null }, inside)
    expect(checks.map(({ settings }) => settings)).toMatchObject([
      { address: null, address6: '2001:db8:30:9100::1' },
      { address: '2001:db8:30:9100::1' },
      { address: '2001:db8:30:9100::1' },
      { address: '2001:db8:30:9100::1' },
    ])
  })

  test('without address or credential cannot be asked', () => {
    expect(checksOf({ ...router, address: null, address6: null }, inside)).toEqual([])
    expect(checksOf({ ...router, credential: '' }, inside)).toEqual([])
  })
})

describe('a service', () => {
  test.each<[Service, { vantages: string[] }, string[]]>([
    [
      service('web', 'www.namsach.test'),
      both,
      [
        'service~s1~dns-address 1800 outside name:www.namsach.test',
        'service~s1~web-dual-stack 3600 outside name:www.namsach.test',
      ],
    ],
    [
      service('web', 'www.namsach.test'),
      inside,
      [
        'service~s1~dns-address 1800 inside name:www.namsach.test',
        'service~s1~web-dual-stack 3600 inside name:www.namsach.test',
      ],
    ],
    [service('zone', 'haiduong.test'), both, ['service~s1~dns-nameservers 1800 outside name:haiduong.test']],
    [
      service('mail', 'mail.haiduong.test'),
      both,
      ['service~s1~dns-address 1800 inside name:mail.haiduong.test'],
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
})

test('the prober looks at itself from every vantage', () => {
  expect(proberChecks(['inside', 'outside'], ['2001:db8::1#443'])).toEqual(
    ['inside', 'outside'].map((vantage) => ({
      id: `prober~${vantage}~prober-self-test`,
      unit: null,
      asset: { kind: 'prober', code: vantage },
      probe: 'prober-self-test',
      settings: { anchors: ['2001:db8::1#443'] },
      vantage,
      everySeconds: 60,
      host: `prober:${vantage}`,
    })),
  )
})

test('equal assets give equal checks; ids are unique and fit into addresses of pages', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anyAsset, { selector: ({ kind, code }) => `${kind} ${code}` }), (assets) => {
      const checks = assets.flatMap((asset) => checksOf(asset, both))
      expect(assets.flatMap((asset) => checksOf(structuredClone(asset), both))).toEqual(checks)
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
