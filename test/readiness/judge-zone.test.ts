import { describe, expect, test } from 'vitest'
import { judgeReverseZone } from '../../src/readiness/judge/reverse-zone.ts'
import { judgeDnssec, judgeGlue, judgeIpv6Only } from '../../src/readiness/judge/zone.ts'
import { brief } from './brief.ts'
import { strict } from './builders.ts'
import { cut, healthy, zoneServer } from './healthy-facts.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests spoil facts freely
type Loose = any

const zone = healthy['dns-zone']
const none = { delegation: null, child: null, sameSet: null, servers: [], dnssec: null }
const undelegated: [string, unknown, string][] = [
  ['no such zone', { ...zone, ...none, failure: 'NXDOMAIN' }, 'fail NXDOMAIN'],
  ['a name inside another zone', { ...zone, ...none, failure: 'NODATA' }, 'fail NODATA'],
  ['a parent that is silent', { ...zone, ...none, failure: 'DNS_TIMEOUT' }, 'unknown resolver_timeout'],
]

describe('DNS-03 glue', () => {
  const server = zoneServer('ns1.haiduong.test')
  const servers = (...some: Loose[]) => ({ ...zone, servers: some.map((one) => ({ ...server, ...one })) })
  const at = (...addresses: string[]) => ({ a: [], aaaa: addresses })
  const own = (...addresses: string[]) => ({
    a: [],
    aaaa: addresses.map((address) => ({ address, class: 'global' })),
  })
  const mismatch = { glueFailure: 'GLUE_MISMATCH' }
  const bare = { glue: { a: ['10.0.0.1'], aaaa: [] }, own: { a: ['10.0.0.1'], aaaa: [] } }
  test.each<[string, unknown, string]>([
    ['equal', zone, 'pass'],
    ['no name server in the zone', servers({ inZone: false, glue: null, own: null }), 'na'],
    ['one without AAAA besides a good one', servers({}, bare), 'pass'],
    ['none with AAAA', servers(bare), 'fail NODATA'],
    [
      'an extra address at the parent',
      servers({ ...mismatch, glue: at('::1', '::2'), own: own('::1') }),
      'partial GLUE_MISMATCH',
    ],
    [
      'one missing at the parent',
      servers({ ...mismatch, glue: at('::1'), own: own('::1', '::2') }),
      'partial GLUE_MISMATCH',
    ],
    ['another address', servers({ ...mismatch, glue: at('::1'), own: own('::2') }), 'fail GLUE_MISMATCH'],
    ['missing', servers({ glueFailure: 'GLUE_MISSING', glue: at() }), 'fail GLUE_MISSING'],
    [
      'AAAA without glue',
      servers({ glueFailure: 'AAAA_ON_NS_NO_GLUE', glue: at() }),
      'fail AAAA_ON_NS_NO_GLUE',
    ],
    [
      'the worst of two',
      servers(
        { ...mismatch, glue: at('::1', '::2'), own: own('::1') },
        { glueFailure: 'GLUE_MISSING', glue: at() },
      ),
      'fail GLUE_MISSING',
    ],
    ['the zone does not answer', servers({ own: null }), 'unknown no_evidence'],
    ['listed by the zone alone, so without delegation', servers({}, { atParent: false, glue: null }), 'pass'],
    [
      'a parent that shows no referral',
      { ...zone, delegation: { ...zone.delegation, seen: 'authoritative' } },
      'unknown no_evidence',
    ],
    ...undelegated,
  ])('%s', (_, facts, outcome) => {
    expect(brief(judgeGlue(facts as Loose))).toBe(outcome)
  })
})

describe('DNS-04 DNSSEC', () => {
  const signed = (changes: Loose) => ({ ...zone, dnssec: { ...zone.dnssec, ...changes } })
  test.each<[string, unknown, string]>([
    ['valid', zone, 'pass'],
    ['a signature that ends soon', signed({ signatures: 'at_most_3_days' }), 'partial'],
    ['a weak algorithm', signed({ weak: ['RSASHA1'] }), 'partial'],
    ['valid, though the time of its end was not seen', signed({ signatures: null }), 'pass'],
    ['unsigned', signed({ status: 'unsigned' }), 'fail'],
    ['no DS', signed({ status: 'no_ds' }), 'fail'],
    ['bogus', signed({ status: 'bogus' }), 'fail DNSSEC_BOGUS'],
    ['neither proved nor refuted', signed({ status: 'unproved' }), 'unknown no_evidence'],
    ['not seen', { ...zone, dnssec: null }, 'unknown no_evidence'],
    ...undelegated,
  ])('%s', (_, facts, outcome) => {
    expect(brief(judgeDnssec(facts as Loose))).toBe(outcome)
  })

  test('says why it is bogus', () => {
    expect(judgeDnssec(signed({ status: 'bogus', signatures: 'expired' }) as Loose).because.vi).toContain(
      'hết hạn',
    )
  })
})

describe('DNS-05 by IPv6 alone', () => {
  const facts = healthy['dns-ipv6-only']
  const options = { ...strict, treatDocumentationAsGlobal: true }
  const single = { working: 1 }
  const stuck = { ...cut('test'), working: 0, failure: 'DNS_TIMEOUT' }
  test.each<[string, unknown, string]>([
    ['complete', facts, 'pass'],
    ['without services to look for', { ...facts, hosts: [] }, 'pass'],
    ['one root server told', { ...facts, cuts: [{ ...cut('.'), ...single }, cut('haiduong.test')] }, 'pass'],
    [
      'a cut with a single server',
      { ...facts, cuts: [cut('.'), { ...cut('haiduong.test'), ...single }] },
      'partial',
    ],
    [
      'a service without AAAA',
      { ...facts, hosts: [{ host: 'www', failure: 'NODATA', addresses: [] }] },
      'partial NODATA',
    ],
    [
      'a service of a forbidden class',
      {
        ...facts,
        hosts: [{ host: 'www', failure: null, addresses: [{ address: 'fd00::1', class: 'ula' }] }],
      },
      'partial',
    ],
    [
      'a cut that does not answer',
      { ...facts, complete: false, failure: 'DNS_TIMEOUT', cuts: [cut('.'), stuck] },
      'fail DNS_TIMEOUT',
    ],
    ['no zone there', { ...facts, complete: false, failure: 'NODATA', hosts: [] }, 'fail NODATA'],
  ])('%s', (_, seen, outcome) => {
    expect(brief(judgeIpv6Only(seen as Loose, options))).toBe(outcome)
  })

  test('documentation addresses are no services of the Internet', () => {
    expect(brief(judgeIpv6Only(facts as Loose, strict))).toBe('partial')
  })

  test('says where it ends', () => {
    const ended = { ...facts, complete: false, failure: 'DNS_TIMEOUT', cuts: [cut('.'), stuck] }
    expect(judgeIpv6Only(ended as Loose, options).because.en).toContain('it ends at test')
    expect(judgeIpv6Only(facts as Loose, options).because.vi).toContain('. → test → haiduong.test')
  })
})

describe('ADR-04 reverse zone', () => {
  const [one] = healthy['dns-reverse'].zones
  const [server] = one?.servers ?? []
  const zones = (...some: Loose[]) => ({
    zones: some.map((changes) => ({ ...one, ...changes })),
    pointers: [],
  })
  const servers = (...some: Loose[]) => zones({ servers: some.map((changes) => ({ ...server, ...changes })) })
  const lame = { answers: false, failure: 'LAME_NS' }
  const silent = { answers: false, failure: 'DNS_TIMEOUT' }
  const missing = { failure: 'NXDOMAIN', servers: [] }
  test.each<[string, unknown, string]>([
    ['two servers that answer', zones({}), 'pass'],
    ['one server', servers({}), 'partial'],
    ['one of two is lame', servers({}, lame), 'partial LAME_NS'],
    ['two answer and a third is lame', servers({}, {}, lame), 'partial LAME_NS'],
    ['one of two is silent', servers({}, silent), 'partial DNS_TIMEOUT'],
    ['all lame', servers(lame, silent), 'fail LAME_NS'],
    ['all silent', servers(silent, silent), 'unknown resolver_timeout'],
    ['not delegated', zones(missing), 'fail NXDOMAIN'],
    ['inside a wider zone', zones({ failure: 'NODATA', servers: [] }), 'fail NODATA'],
    [
      'the resolver cannot find out',
      zones({ failure: 'DNS_TIMEOUT', servers: [] }),
      'unknown resolver_timeout',
    ],
    ['one of the zones of a prefix', zones({}, missing), 'fail NXDOMAIN'],
    [
      'a zone that is good and one that is not known',
      zones({}, { failure: 'DNS_TIMEOUT' }),
      'unknown resolver_timeout',
    ],
    ['no zone', zones(), 'unknown no_evidence'],
  ])('%s', (_, facts, outcome) => {
    expect(brief(judgeReverseZone(facts as Loose))).toBe(outcome)
  })
})
