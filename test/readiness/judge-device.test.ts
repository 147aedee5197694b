import { describe, expect, test } from 'vitest'
import { judgeForwarding, judgeManagement, judgeTunnels } from '../../src/readiness/judge/device.ts'
import {
  judgeInternetAddress,
  judgeLeasedLineAddress,
  judgeTunnelAddresses,
} from '../../src/readiness/judge/device-address.ts'
import { strict } from './builders.ts'
import { addressFacts, interfaceFacts, row, systemFacts } from './facts.ts'

/** Tests spoil facts freely, so the builders are looser than the schemas. */
// biome-ignore lint/suspicious/noExplicitAny: the point of these tables
type Loose = any

const brief = (finding: { verdict: string; reason?: string }) =>
  finding.verdict === 'unknown' ? `unknown ${finding.reason}` : finding.verdict

describe('EXT-01 forwarding', () => {
  test.each([
    ['forwarding', 'pass'],
    ['not_forwarding', 'fail'],
    ['not_supported', 'unknown oid_not_supported'],
  ] as const)('%s is %s', (ipv6Forwarding, expected) => {
    expect(brief(judgeForwarding({ ...systemFacts, ipv6Forwarding }))).toBe(expected)
  })

  test('names the object that said so', () => {
    const { because } = judgeForwarding({ ...systemFacts, ipv6ForwardingSource: 'ipv6Forwarding' })
    expect(because.vi).toContain('ipv6Forwarding.0 = forwarding(1)')
  })
})

describe('LAN-04 management over IPv6', () => {
  test.each([
    [{ ipv4: 'silent', ipv6: 'answered' }, 'pass'],
    [{ ipv4: 'answered', ipv6: 'silent' }, 'fail'],
    [{ ipv4: 'no_address', ipv6: 'silent' }, 'fail'],
    [{ ipv4: 'answered', ipv6: 'no_address' }, 'fail'],
  ] as const)('%o is %s', (facts, expected) => {
    expect(judgeManagement(facts).verdict).toBe(expected)
  })
})

describe('EXT-02 address of the Internet interface', () => {
  const gua = row('2001:db8::1', 'global')
  test.each<[string, unknown, string]>([
    ['a preferred global address', addressFacts([gua]), 'pass'],
    ['also with a link-local beside it', addressFacts([row('fe80::1', 'link_local'), gua]), 'pass'],
    ['tentative', addressFacts([{ ...gua, status: 'tentative' }]), 'partial'],
    ['deprecated', addressFacts([{ ...gua, status: 'deprecated' }]), 'partial'],
    ['optimistic', addressFacts([{ ...gua, status: 'optimistic' }]), 'partial'],
    ['one deprecated, one preferred', addressFacts([{ ...gua, status: 'deprecated' }, gua]), 'pass'],
    ['duplicate', addressFacts([{ ...gua, status: 'duplicate' }]), 'fail'],
    ['inaccessible', addressFacts([{ ...gua, status: 'inaccessible' }]), 'fail'],
    ['of status unknown', addressFacts([{ ...gua, status: 'unknown' }]), 'unknown oid_not_supported'],
    ['status not given', addressFacts([{ ...gua, status: null }]), 'unknown oid_not_supported'],
    ['only link-local', addressFacts([row('fe80::1', 'link_local')]), 'fail'],
    ['only ULA', addressFacts([row('fd00::1', 'ula')]), 'fail'],
    ['only 6to4', addressFacts([row('2002:a00:1::1', '6to4')]), 'fail'],
    ['only Teredo', addressFacts([row('2001:0:1::1', 'teredo')]), 'fail'],
    ['documentation, outside the demo', addressFacts([row('2001:db8::1', 'documentation')]), 'fail'],
    ['none at all', addressFacts([]), 'fail'],
    ['global on another interface', addressFacts([{ ...gua, ifIndex: 9 }]), 'fail'],
    ['no table', addressFacts([], { source: 'none', table: 'no_such_object' }), 'unknown oid_not_supported'],
    ['a table without rows', addressFacts([], { source: 'none' }), 'fail'],
    ['malformed and nothing good', addressFacts([], { table: 'malformed' }), 'unknown oid_not_supported'],
    ['malformed and a good address', addressFacts([gua], { table: 'malformed', droppedRows: 3 }), 'pass'],
    ['rows dropped that are no IPv6', addressFacts([], { droppedRows: 1 }), 'fail'],
    ['an address of no interface', addressFacts([{ ...gua, ifIndex: null }]), 'unknown oid_not_supported'],
    [
      'a table cut short',
      addressFacts([{ ...gua, ifIndex: 9 }], { truncated: true }),
      'unknown coverage_low',
    ],
    [
      'an interface that the device has not',
      addressFacts([gua], {
        interfaces: [{ name: 'wan0', ifIndex: null, operStatus: null, ipv6Enabled: null }],
      }),
      'unknown contradiction',
    ],
    [
      'an interface not found in a table cut short',
      addressFacts([gua], {
        interfaces: [{ name: 'wan0', ifIndex: null, operStatus: null, ipv6Enabled: null }],
        truncated: true,
      }),
      'unknown coverage_low',
    ],
    ['an interface not looked at yet', addressFacts([gua], { interfaces: [] }), 'unknown no_evidence'],
  ])('%s', (_, facts, expected) => {
    expect(brief(judgeInternetAddress(facts as Loose, 'wan0', strict))).toBe(expected)
  })

  test('documentation addresses count where the demo says so', () => {
    const facts = addressFacts([row('2001:db8::1', 'documentation')]) as Loose
    const demo = { ...strict, treatDocumentationAsGlobal: true }
    expect(judgeInternetAddress(facts, 'wan0', demo).verdict).toBe('pass')
  })
})

describe('WAN-01 address of the leased line', () => {
  const named = (changes: object) => ({
    interfaces: [{ name: 'wan0', ifIndex: 2, operStatus: 'up', ipv6Enabled: null, ...changes }],
  })
  const ula = row('fd00::1', 'ula')
  test.each<[string, unknown, string]>([
    ['ULA', addressFacts([ula]), 'pass'],
    ['global', addressFacts([row('2001:db8::1', 'global')]), 'pass'],
    [
      'global whose status is not given',
      addressFacts([row('2001:db8::1', 'global', { status: null })]),
      'unknown oid_not_supported',
    ],
    ['of status unknown', addressFacts([{ ...ula, status: 'unknown' }]), 'unknown oid_not_supported'],
    ['tentative', addressFacts([{ ...ula, status: 'tentative' }]), 'partial'],
    ['optimistic', addressFacts([{ ...ula, status: 'optimistic' }]), 'partial'],
    ['deprecated', addressFacts([{ ...ula, status: 'deprecated' }]), 'partial'],
    ['one deprecated, one preferred', addressFacts([{ ...ula, status: 'deprecated' }, ula]), 'pass'],
    ['one of unknown status, one preferred', addressFacts([{ ...ula, status: null }, ula]), 'pass'],
    ['duplicate', addressFacts([{ ...ula, status: 'duplicate' }]), 'fail'],
    ['link-local only', addressFacts([row('fe80::1', 'link_local')]), 'partial'],
    ['6to4 only', addressFacts([row('2002:a00:1::1', '6to4')]), 'fail'],
    ['documentation, outside the demo', addressFacts([row('2001:db8::1', 'documentation')]), 'fail'],
    ['none', addressFacts([]), 'fail'],
    ['interface down', addressFacts([ula], named({ operStatus: 'down' })), 'fail'],
    ['state not given', addressFacts([ula], named({ operStatus: null })), 'unknown oid_not_supported'],
    ['no such interface', addressFacts([ula], named({ ifIndex: null })), 'unknown contradiction'],
    ['no table', addressFacts([], { table: 'no_such_object' }), 'unknown oid_not_supported'],
    [
      'no table but IPv6 enabled',
      addressFacts([], { table: 'no_such_object', ...named({ ipv6Enabled: true }) }),
      'pass',
    ],
    [
      'no table and IPv6 disabled',
      addressFacts([], { table: 'no_such_object', ...named({ ipv6Enabled: false }) }),
      'fail',
    ],
    [
      'malformed with a link-local',
      addressFacts([row('fe80::1', 'link_local')], { table: 'malformed' }),
      'unknown oid_not_supported',
    ],
    ['malformed with a ULA', addressFacts([ula], { table: 'malformed' }), 'pass'],
  ])('%s', (_, facts, expected) => {
    expect(brief(judgeLeasedLineAddress(facts as Loose, 'wan0', strict))).toBe(expected)
  })
})

describe('SEC-02 automatic tunnels', () => {
  test.each<[string, unknown, string]>([
    ['no tunnel at all', interfaceFacts([{}, {}]), 'pass'],
    ['a configured tunnel', interfaceFacts([{ type: 131, tunnel: 'gre' }], { tunnelTable: 'ok' }), 'pass'],
    ...['sixToFour', 'sixOverFour', 'isatap', 'teredo'].map(
      (tunnel) =>
        [tunnel, interfaceFacts([{}, { type: 131, tunnel }], { tunnelTable: 'ok' }), 'fail'] as [
          string,
          unknown,
          string,
        ],
    ),
    ['a tunnel of a kind not told', interfaceFacts([{ type: 131 }]), 'unknown oid_not_supported'],
    ['types not told, no tunnel table', interfaceFacts([{ type: null }]), 'unknown oid_not_supported'],
    [
      'types not told, tunnel table empty',
      interfaceFacts([{ type: null }], { tunnelTable: 'empty' }),
      'pass',
    ],
    [
      'tunnel table malformed',
      interfaceFacts([{}], { tunnelTable: 'malformed' }),
      'unknown oid_not_supported',
    ],
    ['no interfaces', interfaceFacts([]), 'unknown oid_not_supported'],
    ['cut short', interfaceFacts([{}], { truncated: true }), 'unknown coverage_low'],
    [
      'cut short after one was found',
      interfaceFacts([{ type: 131, tunnel: 'isatap' }], { truncated: true }),
      'fail',
    ],
  ])('interfaces: %s', (_, facts, expected) => {
    expect(brief(judgeTunnels(facts as Loose))).toBe(expected)
  })

  test.each<[string, unknown, string]>([
    ['none', addressFacts([row('2001:db8::1', 'global')]), 'pass'],
    ['no addresses', addressFacts([]), 'pass'],
    ['6to4', addressFacts([row('2002:a00:1::1', '6to4')]), 'fail'],
    ['Teredo on any interface', addressFacts([row('2001:0:1::1', 'teredo', { ifIndex: 9 })]), 'fail'],
    ['no table', addressFacts([], { table: 'no_such_object' }), 'unknown oid_not_supported'],
    ['malformed', addressFacts([], { table: 'malformed' }), 'unknown oid_not_supported'],
    [
      '6to4 in a malformed table',
      addressFacts([row('2002:a00:1::1', '6to4')], { table: 'malformed' }),
      'fail',
    ],
    ['cut short', addressFacts([], { truncated: true }), 'unknown coverage_low'],
  ])('addresses: %s', (_, facts, expected) => {
    expect(brief(judgeTunnelAddresses(facts as Loose))).toBe(expected)
  })
})
