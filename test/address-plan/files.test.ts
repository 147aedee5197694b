import { expect, test } from 'vitest'
import { reverseZoneStubs } from '../../src/address-plan/reverse-zone.ts'
import { configOf, dialects, routerConfig } from '../../src/address-plan/router-config.ts'
import { planTree } from '../../src/address-plan/tree.ts'
import { device } from '../readiness/builders.ts'
import { plan } from './entries.ts'

const links = plan.filter(({ code }) => code.startsWith('snv-'))
const block = plan.find(({ code }) => code === 'snv') ?? expect.fail()
const router = device('r1', { tslcdIf: 'Gi0/0/1', userIf: ['Vlan10'] })

test('every dialect sets each address, advertises on LANs, and leads out', () => {
  for (const dialect of dialects) {
    const text = routerConfig(configOf(block, links, router), dialect)
    for (const part of [
      '2001:db8:30:1002::1/64',
      '2001:db8:30:1001::2/64',
      '2001:db8:30:1001::1',
      'Vlan10',
      'snv-lan',
    ])
      expect(text, dialect).toContain(part)
    expect(text).not.toContain('interface <')
  }
})

test('Cisco IOS, line by line', () => {
  expect(
    routerConfig(configOf(block, links, router), 'ios')
      .split('\n')
      .slice(2),
  ).toEqual([
    'ipv6 unicast-routing',
    'ipv6 cef',
    'interface Gi0/0/1',
    ' description snv-wan',
    ' ipv6 address 2001:db8:30:1001::2/64',
    ' ipv6 nd ra suppress all',
    '!',
    'interface Vlan10',
    ' description snv-lan',
    ' ipv6 address 2001:db8:30:1002::1/64',
    ' no ipv6 nd ra suppress',
    '!',
    'ipv6 route ::/0 2001:db8:30:1001::1',
    'ipv6 route 2001:db8:30:1000::/56 Null0',
    '',
  ])
})

test('what is no name of an interface never becomes a command', () => {
  const hostile = device('r1', { tslcdIf: 'x\nreload', userIf: ['a b'] })
  const text = routerConfig(configOf(block, links, hostile), 'ios')
  expect(text).not.toContain('reload')
  expect(text).toContain('interface <interface-snv-wan>')
  expect(text).toContain('interface <interface-vlan10>')
})

test('a reverse zone has its delegations and the names that are known', () => {
  const node = planTree(plan).nodes.find(({ prefix }) => prefix.code === 'snv') ?? expect.fail()
  const hosts = [
    { address: '2001:db8:30:1002::1', name: 'R-SNV' },
    { address: '2001:db8:99::1', name: 'elsewhere' },
  ]
  const text = reverseZoneStubs(node, { hosts, domain: 'haiduong.test', day: '2022-06-30' })
  expect(text.split('\n')).toEqual([
    '; 2001:db8:30:1000::/56 snv',
    '$ORIGIN 0.1.0.3.0.0.8.b.d.0.1.0.0.2.ip6.arpa.',
    '$TTL 3600',
    '@ IN SOA ns1.haiduong.test. hostmaster.haiduong.test. ( 2022063001 3600 900 1209600 3600 )',
    '@ IN NS ns1.haiduong.test.',
    '@ IN NS ns2.haiduong.test.',
    '; 1.0 IN NS ns1.haiduong.test. ; 2001:db8:30:1001::/64 snv-wan',
    '; 2.0 IN NS ns1.haiduong.test. ; 2001:db8:30:1002::/64 snv-lan',
    '1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.2.0 IN PTR r-snv.haiduong.test.',
    '',
  ])
})
