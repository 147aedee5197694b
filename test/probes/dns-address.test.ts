import { createSocket } from 'node:dgram'
import { type Answer, encode, type RecordType } from 'dns-packet'
import { afterEach, describe, expect, test } from 'vitest'
import { dnsAddress } from '../../probes/dns-address.ts'
import { ProbeError } from '../../probes/probe.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import {
  authoritative,
  type DnsAnswer,
  type DnsServer,
  recursive,
  startDnsServer,
} from '../helpers/dns-server.ts'

const servers: DnsServer[] = []
async function startServer(...options: Parameters<typeof startDnsServer>) {
  const server = await startDnsServer(...options)
  servers.push(server)
  return server
}
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()))
})

const resolverOf = ({ endpoint }: DnsServer) => `${endpoint.address}#${endpoint.port}`
const host = 'www.haiduong.test'
const look = (server: DnsServer, options: Parameters<typeof testContext>[0] = {}) =>
  dnsAddress.run({ host }, testContext({ resolvers: [resolverOf(server)], ...options }))

const a = (name: string, data = '10.0.0.1'): Answer => ({ type: 'A', name, ttl: 300, data })
const aaaa = (name: string, data = '2001:db8::1'): Answer => ({ type: 'AAAA', name, ttl: 300, data })
const cname = (name: string, data: string): Answer => ({ type: 'CNAME', name, ttl: 300, data })
const soa: Answer = {
  type: 'SOA',
  name: 'haiduong.test',
  ttl: 300,
  data: { mname: 'ns1.haiduong.test', rname: 'admin.haiduong.test', serial: 1 },
}
const good = (answers: Answer[]): DnsAnswer => ({ flags: recursive, answers })
const nodata: DnsAnswer = { flags: recursive, authorities: [soa] }
const nxdomain: DnsAnswer = { flags: recursive, rcode: 3, authorities: [soa] }
const servfail: DnsAnswer = { flags: recursive, rcode: 2 }

/** Answers A like a sound host and AAAA as given. */
const onlyAaaa = (answer: DnsAnswer) =>
  startServer(({ name, type }) => (type === 'A' ? good([a(name)]) : answer))

describe('what the resolver says is a fact', () => {
  test('both families: sorted, RFC 5952, without TTL, with class and authentication', async () => {
    const server = await startServer(({ name, type }) =>
      type === 'A'
        ? good([a(name, '10.0.0.9'), a(name, '10.0.0.1')])
        : {
            flags: recursive | (1 << 5),
            answers: [aaaa(name, '2001:DB8:0:0::9'), aaaa(name, '2001:db8::1'), aaaa(name, 'fe80::1')],
          },
    )
    const { facts, evidence } = await look(server)
    expect(facts).toEqual({
      host,
      a: { failure: null, rcode: 'NOERROR', addresses: ['10.0.0.1', '10.0.0.9'], chain: [] },
      aaaa: {
        failure: null,
        rcode: 'NOERROR',
        addresses: [
          { address: '2001:db8::1', class: 'documentation' },
          { address: '2001:db8::9', class: 'documentation' },
          { address: 'fe80::1', class: 'link_local' },
        ],
        chain: [],
      },
      authenticated: true,
    })
    expect(dnsAddress.facts.parse(facts)).toEqual(facts)
    const exchange = evidence.exchanges.find(({ request }) => request.join().includes('AAAA'))
    expect(exchange).toMatchObject({
      protocol: 'dns',
      transport: 'udp',
      asked: server.endpoint,
      peer: server.endpoint,
    })
    expect(exchange?.request).toContain(`;${host}. IN AAAA`)
    expect(exchange?.request.join('\n')).toMatch(/flags: rd;[\s\S]*EDNS: version: 0, flags: do; udp: 1232/)
    expect(exchange?.response).toContain(`${host}. 300 IN AAAA 2001:db8::9`)
    expect(Buffer.from(exchange?.responseBytes ?? '', 'base64').length).toBeGreaterThan(12)
  })

  const dangling = 'gone.haiduong.test'
  test.each<[name: string, answer: DnsAnswer, failure: string, rcode: string, chain: string[]]>([
    ['no AAAA', nodata, 'NODATA', 'NOERROR', []],
    ['no AAAA, and no SOA to say so', { flags: recursive }, 'NODATA', 'NOERROR', []],
    ['NXDOMAIN for AAAA alone (RFC 4074)', nxdomain, 'AAAA_NXDOMAIN_A_OK', 'NXDOMAIN', []],
    ['SERVFAIL', servfail, 'SERVFAIL', 'SERVFAIL', []],
    ['REFUSED for AAAA alone', { flags: recursive, rcode: 5 }, 'REFUSED', 'REFUSED', []],
    [
      'an alias to a name without AAAA',
      { flags: recursive, answers: [cname(host, 'Web.haiduong.test')], authorities: [soa] },
      'NODATA',
      'NOERROR',
      ['web.haiduong.test'],
    ],
  ])('%s', async (_, answer, failure, rcode, chain) => {
    const { facts } = await look(await onlyAaaa(answer))
    expect(facts.aaaa).toEqual({ failure, rcode, addresses: [], chain })
    expect(facts.a.failure).toBeNull()
    expect(facts.authenticated).toBe(false)
  })

  test('a name that does not exist', async () => {
    const { facts } = await look(await startServer(() => nxdomain))
    expect(facts.a.failure).toBe('NXDOMAIN')
    expect(facts.aaaa.failure).toBe('NXDOMAIN')
  })

  test('an alias to a name that does not exist', async () => {
    const answer: DnsAnswer = {
      flags: recursive,
      rcode: 3,
      answers: [cname(host, dangling)],
      authorities: [soa],
    }
    const { facts } = await look(await startServer(() => answer))
    expect(facts.aaaa).toEqual({
      failure: 'CNAME_DANGLING',
      rcode: 'NXDOMAIN',
      addresses: [],
      chain: [dangling],
    })
    expect(facts.a.failure).toBe('CNAME_DANGLING')
  })

  test('a chain whose end the server leaves to us is followed', async () => {
    const server = await startServer(({ name, type }) =>
      name === host
        ? { flags: authoritative, answers: [cname(host, 'web.cdn.test')] }
        : type === 'A'
          ? good([a(name)])
          : good([aaaa(name)]),
    )
    const { facts } = await look(server)
    expect(facts.aaaa).toMatchObject({
      failure: null,
      chain: ['web.cdn.test'],
      addresses: [{ address: '2001:db8::1' }],
    })
  })

  const link = (n: number) => (n === 0 ? host : `n${n}.haiduong.test`)
  const chainOf = (length: number) => Array.from({ length }, (_, n) => cname(link(n), link(n + 1)))
  test.each([
    ['eight aliases are sound', [...chainOf(8), aaaa(link(8))], null],
    ['nine are a loop', [...chainOf(9), aaaa(link(9))], 'CNAME_LOOP'],
    [
      'a circle is a loop',
      [cname(host, link(1)), cname(link(1), link(2)), cname(link(2), link(1))],
      'CNAME_LOOP',
    ],
    ['an alias to itself is a loop', [cname(host, host)], 'CNAME_LOOP'],
  ])('%s', async (_, answers, failure) => {
    const { facts } = await look(await onlyAaaa(good(answers)))
    expect(facts.aaaa.failure).toBe(failure)
  })

  test('a circle that the resolver reports as SERVFAIL', async () => {
    const server = await startServer(({ name, type }) =>
      type === 'CNAME' ? good([cname(name, name === host ? link(1) : host)]) : servfail,
    )
    expect((await look(server)).facts.aaaa.failure).toBe('CNAME_LOOP')
  })

  test('SERVFAIL that goes away without validation is bogus DNSSEC', async () => {
    const server = await startServer(({ name, type, flags }) =>
      flags & (1 << 4) ? good([type === 'A' ? a(name) : aaaa(name)]) : servfail,
    )
    const { facts } = await look(server)
    expect(facts.aaaa).toEqual({ failure: 'DNSSEC_BOGUS', rcode: 'SERVFAIL', addresses: [], chain: [] })
    expect(facts.a.failure).toBe('DNSSEC_BOGUS')
  })

  const sound = ({ name, type }: { name: string; type: string }) =>
    good([type === 'A' ? a(name) : aaaa(name)])
  const isUnvalidated = ({ flags }: { flags: number }) => (flags & (1 << 4)) !== 0
  const failing = (code: number): DnsAnswer => {
    const options = [{ code: 15, data: Buffer.from([0, code, ...Buffer.from('why')]) }] as never
    const opt: Answer = {
      type: 'OPT',
      name: '.',
      udpPayloadSize: 1232,
      extendedRcode: 0,
      ednsVersion: 0,
      flags: 0,
      flag_do: false,
      options,
    }
    return { flags: recursive, rcode: 2, additionals: [opt] }
  }

  test('SERVFAIL for a moment is not bogus DNSSEC, though without validation it goes away too', async () => {
    const server = await startServer((asked) => {
      const before = server.asked.filter(({ type }) => type === asked.type).length
      return before === 1 ? servfail : sound(asked)
    })
    const { facts } = await look(server, { patience: 0.1 })
    expect([facts.a.failure, facts.aaaa.failure]).toEqual([null, null])
    expect(facts.aaaa.addresses).toHaveLength(1)
  })

  test('SERVFAIL whose second question is lost is SERVFAIL', async () => {
    const server = await startServer((asked) => (isUnvalidated(asked) ? 'ignore' : servfail))
    const { facts } = await look(server, { patience: 0.05 })
    expect([facts.a.failure, facts.aaaa.failure]).toEqual(['SERVFAIL', 'SERVFAIL'])
  })

  test('a resolver that says why is believed, and the evidence shows what it said', async () => {
    const bogus = await startServer(() => failing(9))
    const { facts, evidence } = await look(bogus)
    expect(facts.aaaa).toMatchObject({ failure: 'DNSSEC_BOGUS', rcode: 'SERVFAIL' })
    expect(bogus.asked).toHaveLength(2)
    expect(evidence.exchanges[0]?.response).toContain('; EDE: 9 (DNSKEY Missing): (why)')
    const unreached = await startServer((asked) => (isUnvalidated(asked) ? sound(asked) : failing(22)))
    expect((await look(unreached)).facts.aaaa.failure).toBe('SERVFAIL')
  })

  test('a truncated answer is fetched over TCP', async () => {
    const server = await startServer(({ name, type }, transport) =>
      transport === 'udp' ? { flags: recursive | (1 << 9) } : good([type === 'A' ? a(name) : aaaa(name)]),
    )
    const { facts, evidence } = await look(server)
    expect(facts.aaaa.failure).toBeNull()
    expect(evidence.exchanges.map(({ transport }) => transport).sort()).toEqual(['tcp', 'tcp', 'udp', 'udp'])
  })

  test('a truncated answer without TCP', async () => {
    const server = await startServer(() => ({ flags: recursive | (1 << 9) }), { tcp: false })
    expect((await look(server)).facts.aaaa.failure).toBe('TRUNCATED_NO_TCP')
  })

  test('a server from before EDNS is asked again without it', async () => {
    const server = await startServer(({ name, type, edns }) =>
      edns ? { rcode: 1 } : good([type === 'A' ? a(name) : aaaa(name)]),
    )
    expect((await look(server)).facts.aaaa.failure).toBeNull()
  })

  test.each([
    ['96', '2001:db8:64::192.0.2.1', 'made up'],
    ['64', '2001:db8:64:0:c0:2:100:0', 'made up'],
    ['none', '2001:db8:77::192.0.2.1', 'real'],
  ])('AAAA that hold the A behind a DNS64 prefix of %s bits: %s is %s', async (_, address, kind) => {
    const server = await startServer(({ name, type }) => {
      if (name === 'ipv4only.arpa')
        return good([aaaa(name, '2001:db8:64::c000:aa'), aaaa(name, '2001:db8:64:0:c0:0:ab00:0')])
      return type === 'A' ? good([a(name, '192.0.2.1')]) : good([aaaa(name, address)])
    })
    const { facts } = await look(server)
    expect(facts.aaaa.failure).toBe(kind === 'made up' ? 'NODATA' : null)
    expect(facts.aaaa.addresses).toHaveLength(kind === 'made up' ? 0 : 1)
  })
})

describe('what we could not look at is a ProbeError', () => {
  const code = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error) => (error instanceof ProbeError ? error.code : String(error)),
    )

  test('resolvers that refuse us', async () => {
    const server = await startServer(() => ({ rcode: 5 }))
    const failure = await look(server).catch((error) => error)
    expect(failure).toMatchObject({ code: 'resolver_failed' })
    expect(failure.evidence.exchanges).toHaveLength(2)
  })

  test('a resolver that does not recurse and refers us to others', async () => {
    const ns: Answer = { type: 'NS', name: 'test', data: 'ns1.test' }
    expect(await code(look(await startServer(() => ({ authorities: [ns] }))))).toBe('resolver_failed')
  })

  test('a resolver whose port is closed', async () => {
    const server = await startServer(() => 'ignore')
    await Promise.all(servers.splice(0).map((one) => one.stop()))
    expect(await code(look(server))).toBe('resolver_timeout')
  })

  test('a silent resolver: asked three times with 2, 4 and 6 s of patience', async () => {
    const server = await startServer(() => 'ignore')
    const started = performance.now()
    expect(await code(look(server, { patience: 0.1 }))).toBe('resolver_timeout')
    expect(performance.now() - started).toBeGreaterThan(1190)
    expect(server.asked.filter(({ type }) => type === 'AAAA')).toHaveLength(3)
  })

  test.each(['', 'two words', '10.0.0.1', `${'x'.repeat(64)}.test`, 'a..test'])(
    'a host named %j',
    async (name) => {
      const context = testContext({ resolvers: ['127.0.0.1#9'] })
      expect(await code(dnsAddress.run({ host: name }, context))).toBe('bad_settings')
    },
  )

  test.each(['', 'dns.test', '127.0.0.1#0', '127.0.0.1#x', '::1#53#53'])(
    'a resolver named %j',
    async (name) => {
      expect(await code(dnsAddress.run({ host }, testContext({ resolvers: [name] })))).toBe('bad_settings')
    },
  )

  test('the budget ends: nothing is left behind', async () => {
    const server = await startServer(() => 'ignore')
    const before = busyHandles().length
    const budget = new AbortController()
    const looking = code(look(server, { signal: budget.signal }))
    await expect.poll(() => server.asked.length).toBe(2)
    budget.abort()
    expect(await looking).toBe('out_of_time')
    // fewer when a socket of the test before was still open
    await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
  })
})

describe('which answer counts', () => {
  test('the next resolver is asked when the first is silent, and only it from then on', async () => {
    const silent = await startServer(() => 'ignore')
    const server = await startServer(({ name, type, flags }) =>
      flags & (1 << 4) ? servfail : type === 'A' ? good([a(name)]) : type === 'AAAA' ? servfail : nodata,
    )
    const context = testContext({ resolvers: [resolverOf(silent), resolverOf(server)], patience: 0.2 })
    const { facts } = await dnsAddress.run({ host }, context)
    expect(facts.aaaa.failure).toBe('SERVFAIL')
    expect(silent.asked).toHaveLength(2) // A and AAAA; not the questions that came after
    expect(server.asked).toHaveLength(4)
  })

  test('the next resolver is asked when the first refuses', async () => {
    const refusing = await startServer(() => ({ rcode: 5 }))
    const server = await startServer(({ name, type }) => good([type === 'A' ? a(name) : aaaa(name)]))
    const context = testContext({ resolvers: [resolverOf(refusing), resolverOf(server)] })
    expect((await dnsAddress.run({ host }, context)).facts.aaaa.failure).toBeNull()
  })

  test('answers with a wrong id, to another question, unreadable or from a stranger are passed over', async () => {
    const forged = (name: string) => good([aaaa(name, '2001:db8::bad')]) as { answers: Answer[] }
    const stranger = createSocket('udp4')
    const server = await startServer(({ name, type, id, port }) => {
      const [question, answers] = [{ name, type }, [aaaa(name, '2001:db8::bad')]]
      stranger.send(encode({ type: 'response', id, questions: [question], answers }), port, '127.0.0.1')
      return type === 'A'
        ? nodata
        : [
            { ...forged(name), id: id ^ 1 },
            { ...forged(name), question: { name: 'other.test', type } },
            { ...forged(name), question: { name, type: 'A' as RecordType } },
            Buffer.from('0102', 'hex'),
            Buffer.alloc(1200, 0xff),
            good([aaaa(name)]),
          ].flat()
    })
    const { facts } = await look(server)
    stranger.close()
    expect(facts.aaaa.addresses.map(({ address }) => address)).toEqual(['2001:db8::1'])
  })

  test('ids are not guessable', async () => {
    const server = await startServer(() => nodata)
    for (let n = 0; n < 8; n++) await look(server)
    expect(new Set(server.asked.map(({ id }) => id)).size).toBeGreaterThan(10)
  })

  test('the resolver is dialled through the map, and evidence shows both ends', async () => {
    const server = await startServer(({ name, type }) => good([type === 'A' ? a(name) : aaaa(name)]), {
      address: '::1',
    })
    const context = testContext({ resolvers: ['2001:db8::53'], dial: { '2001:db8::53#53': server.endpoint } })
    const { evidence } = await dnsAddress.run({ host }, context)
    expect(evidence.exchanges[0]).toMatchObject({
      asked: { address: '2001:db8::53', port: 53 },
      peer: server.endpoint,
    })
  })
})

test('hostile records reach the evidence in one line each and hurt nothing', async () => {
  const server = await startServer(({ name, type }) =>
    type === 'A'
      ? good([a(name)])
      : good([cname(name, 'x\n;; ANSWER\u202e.test'), aaaa('x\n;; answer\u202e.test')]),
  )
  const { facts, evidence } = await look(server)
  expect(facts.aaaa.chain).toHaveLength(1)
  for (const { response } of evidence.exchanges) expect(response.join('')).toMatch(/^[ -~]*$/)
})
