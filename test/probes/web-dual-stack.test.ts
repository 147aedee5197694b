import { once } from 'node:events'
import { createSecureServer, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import type { Answer } from 'dns-packet'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint, FactsOf } from '../../probes/probe.ts'
import { webDualStack } from '../../probes/web-dual-stack.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { recursive, startDnsServer } from '../helpers/dns-server.ts'
import { type Authority, type Certificate, createAuthority, hasOpenssl } from '../helpers/web-certificates.ts'
import {
  answer,
  type Behaviour,
  page,
  redirect,
  startDeafServer,
  startWebServer,
  type WebServer,
} from '../helpers/web-server.ts'

const host = 'www.haiduong.test'
const [a, aaaa] = ['10.0.0.80', '2001:db8::80']
const home = (text = 'Cổng thông tin điện tử tỉnh Hải Dương, nơi công bố văn bản và tin tức của tỉnh') =>
  `<html><head><title>${host}</title></head><body><p>${text}</p></body></html>`

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})
async function serve(...options: Parameters<typeof startWebServer>): Promise<WebServer> {
  const server = await startWebServer(...options)
  running.push(server)
  return server
}
const loopback = { 4: '127.0.0.1', 6: '::1' }
async function closed(family: 4 | 6): Promise<Endpoint> {
  const server = await startWebServer(() => {}, { address: loopback[family] })
  await server.stop()
  return server.endpoint
}

/** Looks at a site whose names have these addresses, through this dial map. */
async function lookAt(
  dial: Record<string, Endpoint>,
  {
    site = host,
    names = { [site]: [a, aaaa] } as Record<string, string[]>,
    ports = [80],
    path = '/',
    ...context
  }: { site?: string; names?: Record<string, string[]>; ports?: number[]; path?: string } & Parameters<
    typeof testContext
  >[0] = {},
) {
  const resolver = await startDnsServer(({ name, type }) => {
    const answers = (names[name] ?? [])
      .filter((address) => address.includes(':') === (type === 'AAAA'))
      .map((data): Answer => ({ type: type as 'A' | 'AAAA', name, data }))
    return { flags: recursive, answers, rcode: name in names ? 0 : 3 }
  })
  running.push(resolver)
  const resolvers = [`${resolver.endpoint.address}#${resolver.endpoint.port}`]
  const looked = await webDualStack.run(
    { host: site, ports, path },
    testContext({ resolvers, dial, ...context }),
  )
  expect(webDualStack.facts.parse(looked.facts)).toEqual(looked.facts)
  return looked
}

/** Looks at a site that behaves so on port 80 over IPv4, and so over IPv6. */
async function compare(ipv4: Behaviour, ipv6: Behaviour, context: Parameters<typeof testContext>[0] = {}) {
  const [server4, server6] = await Promise.all([serve(ipv4), serve(ipv6, { address: '::1' })])
  const looked = await lookAt({ [`${a}#80`]: server4.endpoint, [`${aaaa}#80`]: server6.endpoint }, context)
  const [four, six] = looked.facts.endpoints
  return { ...looked, server4, server6, four, six, content: looked.facts.content }
}

const ok = page(200, home())
type EndpointFacts = FactsOf<typeof webDualStack>['endpoints'][number]
const good: Partial<EndpointFacts> = { open: true, failure: null, status: 200, finalHost: host }

/** Of zeros, packed into 2 MB: packed once, or who serves it is busy when it is asked. */
const twoGigabytes = Buffer.concat(new Array<Buffer>(40).fill(gzipSync(Buffer.alloc(50_000_000))))

describe('a site that is the same over both families', () => {
  test('facts, samples and evidence', async () => {
    const { facts, samples, evidence, server6, server4 } = await compare(ok, ok, {
      contact: 'ipv6@haiduong.test',
    })
    expect(facts).toEqual({
      host,
      a: [a],
      aFailure: null,
      aaaa: [{ address: aaaa, class: 'documentation' }],
      aaaaFailure: null,
      endpoints: [
        { family: 4, address: a, port: 80, ...good, certificate: null },
        { family: 6, address: aaaa, port: 80, ...good, certificate: null },
      ],
      content: { sameStatus: true, sameFinalHost: true, body: 'same' },
    })
    expect(samples?.map(({ series }) => series).sort()).toEqual([
      'content.difference',
      'v4.80.connectMs',
      'v4.80.firstByteMs',
      'v6.80.connectMs',
      'v6.80.firstByteMs',
    ])
    for (const { value } of samples ?? []) expect(value).toBeGreaterThanOrEqual(0)
    expect(server6.requests[0]).toMatch(/^GET \/ HTTP\/1\.1\r\nHost: www\.haiduong\.test\r\n/)
    expect(server6.requests[0]).toContain('User-Agent: v6gov-probe/3 (+ipv6@haiduong.test)\r\n')
    const http = evidence.exchanges.filter(({ protocol }) => protocol === 'http')
    expect(http.map(({ asked, peer }) => ({ asked, peer }))).toEqual(
      expect.arrayContaining([
        { asked: { address: a, port: 80 }, peer: server4.endpoint },
        { asked: { address: aaaa, port: 80 }, peer: server6.endpoint },
      ]),
    )
    expect(http[0]?.response[0]).toBe('HTTP/1.1 200 Whatever')
    expect(http[0]?.response.at(-1)).toMatch(/^text: .*Cổng thông tin điện tử/)
  })

  test('every address of both families is looked at, each pinned', async () => {
    const names = { [host]: [a, '10.0.0.81', aaaa, '2001:db8::81', 'fd00::82'] }
    const servers = await Promise.all([
      serve(ok),
      serve(ok),
      ...[1, 2, 3].map(() => serve(ok, { address: '::1' })),
    ])
    const dial = Object.fromEntries(
      names[host]?.map((address, n) => [`${address}#80`, servers[n]?.endpoint]) ?? [],
    )
    const { facts } = await lookAt(dial as Record<string, Endpoint>, { names })
    expect(facts.endpoints.map(({ address, open }) => [address, open])).toEqual([
      [a, true],
      ['10.0.0.81', true],
      [aaaa, true],
      ['2001:db8::81', true],
      ['fd00::82', true],
    ])
    for (const server of servers) expect(server.requests).toHaveLength(1)
  })

  test.each([
    ['gzip', gzipSync(home())],
    ['deflate', deflateSync(home())],
    ['deflate', deflateRawSync(home())],
    ['br', brotliCompressSync(home())],
  ])('packed as %s over one of them', async (encoding, body) => {
    const { content, six } = await compare(ok, page(200, body, [`Content-Encoding: ${encoding}`]))
    expect(six).toMatchObject(good)
    expect(content?.body).toBe('same')
  })

  test('in chunks, or ended by the close of the connection', async () => {
    const chunked = answer(
      `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${Buffer.byteLength(home()).toString(16)}\r\n${home()}\r\n0\r\n\r\n`,
    )
    const { content } = await compare(chunked, answer('HTTP/1.0 200 OK\r\n\r\n', home()))
    expect(content?.body).toBe('same')
  })
})

describe('IPv6 that does not work as IPv4 does', () => {
  test('a closed port', async () => {
    const dial = { [`${a}#80`]: (await serve(ok)).endpoint, [`${aaaa}#80`]: await closed(6) }
    const { facts, evidence } = await lookAt(dial)
    expect(facts.endpoints[0]).toMatchObject(good)
    expect(facts.endpoints[1]).toMatchObject({ open: false, failure: 'TCP_REFUSED', status: null })
    expect(facts.content).toBeNull()
    expect(evidence.exchanges.find(({ asked }) => asked.address === aaaa)).toMatchObject({
      protocol: 'tcp',
      peer: null,
      failure: 'ECONNREFUSED, 1 tries',
    })
  })

  test('silence: three tries', async () => {
    const deaf = await startDeafServer('::1')
    running.push(deaf)
    const dial = { [`${a}#80`]: (await serve(ok)).endpoint, [`${aaaa}#80`]: deaf.endpoint }
    const { facts, evidence } = await lookAt(dial, { patience: 0.02 })
    expect(facts.endpoints[1]).toMatchObject({ open: false, failure: 'TCP_TIMEOUT', status: null })
    expect(evidence.exchanges.find(({ asked }) => asked.address === aaaa)?.failure).toBe(
      'no answer to SYN within 80 ms, 3 tries',
    )
    // the next look of the same round asks once whether it still is so
    const again = await lookAt(dial, { patience: 0.02 })
    expect(again.facts).toEqual(facts)
    expect(again.evidence.exchanges.find(({ asked }) => asked.address === aaaa)?.failure).toBe(
      'no answer to SYN within 80 ms, 1 tries after 3 tries 0 s before',
    )
  })

  test('no IPv6 never becomes green by way of IPv4', async () => {
    const server = await serve(ok)
    const { facts } = await lookAt({
      [`${a}#80`]: server.endpoint,
      [`${aaaa}#80`]: { ...server.endpoint, address: '::1' },
    })
    expect(facts.endpoints[1]).toMatchObject({ family: 6, open: false, failure: 'TCP_REFUSED' })
  })

  test('an address that the safety check forbids is not tried', async () => {
    const { facts } = await lookAt({ [`${a}#80`]: (await serve(ok)).endpoint })
    expect(facts.endpoints[1]).toMatchObject({ address: aaaa, open: null, failure: null })
  })

  test('addresses of forbidden classes are never dialled', async () => {
    const trap = await serve(ok, { address: '::1' })
    const forbidden = ['::', '::1', '::ffff:10.0.0.1', 'fe80::1', 'ff02::1']
    const dial = Object.fromEntries(forbidden.map((address) => [`${address}#80`, trap.endpoint]))
    const { facts } = await lookAt(dial, { names: { [host]: forbidden } })
    expect(facts.endpoints).toHaveLength(forbidden.length)
    for (const endpoint of facts.endpoints)
      expect(endpoint).toMatchObject({ open: null, failure: 'AAAA_FORBIDDEN_CLASS' })
    expect(trap.connections).toBe(0)
  })

  test.each<[name: string, behaviour: Behaviour, failure: string, status: number | null]>([
    ['closes at once', (socket) => socket.end(), 'HTTP_BAD_ANSWER', null],
    ['resets', (socket) => socket.once('data', () => socket.resetAndDestroy()), 'HTTP_BAD_ANSWER', null],
    ['speaks something else', answer('220 mail.test ESMTP\r\n'), 'HTTP_BAD_ANSWER', null],
    [
      'speaks HTTP/2 alone',
      answer(Buffer.from('000012040000000000000300000080', 'hex')),
      'HTTP_BAD_ANSWER',
      null,
    ],
    [
      'sends 10,000 headers',
      answer(
        `HTTP/1.1 200 OK\r\n${Array.from({ length: 10_000 }, (_, n) => `X-${n}: ${n}\r\n`).join('')}\r\nx`,
      ),
      'HTTP_BAD_ANSWER',
      null,
    ],
    [
      'switches protocols',
      answer('HTTP/1.1 101 OK\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'),
      'HTTP_BAD_ANSWER',
      null,
    ],
    [
      'breaks off its body',
      answer('HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\nabc'),
      'HTTP_BAD_ANSWER',
      200,
    ],
    ['packs no gzip', page(200, 'plain', ['Content-Encoding: gzip']), 'HTTP_BAD_ANSWER', 200],
    ['redirects nowhere', page(302, ''), 'HTTP_BAD_ANSWER', 302],
    ['redirects to another scheme', redirect('ftp://ftp.haiduong.test/'), 'HTTP_BAD_ANSWER', 302],
    ['redirects to what cannot be read', redirect('http://[::'), 'HTTP_BAD_ANSWER', 302],
  ])('a server that %s', async (_, behaviour, failure, status) => {
    const { six, content } = await compare(ok, behaviour)
    expect(six).toMatchObject({ open: true, failure, status })
    expect(content).toBeNull()
  })

  const drip =
    (head: string, piece: string): Behaviour =>
    (socket) => {
      socket.write(head)
      const timer = setInterval(() => socket.write(piece), 20)
      socket.on('close', () => clearInterval(timer))
    }
  test.each<[name: string, behaviour: Behaviour, status: number | null]>([
    ['accepts and says nothing', () => {}, null],
    ['sends its head octet by octet', drip('HTTP/1.1 200 OK\r\nX-Slow: ', 'x'), null],
    ['sends header after header', drip('HTTP/1.1 200 OK\r\n', 'X-Slow: x\r\n'), null],
    ['sends its body octet by octet', drip('HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n', 'x'), 200],
    ['promises for ever', drip('', 'HTTP/1.1 100 Continue\r\n\r\n'), null],
  ])('a server that %s', async (_, behaviour, status) => {
    const started = performance.now()
    const { six } = await compare(ok, behaviour, { patience: 0.02 })
    expect(six).toMatchObject({ open: true, failure: 'HTTP_TIMEOUT', status })
    expect(performance.now() - started).toBeLessThan(10_000) // 15 s, at 2 % of the usual patience
  })
})

test('whatever octets a server sends, the outcome is a fact', async () => {
  const octets = fc.tuple(
    fc.constantFrom(
      '',
      'HTTP/1.1 200 OK\r\n',
      'HTTP/1.1 302 Found\r\nLocation: ',
      'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n',
    ),
    fc.uint8Array({ maxLength: 300 }),
  )
  const property = fc.asyncProperty(octets, async ([head, rest]) => {
    const { six } = await compare(ok, answer(head, Buffer.from(rest)), { patience: 0.05 })
    expect(six?.open).toBe(true)
    await Promise.all(running.splice(0).map((server) => server.stop()))
  })
  await fc.assert(property, { numRuns: 60 })
})

describe('what has no end is cut at 500,000 bytes', () => {
  const pour =
    (head: string, chunk: Buffer): Behaviour =>
    (socket) => {
      socket.once('data', () => {
        socket.write(head)
        const more = () => {
          while (!socket.destroyed && socket.write(chunk));
        }
        socket.on('drain', more)
        more()
      })
    }
  test.each<[name: string, behaviour: Behaviour]>([
    ['an endless body', pour('HTTP/1.1 200 OK\r\n\r\n', Buffer.alloc(65_536, 'a '))],
    [
      'a body of 2 GB that comes as 2 MB of gzip',
      page(200, Buffer.concat(new Array<Buffer>(40).fill(gzipSync(Buffer.alloc(50_000_000)))), [
        'Content-Encoding: gzip',
      ]),
    ],
  ])('%s', async (_, behaviour) => {
    const before = process.memoryUsage().rss
    const { six, evidence } = await compare(ok, behaviour)
    expect(six).toMatchObject(good)
    const exchange = evidence.exchanges.find(
      ({ asked, protocol }) => asked.address === aaaa && protocol === 'http',
    )
    expect(exchange?.response.join()).toContain('(500000 bytes read')
    expect(process.memoryUsage().rss - before).toBeLessThan(300_000_000)
  })
})

describe('redirects stay on their family', () => {
  test('to a path of the same host, to the same address, with its cookie', async () => {
    let asked = 0
    const site: Behaviour = (socket) =>
      (asked++ === 0 ? redirect('/trang-chủ?x=1', 'Set-Cookie: s=secret-1; Path=/') : ok)(socket)
    const { six, server6, evidence } = await compare(ok, site)
    expect(six).toMatchObject(good)
    expect(server6.requests[1]).toContain('GET /trang-ch%E1%BB%A7?x=1 HTTP/1.1')
    expect(server6.requests[1]).toContain('Cookie: s=secret-1\r\n')
    expect(JSON.stringify(evidence)).not.toContain('secret-1')
  })

  const other = 'portal.haiduong.test'
  async function redirected(names: Record<string, string[]>) {
    const [from4, from6, to4, to6] = await Promise.all([
      serve(redirect(`http://${other}/`)),
      serve(redirect(`http://${other}/`), { address: '::1' }),
      serve(page(200, home('Trang đích'))),
      serve(page(200, home('Trang đích')), { address: '::1' }),
    ])
    const dial = {
      [`${a}#80`]: from4.endpoint,
      [`${aaaa}#80`]: from6.endpoint,
      '10.0.0.90#80': to4.endpoint,
      '2001:db8::90#80': to6.endpoint,
    }
    const { facts } = await lookAt(dial, { names: { [host]: [a, aaaa], ...names } })
    return { ...facts, to4, to6 }
  }

  test('to another host: each family by that host of its own', async () => {
    const { endpoints, content, to4, to6 } = await redirected({ [other]: ['10.0.0.90', '2001:db8::90'] })
    for (const endpoint of endpoints)
      expect(endpoint).toMatchObject({ status: 200, finalHost: other, failure: null })
    expect(content).toEqual({ sameStatus: true, sameFinalHost: true, body: 'same' })
    expect([to4.connections, to6.connections]).toEqual([1, 1])
    expect(to6.requests[0]).toContain(`Host: ${other}\r\n`)
  })

  test.each<[name: string, addresses: string[], four: object, six: object]>([
    [
      'that has no IPv6',
      ['10.0.0.90'],
      { status: 200, failure: null },
      { status: 302, failure: 'REDIRECT_TO_V4ONLY', finalHost: other },
    ],
    ['that does not exist', [], { status: 302, failure: 'NODATA' }, { status: 302, failure: 'NODATA' }],
    [
      'that has no IPv4',
      ['2001:db8::90'],
      { status: 302, failure: 'NODATA' },
      { status: 200, failure: null },
    ],
    ['that is not to be dialled', ['10.0.0.90', '::1'], { status: 200 }, { failure: 'AAAA_FORBIDDEN_CLASS' }],
    [
      'that the safety check forbids',
      ['10.0.0.66', '2001:db8::66'],
      { failure: 'HTTP_BAD_ANSWER' },
      { failure: 'HTTP_BAD_ANSWER' },
    ],
  ])('to a host %s', async (_, addresses, four, six) => {
    const { endpoints } = await redirected({ [other]: addresses })
    expect(endpoints).toMatchObject([four, six])
  })

  test.each([
    ['http://10.0.0.90/', 'REDIRECT_TO_V4ONLY'],
    ['http://[2001:db8::90]/', null],
    ['http://[::1]/', 'REDIRECT_TO_V4ONLY'],
  ])('to %s', async (location, failure) => {
    const to = await serve(ok, { address: '::1' })
    const from = await serve(redirect(location), { address: '::1' })
    const dial = { [`${aaaa}#80`]: from.endpoint, '2001:db8::90#80': to.endpoint }
    const { facts } = await lookAt(dial, { names: { [host]: [aaaa] } })
    expect(facts.endpoints[0]?.failure).toBe(failure)
  })

  test.each([
    ['another port', `http://${host}:9200/_cluster/reboot?now=1`],
    ['another port of another host', `http://${other}:9200/`],
    ['an address of a private network', 'http://[fd00::90]/'],
    ['a name in a private network', 'http://intranet.haiduong.test/'],
    ['an IPv4 address behind NAT64', 'http://[64:ff9b::a14:1e28]/'],
  ])('to %s: not followed', async (_, location) => {
    const to = await serve(ok, { address: '::1' })
    const from = await serve(redirect(location), { address: '::1' })
    const dial = {
      [`${aaaa}#80`]: from.endpoint,
      ...Object.fromEntries(
        [`${aaaa}#9200`, '2001:db8::90#9200', 'fd00::90', '64:ff9b::a14:1e28'].map((one) => [
          one,
          to.endpoint,
        ]),
      ),
    }
    const names = { [host]: [aaaa], [other]: ['2001:db8::90'], 'intranet.haiduong.test': ['fd00::90'] }
    const { facts } = await lookAt(dial, { names })
    expect(facts.endpoints).toMatchObject([{ open: true, status: 302, failure: 'HTTP_BAD_ANSWER' }])
    expect(to.connections).toBe(0)
  })

  test.each([
    ['another address', '10.20.30.40', 'HTTP_BAD_ANSWER', 0],
    ['a name', 'intranet.haiduong.test', null, 1],
  ])('from a site in a private network to %s in the same one', async (_, target, failure, connections) => {
    const to = await serve(ok)
    const from = await serve(redirect(`http://${target}/`))
    const dial = { [`${a}#80`]: from.endpoint, '10.20.30.40#80': to.endpoint }
    const names = { [host]: [a], 'intranet.haiduong.test': ['10.20.30.40'] }
    const { facts } = await lookAt(dial, { names })
    expect(facts.endpoints).toMatchObject([{ failure }])
    expect(to.connections).toBe(connections)
  })

  test('to the port that was asked first', async () => {
    const to = await serve(page(200, 'x'), { address: '::1' })
    const from = await serve(redirect(`http://${other}:8080/`), { address: '::1' })
    const dial = { [`${aaaa}#8080`]: from.endpoint, '2001:db8::90#8080': to.endpoint }
    const { facts } = await lookAt(dial, {
      names: { [host]: [aaaa], [other]: ['2001:db8::90'] },
      ports: [8080],
    })
    expect(facts.endpoints).toMatchObject([{ status: 200, failure: null, finalHost: other }])
  })

  test('what another host writes is no evidence', async () => {
    const to = await serve(page(200, home('Trang đích')), { address: '::1' })
    const from = await serve(redirect(`http://${other}/`), { address: '::1' })
    const dial = { [`${aaaa}#80`]: from.endpoint, '2001:db8::90#80': to.endpoint }
    const { evidence } = await lookAt(dial, { names: { [host]: [aaaa], [other]: ['2001:db8::90'] } })
    const last = evidence.exchanges.filter(({ protocol }) => protocol === 'http').at(-1)
    expect(last?.asked.address).toBe('2001:db8::90')
    expect(last?.response.at(-1)).toMatch(/^\(\d+ bytes read, SHA-256 /)
    expect(JSON.stringify(evidence)).not.toContain('Trang đích')
  })

  test('a ring of redirects ends after five', async () => {
    const { six, server6, content } = await compare(redirect('/'), redirect('/'))
    expect(six).toMatchObject({ open: true, failure: 'HTTP_BAD_ANSWER', status: 302, finalHost: host })
    expect(server6.requests).toHaveLength(6)
    expect(content).toBeNull()
  })
})

describe('the same page, or not', () => {
  const words = home().split(' ')
  test.each<[name: string, ipv6: Behaviour, content: object]>([
    [
      'the page a server comes with',
      page(200, '<h1>Welcome to nginx!</h1>'),
      { sameStatus: true, body: 'different' },
    ],
    ['the same words shuffled', page(200, words.toReversed().join(' ')), { body: 'different' }],
    ['the same letters turned round', page(200, [...home()].toReversed().join('')), { body: 'different' }],
    ['another status', page(503, home()), { sameStatus: false }],
    [
      'a counter that went on',
      page(200, `${home()}<p>Đang truy cập: 7</p>`),
      { sameStatus: true, body: 'same' },
    ],
    ['nothing', page(200, ''), { body: 'different' }],
  ])('%s', async (_, ipv6, content) => {
    const counted = page(200, `${home()}<p>Đang truy cập: 1.234</p>`)
    expect((await compare(counted, ipv6)).content).toMatchObject(content)
  })

  test('refused over both: the page was not seen', async () => {
    const { content, samples } = await compare(page(403, 'WAF 1'), page(403, 'WAF 2'))
    expect(content).toEqual({ sameStatus: true, sameFinalHost: true, body: 'not_seen' })
    expect(samples?.map(({ series }) => series)).not.toContain('content.difference')
  })

  test('the worst of several IPv6 addresses counts', async () => {
    const names = { [host]: [a, aaaa, '2001:db8::81'] }
    const dial = {
      [`${a}#80`]: (await serve(ok)).endpoint,
      [`${aaaa}#80`]: (await serve(ok, { address: '::1' })).endpoint,
      '2001:db8::81#80': (await serve(page(200, 'It works!'), { address: '::1' })).endpoint,
    }
    expect((await lookAt(dial, { names })).facts.content?.body).toBe('different')
  })
})

describe('names', () => {
  test.each<[name: string, addresses: Record<string, string[]>, failure: string | null]>([
    ['no AAAA', { [host]: [a] }, 'NODATA'],
    ['no such name', {}, 'NXDOMAIN'],
  ])('%s', async (_, names, failure) => {
    const { facts } = await lookAt({ [`${a}#80`]: (await serve(ok)).endpoint }, { names })
    expect(facts).toMatchObject({ aaaa: [], aaaaFailure: failure, content: null })
    expect(facts.endpoints.filter(({ family }) => family === 6)).toEqual([])
  })

  test('IPv6 alone has nothing to be compared with', async () => {
    const dial = { [`${aaaa}#80`]: (await serve(ok, { address: '::1' })).endpoint }
    const { facts } = await lookAt(dial, { names: { [host]: [aaaa] } })
    expect(facts).toMatchObject({
      a: [],
      aFailure: 'NODATA',
      aaaaFailure: null,
      endpoints: [good],
      content: null,
    })
  })

  test('a server that fails for A alone: it is not known that there is no IPv4', async () => {
    const resolver = await startDnsServer(({ name, type }) =>
      type === 'AAAA'
        ? { flags: recursive, answers: [{ type, name, data: aaaa }] }
        : { flags: recursive, rcode: 2 },
    )
    running.push(resolver)
    const dial = { [`${aaaa}#80`]: (await serve(ok, { address: '::1' })).endpoint }
    const resolvers = [`${resolver.endpoint.address}#${resolver.endpoint.port}`]
    const { facts } = await webDualStack.run(
      { host, ports: [80], path: '/' },
      testContext({ resolvers, dial }),
    )
    expect(facts).toMatchObject({ a: [], aFailure: 'SERVFAIL', aaaaFailure: null, endpoints: [good] })
  })

  test.each(['//evil.test/', '/\\evil.test/'])('the path %j leads to no other host', async (path) => {
    const dial = { [`${a}#80`]: (await serve(ok)).endpoint, [`${aaaa}#80`]: await closed(6) }
    await expect(lookAt(dial, { path })).rejects.toMatchObject({ code: 'bad_settings' })
  })
})

describe('the budget', () => {
  test('ends everything at once, and leaves nothing behind', async () => {
    const [server4, server6] = [await serve(() => {}), await serve(() => {}, { address: '::1' })]
    const before = busyHandles().length
    const budget = new AbortController()
    const dial = { [`${a}#80`]: server4.endpoint, [`${aaaa}#80`]: server6.endpoint }
    const looking = expect(lookAt(dial, { signal: budget.signal })).rejects.toMatchObject({
      code: 'out_of_time',
    })
    await expect.poll(() => server6.requests.length).toBe(1)
    budget.abort()
    await looking
    await Promise.all(running.splice(0).map((server) => server.stop()))
    await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
  })
})

describe.skipIf(!hasOpenssl)('TLS (skipped without openssl)', () => {
  let authority: Authority
  const certificates = {} as Record<'good' | 'renewed' | 'other' | 'expired', Certificate>
  beforeAll(() => {
    authority = createAuthority()
    certificates.good = authority.issue(host)
    certificates.renewed = authority.issue(host, 60)
    certificates.other = authority.issue('other.test')
    certificates.expired = authority.issue(host, -1)
  })
  afterAll(() => authority.remove())

  async function secure(ipv6: Certificate | Behaviour, trustedCa: string | undefined = authority.ca) {
    const server4 = await serve(ok, { certificate: certificates.good })
    const server6 =
      typeof ipv6 === 'function'
        ? await serve(ipv6, { address: '::1' })
        : await serve(ok, { address: '::1', certificate: ipv6 })
    const dial = { [`${a}#443`]: server4.endpoint, [`${aaaa}#443`]: server6.endpoint }
    const looked = await lookAt(dial, { ports: [443], patience: 0.1, ...(trustedCa ? { trustedCa } : {}) })
    const [four, six] = looked.facts.endpoints
    return { ...looked, four, six, server6 }
  }

  test('a valid certificate, by an authority we were told to trust', async () => {
    const { six, facts, evidence, samples } = await secure(certificates.good)
    expect(six).toMatchObject(good)
    expect(six?.certificate).toEqual({
      valid: true,
      failure: null,
      fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
      validTo: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
      subject: `C=VN, CN=${host}`,
    })
    expect(facts.content?.body).toBe('same')
    expect(samples?.map(({ series }) => series)).toContain('v6.443.tlsMs')
    const tls = evidence.exchanges.find(({ protocol }) => protocol === 'tls')
    expect(tls?.request).toEqual([`ClientHello, SNI ${host}, ALPN http/1.1`])
    expect(tls?.response).toContain('verification: good')
  })

  test.each<['renewed' | 'other' | 'expired', string | null]>([
    ['renewed', null],
    ['other', 'TLS_NAME'],
    ['expired', 'TLS_EXPIRED'],
  ])(
    'over IPv6 a certificate that is %s: judged, and the page is looked at all the same',
    async (name, failure) => {
      const { four, six, facts } = await secure(certificates[name])
      expect(four?.certificate).toMatchObject({ valid: true, failure: null })
      expect(six).toMatchObject({ ...good, certificate: { valid: failure === null, failure } })
      expect(six?.certificate?.fingerprint256).not.toBe(four?.certificate?.fingerprint256)
      expect(facts.content?.body).toBe('same')
    },
  )

  test('an authority that nobody trusts', async () => {
    const { six } = await secure(certificates.good, '')
    expect(six).toMatchObject({ ...good, certificate: { valid: false, failure: 'TLS_CHAIN' } })
  })

  test('a certificate seen before: judged anew by its name and its authority', async () => {
    const { endpoint } = await serve(ok, { address: '::1', certificate: certificates.other })
    const failureFor = async (site: string, trustedCa: string) => {
      const names = { [site]: [aaaa] }
      const { facts } = await lookAt({ [`${aaaa}#443`]: endpoint }, { site, names, ports: [443], trustedCa })
      return facts.endpoints[0]?.certificate?.failure
    }
    const stranger = createAuthority()
    stranger.remove()
    expect(await failureFor('other.test', authority.ca)).toBe(null)
    expect(await failureFor(host, authority.ca)).toBe('TLS_NAME')
    expect(await failureFor('other.test', stranger.ca)).toBe('TLS_CHAIN')
    expect(await failureFor('other.test', authority.ca)).toBe(null)
  })

  test.each<[name: string, behaviour: Behaviour]>([
    ['plain HTTP', ok],
    ['silence', () => {}],
    ['a reset', (socket) => socket.once('data', () => socket.resetAndDestroy())],
    ['random octets', (socket) => socket.write(Buffer.alloc(3000, 0x5a))],
  ])('%s on port 443', async (_, behaviour) => {
    const { six, facts } = await secure(behaviour)
    expect(six).toMatchObject({ open: true, failure: 'TLS_FAILED', status: null, certificate: null })
    expect(facts.content).toBeNull()
  })

  describe('a server of HTTP/2 alone', () => {
    /** What it does with a request; `cut` ends the TCP connection. */
    type Http2Behaviour = (stream: ServerHttp2Stream, cut: () => void) => void
    /** Looks at a site that shows its page over IPv4, and behaves so over IPv6. */
    async function lookAtHttp2(ipv6: Http2Behaviour, patience = 0.1) {
      const start = async (address: string, behaviour: Http2Behaviour) => {
        const { key, cert } = certificates.good
        const server = createSecureServer({ key, cert, allowHTTP1: false })
        const sessions = new Set<{ destroy(): void }>()
        server.on('session', (session) => sessions.add(session))
        const sockets = new Set<{ destroy(): void }>()
        server.on('secureConnection', (socket) => sockets.add(socket))
        server.on('sessionError', () => {})
        server.on('stream', (stream) => {
          stream.on('error', () => {})
          behaviour(stream, () => {
            for (const socket of sockets) socket.destroy()
          })
        })
        server.listen(0, address)
        await once(server, 'listening')
        running.push({
          async stop() {
            for (const session of sessions) session.destroy()
            await new Promise((resolve) => server.close(resolve))
          },
        })
        return { address, port: (server.address() as AddressInfo).port }
      }
      const dial = {
        [`${a}#443`]: await start(loopback[4], shows),
        [`${aaaa}#443`]: await start(loopback[6], ipv6),
      }
      const looked = await lookAt(dial, { ports: [443], trustedCa: authority.ca, patience })
      return { ...looked, six: looked.facts.endpoints[1] }
    }
    const shows = (stream: ServerHttp2Stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/html', 'set-cookie': 'session=1' })
      stream.end(home())
    }

    test('is asked by HTTP/2, and passes', async () => {
      const before = busyHandles().length
      const { facts, six, evidence } = await lookAtHttp2(shows, 1)
      expect(six).toMatchObject({ ...good, certificate: { valid: true } })
      expect(facts.content).toEqual({ sameStatus: true, sameFinalHost: true, body: 'same' })
      const texts = evidence.exchanges
        .filter(({ asked }) => asked.address === aaaa)
        .map(({ request, response }) => [...request, ...response].join('\n'))
      expect(texts).toContainEqual(expect.stringContaining('ALPN h2'))
      expect(texts).toContainEqual(
        expect.stringMatching(/^GET \/ HTTP\/2\n.*\nHTTP\/2 200\ncontent-type: text\/html/s),
      )
      expect(texts.join()).not.toContain('session=1')
      await Promise.all(running.splice(0).map((server) => server.stop()))
      await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
    })

    test.each<[name: string, behaviour: Http2Behaviour, failure: string | null]>([
      ['says nothing', () => {}, 'HTTP_TIMEOUT'],
      [
        'stops in its body',
        (stream) => {
          stream.respond({ ':status': 200 })
          stream.write('a')
        },
        'HTTP_TIMEOUT',
      ],
      ['resets the stream', (stream) => stream.close(2), 'HTTP_BAD_ANSWER'],
      [
        'breaks off its body',
        (stream, cut) => {
          stream.respond({ ':status': 200 })
          stream.write('a', cut)
        },
        'HTTP_BAD_ANSWER',
      ],
      [
        'breaks off its body and says goodbye',
        (stream) => {
          stream.respond({ ':status': 200 })
          stream.write('a', () => stream.session?.destroy())
        },
        'HTTP_BAD_ANSWER',
      ],
      ['leaves', (stream) => stream.session?.destroy(), 'HTTP_BAD_ANSWER'],
      [
        'sends 1,000 headers',
        (stream) =>
          stream.respond(
            Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`x-${n}`, 'x'.repeat(99)])),
          ),
        'HTTP_BAD_ANSWER',
      ],
      [
        'packs 2 GB into 2 MB',
        (stream) => {
          stream.respond({ ':status': 200, 'content-encoding': 'gzip' })
          stream.end(twoGigabytes)
        },
        null,
      ],
      [
        'never ends',
        (stream) => {
          stream.respond({ ':status': 200 })
          const more = () => {
            while (!stream.destroyed && stream.write(Buffer.alloc(65_536, 'a ')));
          }
          stream.on('drain', more)
          more()
        },
        null,
      ],
    ])('that %s', async (_, behaviour, failure) => {
      const { six, facts } = await lookAtHttp2(behaviour)
      expect(six).toMatchObject({ open: true, failure })
      expect(facts.content?.body ?? null).toBe(failure === null ? 'different' : null)
    })
  })

  test('port 443 is compared before port 80, to which it is redirected', async () => {
    const to = (family: 4 | 6, text: string) =>
      serve(page(200, home(text)), { address: loopback[family], certificate: certificates.good })
    const from = (family: 4 | 6) => serve(redirect(`https://${host}/`), { address: loopback[family] })
    const [plain4, plain6, secure4, secure6] = await Promise.all([
      from(4),
      from(6),
      to(4, 'Một trang'),
      to(6, 'Trang khác hẳn'),
    ])
    const dial = {
      [`${a}#80`]: plain4.endpoint,
      [`${aaaa}#80`]: plain6.endpoint,
      [`${a}#443`]: secure4.endpoint,
      [`${aaaa}#443`]: secure6.endpoint,
    }
    const { facts } = await lookAt(dial, { ports: [80, 443], trustedCa: authority.ca })
    expect(
      facts.endpoints.map(({ family, port, status, certificate }) => [
        family,
        port,
        status,
        certificate?.valid,
      ]),
    ).toEqual([
      [4, 80, 200, undefined],
      [4, 443, 200, true],
      [6, 80, 200, undefined],
      [6, 443, 200, true],
    ])
    expect(secure6.requests).toHaveLength(2)
    expect(facts.content?.body).not.toBe('same')
  })

  test.each<[name: string, ipv4: Behaviour, ipv6: Behaviour, body: string]>([
    ['another page over IPv6', page(200, home('Một trang')), page(200, '<h1>Welcome!</h1>'), 'different'],
    ['the same error over both', page(404, 'a'), page(404, 'a'), 'same'],
  ])('port 80 shows %s', async (_, ipv4, ipv6, body) => {
    const secure = await serve(page(200, home('Một trang')), { certificate: certificates.good })
    const [plain4, plain6] = await Promise.all([serve(ipv4), serve(ipv6)])
    const dial = {
      [`${a}#80`]: plain4.endpoint,
      [`${aaaa}#80`]: plain6.endpoint,
      [`${a}#443`]: secure.endpoint,
      [`${aaaa}#443`]: secure.endpoint,
    }
    const { facts } = await lookAt(dial, { ports: [80, 443], trustedCa: authority.ca })
    expect(facts.content).toEqual({ sameStatus: true, sameFinalHost: true, body })
  })
})
