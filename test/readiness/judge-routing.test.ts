import { describe, expect, test } from 'vitest'
import { judgeAnnouncement, judgeMultihoming } from '../../src/readiness/judge/bgp.ts'
import { judgeReach } from '../../src/readiness/judge/reach.ts'
import { judgeDataCentreRoute, judgeDefaultRoute } from '../../src/readiness/judge/routes.ts'
import { judgeUserLinks } from '../../src/readiness/judge/user-links.ts'
import { brief } from './brief.ts'
import { healthy } from './healthy-facts.ts'

// biome-ignore lint/suspicious/noExplicitAny: tests spoil facts freely
type Loose = any

const routes = healthy['snmp-routes']
const [remote] = routes.default6
const routeFacts = (changes: Loose = {}): Loose => ({ ...routes, ...changes })

const unserved = { sources: { ipv4: null, ipv6: null }, tables: { inetCidrRouteTable: 'no_such_object' } }

describe('EXT-03 default route', () => {
  const absent = (changes: Loose = {}) => routeFacts({ default6: [], ...changes })
  test.each<[string, unknown, string]>([
    ['remote, its next hop known on the link', routeFacts(), 'pass'],
    ['nobody tells whether the next hop is known', defaults({ nextHopResolved: null }), 'pass'],
    ['the next hop is not known', defaults({ nextHopResolved: false }), 'partial'],
    ['one of two is known', defaults({ nextHopResolved: false }, {}), 'pass'],
    ['straight on a link', defaults({ type: 'local', nextHop: null, nextHopResolved: null }), 'pass'],
    ['reject', defaults({ type: 'reject' }), 'fail'],
    ['blackhole', defaults({ type: 'blackhole' }), 'fail'],
    ['blackhole besides a good one', defaults({ type: 'blackhole' }, {}), 'pass'],
    ['absent from a table with IPv6 rows', absent(), 'fail'],
    [
      'absent, and the table of both families has IPv4 rows',
      absent({ sources: { ipv4: 'inetCidrRouteTable', ipv6: null } }),
      'fail',
    ],
    [
      'absent, and only an older table has IPv4 rows',
      absent({ sources: { ipv4: 'ipCidrRouteTable', ipv6: null }, tables: { ipCidrRouteTable: 'ok' } }),
      'unknown oid_not_supported',
    ],
    [
      'absent, and the older table of IPv6 is empty',
      absent({ sources: { ipv4: null, ipv6: null }, tables: { ipv6RouteTable: 'empty' } }),
      'fail',
    ],
    ['no table at all', absent(unserved), 'unknown oid_not_supported'],
    [
      'a table that cannot be read',
      absent({ tables: { inetCidrRouteTable: 'malformed' } }),
      'unknown oid_not_supported',
    ],
    ['a look that was cut', absent({ truncated: true }), 'unknown coverage_low'],
  ])('%s', (_, facts, outcome) => {
    expect(brief(judgeDefaultRoute(facts as Loose))).toBe(outcome)
  })

  test('says by which way', () => {
    expect(judgeDefaultRoute(routeFacts()).because.vi).toBe('Có tuyến mặc định ::/0 qua fe80::1 (wan0)')
    expect(judgeDefaultRoute(absent()).because.en).toContain('(inetCidrRouteTable)')
  })

  function defaults(...some: Loose[]) {
    return routeFacts({ default6: some.map((one) => ({ ...remote, ...one })) })
  }
})

describe('WAN-02 route to the data centre', () => {
  const found = (...prefixes: Loose[]) =>
    routeFacts({ prefixes: prefixes.map((one) => ({ ...routes.prefixes[0], ...one })) })
  const over = (changes: Loose) => ({ routes: [{ ...remote, ...changes }] })
  const none = { matched: null, routes: [] }
  test.each<[string, unknown, string]>([
    ['through the leased line', found({}), 'pass'],
    ['by the default route there', found({ matched: '::/0' }), 'pass'],
    [
      'the inventory knows the interface by its description',
      found(over({ ifName: 'ge3', ifDescr: 'wan0' })),
      'pass',
    ],
    ['one path of two', found({ routes: [{ ...remote, ifName: 'inet0', ifDescr: '' }, remote] }), 'pass'],
    ['through another interface', found(over({ ifName: 'inet0', ifDescr: '' })), 'fail'],
    ['dropped', found(over({ type: 'reject' })), 'fail'],
    [
      'the device stands in the data centre',
      found(over({ type: 'local', ifName: 'lan0', ifDescr: '' })),
      'pass',
    ],
    [
      'a default route on another link is not the data centre',
      found({ matched: '::/0', ...over({ type: 'local', ifName: 'ppp0', ifDescr: '' }) }),
      'fail',
    ],
    ['no route', found(none), 'fail'],
    ['to one block of two', found({}, none), 'partial'],
    ['to none of two, one by another way', found(none, over({ ifName: 'inet0', ifDescr: '' })), 'fail'],
    ['no table', { ...found(none), ...unserved }, 'unknown oid_not_supported'],
    ['to one block, and the table was cut', { ...found({}, none), truncated: true }, 'unknown coverage_low'],
    ['no block of the data centre is known', found(), 'unknown no_evidence'],
  ])('%s', (_, facts, outcome) => {
    expect(brief(judgeDataCentreRoute(facts as Loose, 'wan0'))).toBe(outcome)
  })

  test('says which block by which way', () => {
    expect(judgeDataCentreRoute(found({}), 'wan0').because.en).toBe(
      'Route to 2001:db8:30::/64 of the data centre through the leased line: 2001:db8:30::/48 by fe80::1 (wan0)',
    )
  })
})

describe('WAN-02 answer to pings', () => {
  const answered = { answered: true, method: 'icmp', failure: null }
  const silent = { ...answered, answered: false }
  const overTcp = { answered: false, method: 'tcp', failure: 'TCP_TIMEOUT' }
  test.each<[string, Loose, Loose, string]>([
    ['both answer', answered, answered, 'pass'],
    ['IPv6 alone', silent, answered, 'pass'],
    ['a device of IPv6 only', null, answered, 'pass'],
    ['IPv4 alone', answered, silent, 'fail'],
    ['a silent device of IPv6 only', null, silent, 'fail'],
    ['silence over both', silent, silent, 'unknown no_evidence'],
    ['no IPv6 address in the inventory', answered, null, 'unknown no_evidence'],
    ['TCP in place of ICMP', answered, { ...overTcp, answered: true }, 'pass'],
    ['a silent TCP port', answered, overTcp, 'unknown ping_unavailable'],
  ])('%s', (_, ipv4, ipv6, outcome) => {
    expect(brief(judgeReach({ ipv4, ipv6 }))).toBe(outcome)
  })
})

describe('BGP', () => {
  const facts = healthy['snmp-bgp']
  const [peer] = facts.peers
  const peers = (...some: Loose[]) => ({ ...facts, peers: some.map((one) => ({ ...peer, ...one })) }) as Loose
  const ownUntold = (...some: Loose[]) => ({ ...peers(...some), localAs: null }) as Loose
  const ipv4Only = { families: ['ipv4-unicast'] }
  const untold = { families: null, transport: 4 }

  test.each<[string, unknown, string, string]>([
    ['two AS', facts, 'pass', 'partial'],
    ['the same AS twice', peers({}, {}), 'partial', 'partial'],
    ['one AS', peers({}), 'partial', 'partial'],
    ['IPv6 routes over a session of IPv4', peers({}, { transport: 4, remoteAs: 64501 }), 'pass', 'partial'],
    ['IPv4 routes over a session of IPv6', peers(ipv4Only, { ...ipv4Only, remoteAs: 64501 }), 'fail', 'fail'],
    ['a session inside the own AS', peers({ remoteAs: 64496 }), 'fail', 'fail'],
    ['configured only', peers({ established: false }), 'fail', 'partial'],
    ['one established, one not', peers({}, { remoteAs: 64501, established: false }), 'partial', 'partial'],
    ['no session', peers(), 'fail', 'fail'],
    ['a session of untold family', peers(untold), 'unknown oid_not_supported', 'unknown oid_not_supported'],
    ['one AS and one untold', peers({}, untold), 'unknown oid_not_supported', 'partial'],
    ['an AS that is not told', peers({}, { remoteAs: null }), 'unknown oid_not_supported', 'partial'],
    ['two AS and one untold', peers({}, { remoteAs: 64501 }, untold), 'pass', 'partial'],
    ['an untold one that is down', peers({}, { ...untold, established: false }), 'partial', 'partial'],
    [
      'only the table of IPv4 peers',
      { ...peers(), tables: { bgpPeerTable: 'empty' } },
      'unknown oid_not_supported',
      'unknown oid_not_supported',
    ],
    ['an empty table of IPv6 peers', { ...peers(), tables: { cbgpPeer2Table: 'empty' } }, 'fail', 'fail'],
    ['a look that was cut', { ...peers({}), truncated: true }, 'unknown coverage_low', 'partial'],
    [
      'the own AS is not told, and one of two may be it',
      ownUntold({ remoteAs: 131_429 }, { remoteAs: 45_899 }),
      'unknown oid_not_supported',
      'partial',
    ],
    [
      'the own AS is not told, and one session',
      ownUntold({}),
      'unknown oid_not_supported',
      'unknown oid_not_supported',
    ],
    [
      'the own AS is not told, and one session is configured only',
      ownUntold({ established: false }),
      'fail',
      'unknown oid_not_supported',
    ],
    [
      'the own AS is not told, nor that of the session',
      ownUntold({ remoteAs: null }),
      'unknown oid_not_supported',
      'unknown oid_not_supported',
    ],
    [
      'the own AS is not told, and two of three are of others',
      ownUntold({ remoteAs: 131_429 }, { remoteAs: 45_899 }, { remoteAs: 7552 }),
      'pass',
      'partial',
    ],
    ['the own AS is not told, and no session', ownUntold(), 'fail', 'fail'],
  ])('%s: EXT-05, ADR-03', (_, seen, multihoming, announcement) => {
    expect(brief(judgeMultihoming(seen as Loose))).toBe(multihoming)
    expect(brief(judgeAnnouncement(seen as Loose))).toBe(announcement)
  })

  test('names the AS and the sessions', () => {
    expect(judgeMultihoming(facts as Loose).because.vi).toContain('2 hệ tự trị: AS64500, AS64501')
    expect(judgeAnnouncement(peers({})).because.en).toContain('2001:db8:fffe::1 AS64500')
  })
})

describe('LAN-01 links towards users', () => {
  const facts = healthy['snmp-ra']
  const link = (name: string, ifIndex: number | null, { send = true as unknown, length = 64 } = {}) => ({
    interfaces: { name, ifIndex },
    adverts: { ...facts.adverts[0], ifIndex, send },
    prefixes: { ...facts.prefixes[0], ifIndex, prefix: `2001:db8:30:${ifIndex}::/${length}` },
  })
  const of = (links: ReturnType<typeof link>[], changes: Loose = {}): Loose => ({
    ...facts,
    interfaces: links.map((one) => one.interfaces),
    adverts: links.map((one) => one.adverts).filter(({ send }) => send !== 'none'),
    prefixes: links.map((one) => one.prefixes).filter(({ prefix }) => !prefix.endsWith('/0')),
    ...changes,
  })
  const good = link('v1', 1)
  const quiet = link('v2', 2, { send: false })
  const bare = link('v3', 3, { length: 0 })
  const noAdverts = { tables: { ipv6RouterAdvertTable: 'no_such_object', ipAddressPrefixTable: 'ok' } }
  const noPrefixes = { tables: { ipv6RouterAdvertTable: 'ok', ipAddressPrefixTable: 'no_such_object' } }

  test.each<[string, unknown, string[], string]>([
    ['all have both', of([good, link('v4', 4)]), ['v1', 'v4'], 'pass'],
    ['no advertisements', of([quiet]), ['v2'], 'fail'],
    ['no row of advertisements', of([link('v5', 5, { send: 'none' })]), ['v5'], 'fail'],
    ['no prefix', of([bare]), ['v3'], 'fail'],
    ['a prefix of another length', of([link('v6', 6, { length: 48 })]), ['v6'], 'fail'],
    ['half of them', of([good, quiet]), ['v1', 'v2'], 'partial'],
    ['less than half', of([good, quiet, bare]), ['v1', 'v2', 'v3'], 'fail'],
    [
      'no table of advertisements',
      of([link('v1', 1, { send: 'none' })], noAdverts),
      ['v1'],
      'unknown oid_not_supported',
    ],
    ['no table of prefixes and none derived', of([bare], noPrefixes), ['v3'], 'unknown oid_not_supported'],
    [
      'no table of prefixes, but addresses on other links',
      of([bare, link('v1', 1)], { ...noPrefixes, prefixes: [{ ...good.prefixes, from: 'addresses' }] }),
      ['v3'],
      'fail',
    ],
    ['an interface that is not there', of([link('v9', null)]), ['v9'], 'unknown contradiction'],
    ['not found in a cut table', of([link('v9', null)], { truncated: true }), ['v9'], 'unknown coverage_low'],
    ['not looked at yet', of([]), ['v9'], 'unknown no_evidence'],
    ['good and not looked at', of([good]), ['v1', 'v9'], 'unknown no_evidence'],
    ['good, bad and not looked at', of([good, good, quiet]), ['v1', 'v1', 'v2', 'v9'], 'partial'],
    ['mostly bad and not looked at', of([quiet, bare]), ['v2', 'v3', 'v9'], 'fail'],
    [
      'a cut look without the row',
      of([link('v1', 1, { send: 'none' })], { truncated: true }),
      ['v1'],
      'unknown coverage_low',
    ],
  ])('%s', (_, seen, names, outcome) => {
    expect(brief(judgeUserLinks(seen as Loose, names))).toBe(outcome)
  })

  test('says which link lacks what', () => {
    expect(judgeUserLinks(of([good, quiet]), ['v1', 'v2']).because.vi).toBe(
      '1/2 mạng người dùng có /64 và quảng bá RA; v2 không quảng bá RA',
    )
    expect(judgeUserLinks(of([good]), ['v1']).because.en).toContain('v1 2001:db8:30:1::/64')
  })
})
