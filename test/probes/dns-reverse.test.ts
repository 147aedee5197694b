import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dnsReverse } from '../../probes/dns-reverse.ts'
import { reverseName, reverseZones } from '../../probes/lib/dns-pointer.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { type Daemon, hasDnsDaemons, startKnot, startUnbound } from '../helpers/dns-daemons.ts'
import { startDnsServer } from '../helpers/dns-server.ts'

describe('names of the reverse tree', () => {
  test.each([
    ['2001:db8:1234::/48', ['4.3.2.1.8.b.d.0.1.0.0.2.ip6.arpa']],
    ['2001:db8::/32', ['8.b.d.0.1.0.0.2.ip6.arpa']],
    ['2001:db8:1234:5678::/64', ['8.7.6.5.4.3.2.1.8.b.d.0.1.0.0.2.ip6.arpa']],
    ['2001:db8:1234::/47', ['4', '5'].map((nibble) => `${nibble}.3.2.1.8.b.d.0.1.0.0.2.ip6.arpa`)],
    ['2001:DB8:0:0::/46', ['0', '1', '2', '3'].map((nibble) => `${nibble}.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa`)],
    [
      '2001:db8:0:8::/61',
      [...'89abcdef'].map((nibble) => `${nibble}.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa`),
    ],
    ['2001:db8:1234:5678:9abc::/48', ['4.3.2.1.8.b.d.0.1.0.0.2.ip6.arpa']], // host bits set
  ])('%s', (prefix, zones) => {
    expect(reverseZones(prefix)).toEqual(zones)
  })

  test('addresses', () => {
    expect(reverseName('2001:db8::567:89ab')).toBe(
      'b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa', // RFC 3596 2.5, other prefix
    )
    expect(reverseName('10.0.1.80')).toBe('80.1.0.10.in-addr.arpa')
  })

  test.each(['2001:db8::', '2001:db8::/65', '::/0', '10.0.0.0/8', 'x/48', ''])(
    '"%s" is no prefix',
    (prefix) => {
      expect(dnsReverse.settings.safeParse({ prefix }).success).toBe(false)
    },
  )
})

const zone = '4.3.2.1.8.b.d.0.1.0.0.2.ip6.arpa'
const head = '@ 300 SOA ns1.haiduong.test. admin.haiduong.test. 7 3600 900 604800 300\n'
const host = (last: string) => `${[...last.padStart(20, '0')].reverse().join('.')}`
const reverseText = `$ORIGIN ${zone}.
$TTL 300
${head}@ NS ns1.haiduong.test.
@ NS ns2.haiduong.test.
@ NS lame.haiduong.test.
${host('80')} PTR www.haiduong.test.
${host('81')} PTR www.haiduong.test.
${host('82')} PTR gone.haiduong.test.
${host('83')} PTR gone.haiduong.test.
${host('83')} PTR Www.haiduong.test.
`
const forwardText = `$ORIGIN haiduong.test.
$TTL 300
${head}@ NS ns1
ns1 A 10.0.0.53
ns1 AAAA 2001:db8::53
ns2 A 10.0.1.53
lame AAAA 2001:db8:9::53
www AAAA 2001:db8:1234::80
www AAAA 2001:db8:1234::83
`

describe.skipIf(!hasDnsDaemons)('on knot and unbound (skipped without Debian packages knot, unbound)', () => {
  const daemons: Daemon[] = []
  let context = testContext()
  beforeAll(async () => {
    const knot = await startKnot({ [zone]: reverseText, 'haiduong.test': forwardText })
    daemons.push(knot)
    const other = await startKnot({ 'haiduong.test': forwardText }) // has not the reverse zone
    daemons.push(other)
    const stubs = {
      '8.b.d.0.1.0.0.2.ip6.arpa': knot.endpoint,
      [zone]: knot.endpoint,
      'haiduong.test': knot.endpoint,
    }
    const unbound = await startUnbound(stubs, [])
    daemons.push(unbound)
    context = testContext({
      resolvers: [`${unbound.endpoint.address}#${unbound.endpoint.port}`],
      dial: {
        '10.0.0.53': knot.endpoint,
        '2001:db8::53': knot.endpoint,
        '10.0.1.53': knot.endpoint,
        '2001:db8:9::53': other.endpoint,
      },
    })
  })
  afterAll(async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()))
  })

  test('a zone with servers of both families, of IPv4 alone, and lame', async () => {
    const { facts } = await dnsReverse.run({ prefix: '2001:db8:1234::/48', addresses: [] }, context)
    expect(dnsReverse.facts.parse(facts)).toEqual(facts)
    const documentation = (address: string) => [{ address, class: 'documentation' }]
    expect(facts.zones).toEqual([
      {
        zone,
        failure: null,
        servers: [
          {
            name: 'lame.haiduong.test',
            aaaa: documentation('2001:db8:9::53'),
            answers: false,
            overIpv6: false,
            failure: 'LAME_NS',
          },
          {
            name: 'ns1.haiduong.test',
            aaaa: documentation('2001:db8::53'),
            answers: true,
            overIpv6: true,
            failure: null,
          },
          { name: 'ns2.haiduong.test', aaaa: [], answers: true, overIpv6: false, failure: null },
        ],
      },
    ])
  })

  test('prefixes that are not delegated', async () => {
    const of = async (prefix: string) =>
      (await dnsReverse.run({ prefix, addresses: [] }, context)).facts.zones
    // inside the zone, and outside it
    expect(await of('2001:db8:1234:0::/64')).toMatchObject([{ failure: 'NODATA', servers: [] }])
    expect(await of('2001:db8:1234:ff00::/56')).toMatchObject([{ failure: 'NXDOMAIN', servers: [] }])
  })

  test('names of addresses, and back', async () => {
    const addresses = ['2001:db8:1234:0::83', '80', '81', '82', '84'].map((one) =>
      one.includes(':') ? one : `2001:db8:1234::${one}`,
    )
    const { facts } = await dnsReverse.run({ prefix: null, addresses }, context)
    expect(facts).toEqual({
      zones: [],
      pointers: [
        { address: '2001:db8:1234::80', names: ['www.haiduong.test'], failure: null },
        { address: '2001:db8:1234::81', names: ['www.haiduong.test'], failure: 'PTR_MISMATCH' },
        { address: '2001:db8:1234::82', names: ['gone.haiduong.test'], failure: 'PTR_MISMATCH' },
        { address: '2001:db8:1234::83', names: ['gone.haiduong.test', 'www.haiduong.test'], failure: null },
        { address: '2001:db8:1234::84', names: [], failure: 'PTR_MISSING' },
      ],
    })
  })
})

test('an address with a thousand names is asked within bounds', async () => {
  const server = await startDnsServer(({ name, type }) => ({
    flags: 1 << 7,
    answers:
      type === 'PTR'
        ? Array.from({ length: 60 }, (_, n) => ({ type: 'PTR' as const, name, data: `n${n}.test` }))
        : [],
    authorities: type === 'PTR' ? [] : [{ type: 'SOA', name: 'test', data: { mname: 'a', rname: 'b' } }],
  }))
  const context = testContext({ resolvers: [`${server.endpoint.address}#${server.endpoint.port}`] })
  const { facts } = await dnsReverse.run({ prefix: null, addresses: ['2001:db8::1'] }, context)
  await server.stop()
  expect(facts.pointers[0]).toMatchObject({ failure: 'PTR_MISMATCH' })
  expect(facts.pointers[0]?.names).toHaveLength(8)
  expect(server.asked.length).toBeLessThanOrEqual(10)
})

test('resolvers that refuse us, and a budget that ends: errors, and nothing left behind', async () => {
  const before = busyHandles().length
  const refusing = await startDnsServer(() => ({ rcode: 5 }))
  const silent = await startDnsServer(() => 'ignore')
  const budget = new AbortController()
  const at = ({ endpoint }: typeof silent) => ({ resolvers: [`${endpoint.address}#${endpoint.port}`] })
  const settings = { prefix: '2001:db8::/32', addresses: ['2001:db8::1'] }
  await expect(dnsReverse.run(settings, testContext(at(refusing)))).rejects.toMatchObject({
    code: 'resolver_failed',
  })
  const looking = dnsReverse.run(settings, testContext({ ...at(silent), signal: budget.signal }))
  const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
  await expect.poll(() => silent.asked.length).toBe(2)
  budget.abort()
  await failed
  await Promise.all([refusing.stop(), silent.stop()])
  await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
})
