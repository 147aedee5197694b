import { describe, expect, test } from 'vitest'
import { judgeHostAddress } from '../../src/readiness/judge/host-address.ts'
import { judgeServerAddresses, judgeServerAnswers } from '../../src/readiness/judge/name-servers.ts'
import { strict } from './builders.ts'
import { hostFacts, server, zoneFacts } from './facts.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests spoil facts freely
type Loose = any

const brief = (finding: { verdict: string; reason?: string; failure?: string; severity?: string }) =>
  [finding.verdict, finding.reason ?? finding.failure, finding.severity].filter(Boolean).join(' ')

const good = { address: '2001:db8::1', class: 'global' }

describe('WEB-01 AAAA of a host', () => {
  const none = { addresses: [], chain: [], rcode: '' }
  test.each<[string, unknown, string]>([
    ['one global', hostFacts([good]), 'pass'],
    ['an IPv6-only host', hostFacts([good], { a: { ...none, failure: 'NODATA' } }), 'pass'],
    ['no AAAA', hostFacts([]), 'fail NODATA'],
    ['no such name', hostFacts([], { aaaa: { ...none, failure: 'NXDOMAIN' } }), 'fail NXDOMAIN'],
    ['SERVFAIL', hostFacts([], { aaaa: { ...none, failure: 'SERVFAIL' } }), 'fail SERVFAIL'],
    [
      'denied for AAAA only (RFC 4074)',
      hostFacts([], { aaaa: { ...none, failure: 'AAAA_NXDOMAIN_A_OK' } }),
      'fail AAAA_NXDOMAIN_A_OK',
    ],
    [
      'silence for AAAA, A answered',
      hostFacts([], { aaaa: { ...none, failure: 'DNS_TIMEOUT' } }),
      'fail DNS_TIMEOUT',
    ],
    [
      'silence for both',
      hostFacts([], {
        a: { ...none, failure: 'DNS_TIMEOUT' },
        aaaa: { ...none, failure: 'DNS_TIMEOUT' },
      }),
      'unknown resolver_timeout',
    ],
    [
      'a good and a bad one',
      hostFacts([good, { address: 'fd00::1', class: 'ula' }]),
      'fail AAAA_FORBIDDEN_CLASS',
    ],
    ...[
      ['fe80::1', 'link_local'],
      ['::1', 'loopback'],
      ['fd00::1', 'ula'],
      ['2001:db8::1', 'documentation'],
      ['2002:a00:1::1', '6to4'],
      ['2001:0:1::1', 'teredo'],
      ['64:ff9b::a00:1', 'nat64'],
      ['::ffff:10.0.0.1', 'v4_mapped'],
      ['fec0::1', 'site_local'],
      ['ff02::1', 'multicast'],
      ['::', 'unspecified'],
      ['4000::1', 'unallocated'],
    ].map(
      ([address = '', of = '']) =>
        [address, hostFacts([{ address, class: of }]), 'fail AAAA_FORBIDDEN_CLASS'] as [
          string,
          unknown,
          string,
        ],
    ),
  ])('%s', (_, facts, expected) => {
    expect(brief(judgeHostAddress(facts as Loose, strict))).toBe(expected)
  })

  test('the demo may count documentation addresses, and nothing else', () => {
    const demo = { ...strict, treatDocumentationAsGlobal: true }
    const documentation = hostFacts([{ address: '2001:db8::1', class: 'documentation' }])
    expect(judgeHostAddress(documentation as Loose, demo).verdict).toBe('pass')
    const ula = hostFacts([{ address: 'fd00::1', class: 'ula' }])
    expect(judgeHostAddress(ula as Loose, demo).verdict).toBe('fail')
  })
})

const one = { address: '2001:db8::53' }
const two = { address: '2001:db8:1::53' }

describe('DNS-01 name servers with AAAA', () => {
  test.each<[string, ReturnType<typeof server>[], Record<string, unknown>, string]>([
    ['two', [server('a', [one]), server('b', [two])], {}, 'pass'],
    ['two of three', [server('a', [one]), server('b', [two]), server('c', [])], {}, 'pass'],
    ['one name with two addresses', [server('a', [one, two]), server('b', [])], {}, 'partial'],
    ['none', [server('a', []), server('b', [])], {}, 'fail NODATA'],
    [
      'one forbidden among good ones',
      [server('a', [one]), server('b', [two]), server('c', [{ address: 'fd00::53', class: 'ula' }])],
      {},
      'fail AAAA_FORBIDDEN_CLASS',
    ],
    [
      'one good, one that could not be asked',
      [server('a', [one]), server('b', [], { aaaaFailure: 'DNS_TIMEOUT' })],
      {},
      'unknown resolver_timeout',
    ],
    ['no such zone', [], { failure: 'NXDOMAIN' }, 'fail NXDOMAIN'],
    ['SERVFAIL', [], { failure: 'SERVFAIL' }, 'fail SERVFAIL'],
    ['silence', [], { failure: 'DNS_TIMEOUT' }, 'unknown resolver_timeout'],
    ['an empty set', [], {}, 'fail NODATA'],
  ])('%s', (_, servers, changes, expected) => {
    expect(brief(judgeServerAddresses(zoneFacts(servers, changes) as Loose, strict))).toBe(expected)
  })

  test('documentation addresses are forbidden unless the demo says so', () => {
    const facts = zoneFacts(
      [one, two].map((address, n) => server(`${n}`, [{ ...address, class: 'documentation' }])),
    )
    expect(judgeServerAddresses(facts as Loose, strict).verdict).toBe('fail')
    const demo = { ...strict, treatDocumentationAsGlobal: true }
    expect(judgeServerAddresses(facts as Loose, demo).verdict).toBe('pass')
    expect(judgeServerAnswers(facts as Loose, strict).verdict).toBe('fail')
    expect(judgeServerAnswers(facts as Loose, demo).verdict).toBe('pass')
  })
})

describe('DNS-02 name servers that answer over IPv6', () => {
  const timeout = { udp: 'DNS_TIMEOUT', tcp: 'TCP_TIMEOUT' }
  const a = server('a', [one])
  const b = server('b', [two])
  test.each<[string, ReturnType<typeof server>[], Record<string, unknown>, string]>([
    ['two good', [a, b], {}, 'pass'],
    ['two good and one with IPv4 only', [a, b, server('c', [])], {}, 'pass'],
    ['one good name only', [a, server('b', [])], {}, 'partial'],
    [
      'two good and one whose AAAA fails',
      [a, b, server('c', [], { aaaaFailure: 'SERVFAIL' })],
      {},
      'partial SERVFAIL',
    ],
    [
      'two good and one that does not exist',
      [a, b, server('c', [], { aaaaFailure: 'NXDOMAIN' })],
      {},
      'partial NXDOMAIN',
    ],
    [
      'two good and one whose AAAA could not be asked',
      [a, b, server('c', [], { aaaaFailure: 'DNS_TIMEOUT' })],
      {},
      'unknown resolver_timeout',
    ],
    [
      'one good name, one whose AAAA could not be asked',
      [a, server('c', [], { aaaaFailure: 'DNS_TIMEOUT' })],
      {},
      'unknown resolver_timeout',
    ],
    [
      'one dead, one whose AAAA could not be asked',
      [server('a', [{ ...one, ...timeout }]), server('c', [], { aaaaFailure: 'DNS_TIMEOUT' })],
      {},
      'fail DNS_TIMEOUT critical',
    ],
    [
      'no AAAA known',
      [server('a', []), server('c', [], { aaaaFailure: 'DNS_TIMEOUT' })],
      {},
      'unknown resolver_timeout',
    ],
    [
      'no AAAA to be had',
      [server('a', []), server('c', [], { aaaaFailure: 'SERVFAIL' })],
      {},
      'fail SERVFAIL',
    ],
    [
      'one good, one lame',
      [a, server('b', [{ ...two, udp: 'LAME_NS', tcp: 'LAME_NS' }])],
      {},
      'partial LAME_NS',
    ],
    ['one good, one dead', [a, server('b', [{ ...two, ...timeout }])], {}, 'partial DNS_TIMEOUT'],
    [
      'two good, a third dead',
      [a, b, server('c', [{ address: '2001:db8:2::53', ...timeout }])],
      {},
      'partial DNS_TIMEOUT',
    ],
    [
      'one of two addresses of each name dead',
      [server('a', [one, { ...two, ...timeout }])],
      {},
      'partial DNS_TIMEOUT',
    ],
    [
      'TCP missing on one',
      [a, server('b', [{ ...two, tcp: 'DNS_TCP_ONLY_FAIL' }])],
      {},
      'partial DNS_TCP_ONLY_FAIL',
    ],
    [
      'TCP missing on all',
      [
        server('a', [{ ...one, tcp: 'DNS_TCP_ONLY_FAIL' }]),
        server('b', [{ ...two, tcp: 'DNS_TCP_ONLY_FAIL' }]),
      ],
      {},
      'partial DNS_TCP_ONLY_FAIL',
    ],
    [
      'dead over IPv6, alive over IPv4',
      [server('a', [{ ...one, ...timeout }]), server('b', [{ ...two, ...timeout }])],
      {},
      'fail DNS_TIMEOUT critical',
    ],
    [
      'silent over both',
      [server('a', [{ ...one, ...timeout }], { ipv4: 'DNS_TIMEOUT' })],
      {},
      'unknown no_evidence',
    ],
    [
      'refusing over both',
      [server('a', [{ ...one, udp: 'LAME_NS', tcp: 'LAME_NS' }], { ipv4: 'LAME_NS' })],
      {},
      'fail LAME_NS',
    ],
    [
      'not allowed to ask',
      [
        {
          ...server('a', [one]),
          ipv6: [
            {
              ...one,
              udp: { good: false, failure: null, rcode: null },
              tcp: { good: false, failure: null, rcode: null },
            },
          ],
        },
      ],
      {},
      'unknown target_refused',
    ],
    ['no AAAA', [server('a', []), server('b', [])], {}, 'fail NODATA'],
    [
      'only a forbidden one',
      [server('a', [{ address: '::1', class: 'loopback' }])],
      {},
      'fail AAAA_FORBIDDEN_CLASS',
    ],
    [
      'two good and a forbidden one',
      [a, b, server('c', [{ address: 'fd00::1', class: 'ula' }])],
      {},
      'partial',
    ],
    ['different serials', [a, b], { serialsEqual: false }, 'partial'],
    ['serials not comparable', [a, b], { serialsEqual: null }, 'pass'],
    ['no such zone', [], { failure: 'NXDOMAIN' }, 'fail NXDOMAIN'],
  ])('%s', (_, servers, changes, expected) => {
    expect(brief(judgeServerAnswers(zoneFacts(servers, changes) as Loose, strict))).toBe(expected)
  })

  test('a lame server is told with what it answers', () => {
    const lame = { good: false, failure: 'LAME_NS', rcode: 'REFUSED' }
    const refusing = { ...server('b', []), ipv6: [{ address: two.address, udp: lame, tcp: lame }] }
    const facts = zoneFacts([a, { ...refusing, aaaa: b.aaaa, aaaaFailure: null }] as Loose)
    expect(judgeServerAnswers(facts as Loose, strict).because.en).toMatch(/\(lame name server, REFUSED\)$/)
  })
})
