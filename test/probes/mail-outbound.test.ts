import type { Answer } from 'dns-packet'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isSpf, readSpf } from '../../probes/lib/mail-spf-record.ts'
import { mailOutbound } from '../../probes/mail-outbound.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { type Daemon, hasDnsDaemons, startKnot, startUnbound } from '../helpers/dns-daemons.ts'
import { type DnsServer, recursive, startDnsServer } from '../helpers/dns-server.ts'

const domain = 'haiduong.test'
const servers: DnsServer[] = []
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

type Zone = Record<string, { txt?: string[]; aaaa?: string[]; mx?: string[]; rcode?: number }>

/** Judges senders by the records of a zone; names that are not there do not exist. */
async function lookIn(zone: Zone, senders: string[], signal?: AbortSignal) {
  const resolver = await startDnsServer(({ name, type }) => {
    const host = zone[name]
    const answers: Answer[] =
      type === 'TXT'
        ? (host?.txt ?? []).map((data) => ({ type, name, data: data.match(/.{1,200}/g) ?? [''] }))
        : type === 'AAAA'
          ? (host?.aaaa ?? []).map((data) => ({ type, name, data }))
          : type === 'MX'
            ? (host?.mx ?? []).map((exchange, preference) => ({ type, name, data: { preference, exchange } }))
            : []
    const soa: Answer = { type: 'SOA', name: domain, data: { mname: 'ns', rname: 'admin' } }
    const rcode = host?.rcode ?? (host ? 0 : 3)
    return { flags: recursive, rcode, answers, ...(answers.length === 0 && { authorities: [soa] }) }
  })
  servers.push(resolver)
  const { address, port } = resolver.endpoint
  const context = testContext({ resolvers: [`${address}#${port}`], ...(signal && { signal }) })
  const { facts } = await mailOutbound.run({ domain, senders }, context)
  expect(mailOutbound.facts.parse(facts)).toEqual(facts)
  return { ...facts, resolver }
}

const [one, other] = ['2001:db8::25', '2001:db8:ffff::25']

/** What the record says of `one` and of `other`. */
async function verdicts(record: string, more: Zone = {}) {
  const { senders, spf } = await lookIn({ [domain]: { txt: [record] }, ...more }, [one, other])
  return { results: senders.map((sender) => sender.spf), spf }
}

describe('what a record says of two senders', () => {
  const hosts: Zone = {
    'mail.haiduong.test': { aaaa: [one] },
    'v4.haiduong.test': {},
    'sub.test': { txt: [`v=spf1 ip6:${one} -all`] },
    'none.test': { txt: ['not spf'] },
    'fails.test': { rcode: 2 },
    'mx.test': { mx: ['mail.haiduong.test', 'v4.haiduong.test', 'gone.test'] },
    'wrong.test': { txt: ['v=spf1 foo:bar'] },
    'deep.test': { txt: ['v=spf1 include:sub.test ?all'] },
    'all.test': { txt: ['v=spf1 +all'] },
  }
  test.each<[record: string, results: [string, string]]>([
    ['v=spf1 ip6:2001:db8::/48 -all', ['pass', 'fail']],
    ['V=SPF1 IP6:2001:DB8::25 ~ALL', ['pass', 'softfail']],
    ['v=spf1', ['neutral', 'neutral']],
    ['v=spf1 ?all', ['neutral', 'neutral']],
    ['v=spf1 ip4:10.0.0.0/8 ip4:10.1.1.1 -all', ['fail', 'fail']],
    ['v=spf1 -ip6:2001:db8::25 all', ['fail', 'pass']],
    ['v=spf1 a:mail.haiduong.test -all', ['pass', 'fail']],
    ['v=spf1 a:mail.haiduong.test/24//32 -all', ['pass', 'pass']],
    ['v=spf1 a a:v4.haiduong.test -all', ['fail', 'fail']],
    ['v=spf1 mx:mx.test//128 -all', ['pass', 'fail']],
    ['v=spf1 include:sub.test -all', ['pass', 'fail']],
    ['v=spf1 ~include:deep.test -all', ['softfail', 'fail']],
    ['v=spf1 include:none.test -all', ['permerror', 'permerror']],
    ['v=spf1 include:gone.test -all', ['permerror', 'permerror']],
    ['v=spf1 ip6:2001:db8::25 include:wrong.test -all', ['pass', 'permerror']],
    ['v=spf1 include:fails.test -all', ['temperror', 'temperror']],
    ['v=spf1 a:fails.test -all', ['temperror', 'temperror']],
    ['v=spf1 redirect=sub.test', ['pass', 'fail']],
    ['v=spf1 redirect=gone.test', ['permerror', 'permerror']],
    ['v=spf1 redirect=gone.test ?all', ['neutral', 'neutral']], // with all, redirect is not read
    ['v=spf1 exp=why.test unknown=x ip6:2001:db8::25 -all', ['pass', 'fail']],
    ['v=spf1 exists:%{ir}.sub.test ip6:2001:db8::25 -all', ['pass', 'untold']],
    ['v=spf1 ptr -all', ['untold', 'untold']],
    ['v=spf1 -exists:x.test -all', ['fail', 'fail']],
    ['v=spf1 include:%{d}.test ~all', ['untold', 'untold']],
    ['v=spf1 redirect=%{d}.test', ['untold', 'untold']],
    ['v=spf1 include:all.test -all', ['pass', 'pass']],
    ['v=spf1 ip6:2001:db8::/129 -all', ['permerror', 'permerror']],
    ['v=spf1 ip6:10.0.0.1 -all', ['permerror', 'permerror']],
    ['v=spf1 ip4:2001:db8::1 -all', ['permerror', 'permerror']],
    ['v=spf1 include: -all', ['permerror', 'permerror']],
    ['v=spf1 all:x', ['permerror', 'permerror']],
    ['v=spf1 a:x//129', ['permerror', 'permerror']],
    ['v=spf1 redirect=sub.test redirect=sub.test', ['permerror', 'permerror']],
    ['v=spf10 ip6:2001:db8::25', ['none', 'none']],
    [' v=spf1 all', ['none', 'none']],
  ])('%s', async (record, results) => {
    expect((await verdicts(record, hosts)).results).toEqual(results)
  })

  test('two records, and no domain at all', async () => {
    const two = await lookIn({ [domain]: { txt: ['v=spf1 -all', 'other', 'v=spf1 +all'] } }, [one])
    expect([two.spf.record, two.senders[0]?.spf]).toEqual(['permerror', 'permerror'])
    const none = await lookIn({}, [one])
    expect([none.spf.record, none.senders[0]?.spf]).toEqual(['none', 'none'])
  })

  test('a record of many strings is one text (RFC 7208 3.3)', async () => {
    const record = `v=spf1 ${'ip6:2001:db8:1::/48 '.repeat(30)}ip6:${one} -all`
    expect((await verdicts(record)).results).toEqual(['pass', 'fail'])
  })
})

describe('ten look-ups and no more (RFC 7208 4.6.4)', () => {
  const chain = (length: number): Zone =>
    Object.fromEntries(
      Array.from({ length }, (_, n) => [
        `n${n}.test`,
        { txt: [n + 1 < length ? `v=spf1 include:n${n + 1}.test -all` : `v=spf1 ip6:${one} -all`] },
      ]),
    )

  test.each([
    [10, 'pass', 'found'],
    [11, 'permerror', 'permerror'],
  ])('%i includes in a row', async (length, result, record) => {
    const { results, spf } = await verdicts('v=spf1 include:n0.test -all', chain(length))
    expect([results[0], spf.record, spf.lookups]).toEqual([result, record, length])
  })

  test('what passes before the eleventh passes', async () => {
    const many = Array.from({ length: 11 }, (_, n) => `a:h${n}.test`).join(' ')
    expect((await verdicts(`v=spf1 ip6:${one} ${many} -all`)).results).toEqual(['pass', 'permerror'])
  })

  test.each([
    ['itself', 'v=spf1 include:haiduong.test -all'],
    ['itself by redirect', 'v=spf1 redirect=haiduong.test'],
    ['itself many times', `v=spf1 ${'include:haiduong.test '.repeat(40)}-all`],
  ])('a record that includes %s', async (_, record) => {
    const { senders, spf, resolver } = await lookIn({ [domain]: { txt: [record] } }, [one])
    expect([senders[0]?.spf, spf.record]).toEqual(['permerror', 'permerror'])
    expect(resolver.asked.length).toBeLessThanOrEqual(12)
  })

  test('an mx with more than ten servers', async () => {
    const mx = Array.from({ length: 11 }, (_, n) => `m${n}.test`)
    expect((await verdicts('v=spf1 mx -all', { [domain]: { txt: ['v=spf1 mx -all'], mx } })).results[0]).toBe(
      'permerror',
    )
  })
})

describe('which IPv6 a record covers', () => {
  const zone: Zone = {
    'mail.test': { aaaa: [one, other] },
    'inner.test': { txt: ['v=spf1 a:mail.test -ip6:2001:db8:9::/48 ip6:2001:DB8:7:8::9/48 -all'] },
  }
  test.each<[record: string, ranges: string[]]>([
    ['v=spf1 ip4:10.0.0.0/8 -all', []],
    ['v=spf1 -ip6:2001:db8::/32 -all', []],
    [
      'v=spf1 include:inner.test ip6:2001:db8:2::/64 -all',
      ['2001:db8:2::/64', '2001:db8:7::/48', '2001:db8::25/128', '2001:db8:ffff::25/128'],
    ],
    ['v=spf1 redirect=inner.test', ['2001:db8:7::/48', '2001:db8::25/128', '2001:db8:ffff::25/128']],
    ['v=spf1 a:mail.test//32 -all', ['2001:db8::/32']],
    ['v=spf1 +all', ['::/0']],
  ])('%s', async (record, ranges) => {
    const { spf } = await verdicts(record, zone)
    expect(spf).toMatchObject({ ranges: ranges.sort(), coversIpv6: ranges.length > 0 })
  })
})

test('reading never takes long, and never fails by an exception', () => {
  const started = performance.now()
  for (const text of [
    `v=spf1 ${'a:'.repeat(30_000)}`,
    `v=spf1 ${' '.repeat(60_000)}`,
    `v=spf1 ${'a/1'.repeat(20_000)}`,
    `v=spf1 ip6:${':'.repeat(60_000)}`,
    `v=spf1 ${'a '.repeat(30_000)}`,
  ])
    expect(isSpf(text) && (readSpf(text)?.mechanisms.length ?? 0)).toBeLessThanOrEqual(1)
  expect(performance.now() - started).toBeLessThan(10_000)
})

test('the budget ends in the middle: nothing is left behind', async () => {
  const before = busyHandles().length
  const silent = await startDnsServer(() => 'ignore')
  const budget = new AbortController()
  const { address, port } = silent.endpoint
  const context = testContext({ resolvers: [`${address}#${port}`], signal: budget.signal })
  const looking = mailOutbound.run({ domain, senders: [one] }, context)
  const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
  await expect.poll(() => silent.asked.length).toBe(2)
  budget.abort()
  await failed
  await silent.stop()
  await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
})

describe.skipIf(!hasDnsDaemons)('on knot and unbound (skipped without Debian packages knot, unbound)', () => {
  const daemons: Daemon[] = []
  const reverse = '8.b.d.0.1.0.0.2.ip6.arpa'
  const head = '@ 300 SOA ns admin 7 3600 900 604800 300\n@ 300 NS ns\n'
  const host = (hex: string) => [...hex.padStart(24, '0')].reverse().join('.')
  let context = testContext()
  beforeAll(async () => {
    const knot = await startKnot({
      [domain]: `$ORIGIN ${domain}.\n$TTL 300\n${head}ns AAAA 2001:db8::53
@ TXT "v=spf1 mx include:" "_spf.nha-mang.test -all"\n@ MX 10 mail\nmail AAAA ${one}\n`,
      'nha-mang.test': `$ORIGIN nha-mang.test.\n$TTL 300\n${head}ns AAAA 2001:db8::53\n_spf TXT "v=spf1 ip6:2001:db8:5::/48 ~all"\n`,
      [reverse]: `$ORIGIN ${reverse}.\n$TTL 300\n${head}ns AAAA 2001:db8::53\n${host('25')} PTR mail.${domain}.\n`,
    })
    daemons.push(knot)
    const zones = [domain, 'nha-mang.test', reverse]
    const unbound = await startUnbound(Object.fromEntries(zones.map((zone) => [zone, knot.endpoint])), [])
    daemons.push(unbound)
    context = testContext({ resolvers: [`${unbound.endpoint.address}#${unbound.endpoint.port}`] })
  })
  afterAll(async () => {
    await Promise.all(daemons.map((daemon) => daemon.stop()))
  })

  test('a server of its own with a name, and one of a carrier without', async () => {
    const { facts } = await mailOutbound.run({ domain, senders: ['2001:db8:5::25', one] }, context)
    expect(facts).toEqual({
      domain,
      spf: { record: 'found', lookups: 2, coversIpv6: true, ranges: ['2001:db8:5::/48', '2001:db8::25/128'] },
      senders: [
        { address: one, spf: 'pass', names: [`mail.${domain}`], failure: null },
        { address: '2001:db8:5::25', spf: 'pass', names: [], failure: 'PTR_MISSING' },
      ].sort((left, right) => (left.address < right.address ? -1 : 1)),
    })
  })
})
