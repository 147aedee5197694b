import type { Answer } from 'dns-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { dnsNameservers } from '../../probes/dns-nameservers.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import {
  type Asked,
  authoritative,
  type DnsAnswer,
  type DnsServer,
  recursive,
  startDnsServer,
} from '../helpers/dns-server.ts'

const zone = 'haiduong.test'
const servers: DnsServer[] = []
async function startServer(...options: Parameters<typeof startDnsServer>) {
  const server = await startDnsServer(...options)
  servers.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

const soa = (name = zone, serial = 7): Answer => ({
  type: 'SOA',
  name,
  data: { mname: `ns1.${zone}`, rname: `admin.${zone}`, serial },
})
const ns = (data: string, name = zone): Answer => ({ type: 'NS', name, data })
const goodAnswer: DnsAnswer = { flags: authoritative, answers: [soa()] }

/** A resolver that knows the name servers of the zone: `addresses` has the A and AAAA of each. */
function startResolver(addresses: Record<string, string[]>) {
  const records = ({ name, type }: Asked): Answer[] =>
    type === 'NS'
      ? Object.keys(addresses).map((server) => ns(server))
      : (addresses[name] ?? [])
          .filter((address) => address.includes(':') === (type === 'AAAA'))
          .map((data) => ({ type: type as 'A' | 'AAAA', name, data }))
  return startServer((asked) => {
    const answers = records(asked)
    return answers.length > 0 ? { flags: recursive, answers } : { flags: recursive, authorities: [soa()] }
  })
}

const one = `ns1.${zone}`
const good = { good: true, failure: null, rcode: 'NOERROR' }

/** Looks at a zone with one name server at 10.0.0.53 and 2001:db8::53, which answers as given. */
async function lookAt(answer: Parameters<typeof startDnsServer>[0], { tcp = true, patience = 1 } = {}) {
  const resolver = await startResolver({ [one]: ['10.0.0.53', '2001:db8::53'] })
  const server6 = await startServer(answer, { address: '::1', tcp })
  const server4 = await startServer(() => goodAnswer)
  const dial = { '10.0.0.53': server4.endpoint, '2001:db8::53': server6.endpoint }
  const { address, port } = resolver.endpoint
  const looked = await dnsNameservers.run(
    { zone },
    testContext({ resolvers: [`${address}#${port}`], dial, patience }),
  )
  expect(dnsNameservers.facts.parse(looked.facts)).toEqual(looked.facts)
  return { ...looked, server6, server: looked.facts.servers[0], seen: looked.facts.servers[0]?.ipv6[0] }
}

test('a good server: asked for SOA without recursion, over UDP and TCP', async () => {
  const { facts, server, server6, evidence } = await lookAt(() => goodAnswer)
  expect(server).toEqual({
    name: one,
    a: ['10.0.0.53'],
    aaaa: [{ address: '2001:db8::53', class: 'documentation' }],
    aaaaFailure: null,
    ipv4: [{ address: '10.0.0.53', udp: good }],
    ipv6: [{ address: '2001:db8::53', udp: good, tcp: good }],
  })
  expect(facts.serialsEqual).toBeNull() // one server alone
  expect(server6.asked.map(({ name, type, flags }) => ({ name, type, flags }))).toEqual([
    { name: zone, type: 'SOA', flags: 0 },
    { name: zone, type: 'SOA', flags: 0 },
  ])
  const ours = evidence.exchanges.filter(({ asked }) => asked.address === '2001:db8::53')
  expect(ours.map(({ transport, peer }) => ({ transport, peer }))).toEqual(
    expect.arrayContaining([
      { transport: 'udp', peer: server6.endpoint },
      { transport: 'tcp', peer: server6.endpoint },
    ]),
  )
})

describe('a server that is not good', () => {
  test.each<[name: string, answer: DnsAnswer, failure: string, rcode: string]>([
    ['without AA', { answers: [soa()] }, 'LAME_NS', 'NOERROR'],
    ['refers upward', { authorities: [ns('a.root.test', '.')] }, 'LAME_NS', 'NOERROR'],
    ['has no SOA', { flags: authoritative }, 'LAME_NS', 'NOERROR'],
    ['has the SOA of another zone', { flags: authoritative, answers: [soa('test')] }, 'LAME_NS', 'NOERROR'],
    ['refuses', { rcode: 5 }, 'LAME_NS', 'REFUSED'],
    ['is not authoritative, and says so', { rcode: 9 }, 'LAME_NS', 'NOTAUTH'],
    ['fails', { rcode: 2 }, 'SERVFAIL', 'SERVFAIL'],
    ['does not know the name', { rcode: 3, flags: authoritative }, 'LAME_NS', 'NXDOMAIN'],
  ])('%s', async (_, answer, failure, rcode) => {
    const { seen, facts } = await lookAt(() => answer)
    const bad = { good: false, failure, rcode }
    expect(seen).toEqual({ address: '2001:db8::53', udp: bad, tcp: bad })
    expect(facts.failure).toBeNull()
  })

  test('is silent: three tries over each transport', async () => {
    const { seen, server, server6, evidence } = await lookAt(() => 'ignore', { patience: 0.05 })
    const silent = { good: false, failure: 'DNS_TIMEOUT', rcode: null }
    expect(seen).toEqual({ address: '2001:db8::53', udp: silent, tcp: silent })
    expect(server?.ipv4[0]?.udp).toEqual(good)
    expect(server6.asked).toHaveLength(6)
    const failures = evidence.exchanges.flatMap(({ failure }) => failure ?? [])
    expect(failures.sort()).toEqual([
      expect.stringMatching(/^connected, but no answer within 100 ms;.* 200 ms;.* 300 ms$/),
      expect.stringMatching(/^no answer within 100 ms;.* 200 ms;.* 300 ms$/),
    ])
  })

  test('refuses TCP alone', async () => {
    const { seen } = await lookAt(() => goodAnswer, { tcp: false })
    expect(seen).toEqual({
      address: '2001:db8::53',
      udp: good,
      tcp: { good: false, failure: 'DNS_TCP_ONLY_FAIL', rcode: null },
    })
  })

  test('truncates and refuses TCP', async () => {
    const { seen } = await lookAt(() => ({ flags: authoritative | (1 << 9) }), { tcp: false })
    const failed = { good: false, failure: 'TRUNCATED_NO_TCP' }
    expect(seen).toMatchObject({ udp: { ...failed, rcode: 'NOERROR' }, tcp: { ...failed, rcode: null } })
  })

  test('answers over TCP with something else, or a message cut in the middle', async () => {
    const { seen } = await lookAt(
      (_, transport) => (transport === 'udp' ? goodAnswer : Buffer.from('0000000000000000', 'hex')),
      { patience: 0.05 },
    )
    expect(seen?.tcp).toEqual({ good: false, failure: 'DNS_TCP_ONLY_FAIL', rcode: null })
  })

  test('has nothing on its UDP port either', async () => {
    const resolver = await startResolver({ [one]: ['10.0.0.53', '2001:db8::53'] })
    const gone = await startServer(() => goodAnswer, { address: '::1' })
    await servers.pop()?.stop()
    const { address, port } = resolver.endpoint
    const dial = { '10.0.0.53': gone.endpoint, '2001:db8::53': gone.endpoint }
    const context = testContext({ resolvers: [`${address}#${port}`], dial })
    const { facts } = await dnsNameservers.run({ zone }, context)
    expect(facts.servers[0]?.ipv6[0]).toMatchObject({
      udp: { failure: 'DNS_TIMEOUT' },
      tcp: { failure: 'TCP_REFUSED' },
    })
  })
})

describe('the set of name servers', () => {
  async function lookAtSet(addresses: Record<string, string[]>, dial: Record<string, Endpoint>) {
    const { address, port } = (await startResolver(addresses)).endpoint
    const context = testContext({ resolvers: [`${address}#${port}`], dial })
    return (await dnsNameservers.run({ zone }, context)).facts
  }

  test.each([
    [7, true],
    [8, false],
  ])('serials 7 and %i: equal %s', async (serial, equal) => {
    const first = await startServer(() => goodAnswer, { address: '::1' })
    const second = await startServer(() => ({ flags: authoritative, answers: [soa(zone, serial)] }), {
      address: '::1',
    })
    const facts = await lookAtSet(
      { [`ns2.${zone}`]: ['2001:db8::54'], [`NS1.${zone}`]: [], [one]: ['2001:db8::53'] },
      { '2001:db8::53': first.endpoint, '2001:db8::54': second.endpoint },
    )
    expect(facts.servers.map(({ name }) => name)).toEqual([one, `ns2.${zone}`])
    expect(facts.serialsEqual).toBe(equal)
  })

  test('addresses of a forbidden class are listed, and never asked', async () => {
    const trap = await startServer(() => goodAnswer, { address: '::1' })
    const forbidden = ['::', '::1', '::ffff:192.0.2.1', 'fe80::1', 'ff02::1']
    const facts = await lookAtSet(
      { [one]: [...forbidden, 'fd00::53'] },
      Object.fromEntries([...forbidden, 'fd00::53'].map((address) => [address, trap.endpoint])),
    )
    expect(facts.servers[0]?.aaaa.map(({ class: klass }) => klass).sort()).toEqual([
      'link_local',
      'loopback',
      'multicast',
      'ula',
      'unspecified',
      'v4_mapped',
    ])
    expect(facts.servers[0]?.ipv6.map(({ address }) => address)).toEqual(['fd00::53'])
    expect(trap.asked).toHaveLength(2)
  })

  test('a server without addresses', async () => {
    const facts = await lookAtSet({ [one]: [] }, {})
    expect(facts.servers[0]).toMatchObject({ a: [], aaaa: [], aaaaFailure: 'NODATA', ipv4: [], ipv6: [] })
  })

  test('a hundred name servers are not all asked', async () => {
    const names = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`n${n}.${zone}`, []]))
    expect((await lookAtSet(names, {})).servers.length).toBeLessThanOrEqual(16)
  })

  test.each<[name: string, answer: DnsAnswer, failure: string]>([
    ['of a zone that does not exist', { flags: recursive, rcode: 3, authorities: [soa()] }, 'NXDOMAIN'],
    ['of no zone at all', { flags: recursive, authorities: [soa()] }, 'NODATA'],
    ['that only the parent has', { flags: recursive, answers: [ns('ns.test', 'test')] }, 'NODATA'],
    ['that cannot be resolved', { flags: recursive, rcode: 2 }, 'SERVFAIL'],
    [
      'of an alias',
      {
        flags: recursive,
        answers: [{ type: 'CNAME', name: zone, data: 'other.test' }, ns('ns.test', 'other.test')],
      },
      'NODATA',
    ],
  ])('%s', async (_, answer, failure) => {
    const { address, port } = (await startServer(() => answer)).endpoint
    const { facts } = await dnsNameservers.run({ zone }, testContext({ resolvers: [`${address}#${port}`] }))
    expect(facts).toEqual({ zone, failure, servers: [], serialsEqual: null })
  })

  test('a resolver that refuses us is our problem', async () => {
    const { address, port } = (await startServer(() => ({ rcode: 5 }))).endpoint
    const looking = dnsNameservers.run({ zone }, testContext({ resolvers: [`${address}#${port}`] }))
    await expect(looking).rejects.toMatchObject({ code: 'resolver_failed' })
  })

  test('the budget ends in the middle: nothing is left behind', async () => {
    const resolver = await startResolver({ [one]: ['2001:db8::53'] })
    const silent = await startServer(() => 'ignore', { address: '::1' })
    const { address, port } = resolver.endpoint
    const before = busyHandles().length
    const budget = new AbortController()
    const looking = dnsNameservers.run(
      { zone },
      testContext({
        resolvers: [`${address}#${port}`],
        dial: { '2001:db8::53': silent.endpoint },
        signal: budget.signal,
      }),
    )
    const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
    await expect.poll(() => silent.asked.length).toBe(2)
    budget.abort()
    await failed
    await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
  })
})
