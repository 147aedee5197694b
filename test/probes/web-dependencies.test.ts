import type { Answer } from 'dns-packet'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { referencesIn } from '../../probes/lib/web-references.ts'
import { siteOf } from '../../probes/lib/web-site.ts'
import type { Endpoint } from '../../probes/probe.ts'
import { webDependencies } from '../../probes/web-dependencies.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { recursive, startDnsServer } from '../helpers/dns-server.ts'
import { type Authority, createAuthority, hasOpenssl } from '../helpers/web-certificates.ts'
import { freeTcpPort, hasNginx, type Nginx, startNginx } from '../helpers/web-nginx.ts'
import { page, redirect, startDeafServer, startWebServer, type WebServer } from '../helpers/web-server.ts'

describe('what a page takes from where', () => {
  const found = async (html: string, url = 'https://www.haiduong.gov.vn/tin/') =>
    (await referencesIn(html, new URL(url))).map(({ url: { href }, use }) => `${use} ${href}`)

  test.each<[html: string, references: string[]]>([
    ['<script src="/a.js"></script>', ['script https://www.haiduong.gov.vn/a.js']],
    ['<SCRIPT SRC=//cdn.test/a.js></SCRIPT>', ['script https://cdn.test/a.js']],
    ['<link rel="shortcut icon" href=i.ico>', ['image https://www.haiduong.gov.vn/tin/i.ico']],
    ['<link rel=stylesheet href="http://css.test:8080/s.css">', ['style http://css.test:8080/s.css']],
    ['<link rel=canonical href=//x.test><link href=//x.test><a href=//x.test>x</a>', []],
    [
      '<img src=a.png srcset="//s.test/1.png 1x, //t.test/2.png 2x">',
      [
        'image https://www.haiduong.gov.vn/tin/a.png',
        'image https://s.test/1.png',
        'image https://t.test/2.png',
      ],
    ],
    [
      '<form action="https://dvc.test/gui?x=1&amp;y=2"><button formaction=//b.test>',
      ['form https://dvc.test/gui?x=1&y=2', 'form https://b.test/'],
    ],
    [
      '<form><input type=image src=//i.test><input src=//no.test><input formaction=//f.test>',
      ['image https://i.test/', 'form https://f.test/'],
    ],
    [
      '<iframe src=//map.test></iframe><video src=//v.test poster=//p.test>',
      ['frame https://map.test/', 'media https://v.test/', 'image https://p.test/'],
    ],
    ['<meta http-equiv=Refresh content="0; URL=\'https://moi.test/\'">', ['redirect https://moi.test/']],
    ['<base href="https://goc.test/x/"><img src=a.png>', ['image https://goc.test/x/a.png']],
    ['<img src="data:image/png;base64,xx"><img src="javascript:x"><img src="http://[">', []],
    ['<!-- <img src=//c.test> --><script>"<img src=//s.test>"</script><style><img src=//t.test></style>', []],
    [
      '<title><img src=//t.test></title><textarea><img src=//u.test></textarea><img src=//v.test>',
      ['image https://v.test/'],
    ],
    ['<noscript><img src=//pixel.test></noscript>', ['image https://pixel.test/']],
    ['<img alt=">" src=\'//a.test\'><img/src=//b.test/>', ['image https://a.test/', 'image https://b.test/']],
    ['<svg><image xlink:href="//svg.test/a.png"/></svg>', ['image https://svg.test/a.png']],
    ['<img src="//&#116;hu.test">', ['image https://thu.test/']],
    ['<img src="//hải-dương.test/ảnh.png">', [`image ${new URL('https://hải-dương.test/ảnh.png')}`]],
    ['', []],
  ])('%s', async (html, references) => {
    expect(await found(html)).toEqual(references)
  })

  test('pages made to be slow are read in linear time, a piece at a time', async () => {
    const length = 500_000
    const pages = [
      '<div>',
      '<a b',
      '<',
      '&',
      '<!--',
      '</x>',
      '<img src="',
      '<script>',
      '<p><table>',
      "<meta http-equiv=refresh content='0;",
      ' a=',
      '<img srcset="x,',
    ].map((piece) => piece.repeat(length / piece.length))
    pages.push(`<a ${Array.from({ length: 80_000 }, (_, n) => `a${n.toString(36)}`).join(' ')}>`)
    let longest = 0
    for (const html of pages) {
      const started = performance.now()
      await referencesIn(html, new URL('https://x.test'))
      longest = Math.max(longest, performance.now() - started)
    }
    console.info(`slowest of ${pages.length} hostile pages of 500 kB: ${Math.round(longest)} ms`)
    expect(longest).toBeLessThan(20_000) // a square of the length would take minutes
  })
})

test.each([
  ['www.haiduong.gov.vn', 'haiduong.gov.vn'],
  ['a.b.sonoivu.haiduong.gov.vn', 'haiduong.gov.vn'],
  ['haiduong.gov.vn', 'haiduong.gov.vn'],
  ['gov.vn', 'gov.vn'],
  ['tinhmau.test', 'tinhmau.test'],
  ['u1.tinhmau.test', 'tinhmau.test'],
  ['a.github.io', 'a.github.io'], // of its owner, not of GitHub
  ['10.0.0.1', '10.0.0.1'],
  ['2001:db8::1', '2001:db8::1'],
])('%s belongs to %s', (host, site) => {
  expect(siteOf(host)).toBe(site)
})

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})
async function run<S extends { stop(): Promise<void> }>(starting: Promise<S>): Promise<S> {
  const server = await starting
  running.push(server)
  return server
}

type Hosts = Record<string, string[]>

/** A resolver that knows these addresses of these hosts. */
const resolverFor = (hosts: Hosts) =>
  run(
    startDnsServer(({ name, type }) => {
      const answers: Answer[] = (hosts[name] ?? [])
        .filter((address) => address.includes(':') === (type === 'AAAA'))
        .map((data) => ({ type: type as 'A' | 'AAAA', name, data }))
      const soa: Answer = { type: 'SOA', name, data: { mname: 'ns', rname: 'admin' } }
      const rcode = name in hosts ? 0 : 3
      return { flags: recursive, rcode, answers, ...(answers.length === 0 && { authorities: [soa] }) }
    }),
  )

async function lookAt(
  host: string,
  hosts: Hosts,
  dial: Record<string, Endpoint>,
  more: { trustedCa?: string; patience?: number; signal?: AbortSignal; path?: string } = {},
) {
  const { endpoint } = await resolverFor(hosts)
  const { path = '/', ...rest } = more
  const context = testContext({
    resolvers: [`${endpoint.address}#${endpoint.port}`],
    dial,
    patience: 0.1,
    ...rest,
  })
  const looked = await webDependencies.run({ host, path }, context)
  expect(webDependencies.facts.parse(looked.facts)).toEqual(looked.facts)
  // not one connection over IPv4
  for (const { protocol, peer } of looked.evidence.exchanges)
    if (protocol !== 'dns' && peer) expect(peer.address).toBe('::1')
  return looked
}

describe.skipIf(!hasNginx || !hasOpenssl)('against nginx (skipped without nginx and openssl)', () => {
  let nginx: Nginx
  let authority: Authority
  const [http, https]: [Endpoint, Endpoint] = [
    { address: '::1', port: 0 },
    { address: '::1', port: 0 },
  ]
  const home = `<!doctype html><meta charset=utf-8><link rel=stylesheet href=/s.css>
<script src="https://static.haiduong.test/a.js"></script><img src="//anh.haiduong.test:8443/1.png">
<form action="https://dvc.haiduong.test/"></form><script src="https://cdn.khac.test/x.js"></script>
<iframe src="https://ban-do.test/"></iframe><img src="http://v4.haiduong.test/x.png"><img src="http://10.0.0.9/x.png">`

  beforeAll(async () => {
    authority = createAuthority()
    const { certFile, keyFile } = authority.issue('*.haiduong.test')
    for (const endpoint of [http, https]) endpoint.port = await freeTcpPort('::1')
    const tls = `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};`
    nginx = await startNginx(
      `server { listen [::1]:${http.port}; return 301 https://$host$request_uri; }
server { listen [::1]:${https.port} ssl; ${tls} root $root; location = /moi { return 302 https://cong.haiduong.test/; } }`,
      { 'index.html': home },
      [http, https],
    )
  })
  afterAll(async () => {
    await nginx?.stop()
    authority?.remove()
  })

  const hosts: Hosts = {
    'www.haiduong.test': ['10.0.0.80', '2001:db8::80'],
    'static.haiduong.test': ['10.0.0.80', '2001:db8::80'],
    'anh.haiduong.test': ['2001:db8::84'],
    'dvc.haiduong.test': ['2001:db8::99', '2001:db8::80'],
    'v4.haiduong.test': ['10.0.0.81'],
    'cong.haiduong.test': ['10.0.0.82'],
  }
  const dial = () => ({ '2001:db8::80#80': http, '2001:db8::80#443': https, '2001:db8::84#8443': https })

  test('hosts of the same domain are asked, others are listed', async () => {
    const closed = await freeTcpPort('::1')
    const { facts } = await lookAt(
      'www.haiduong.test',
      hosts,
      {
        ...dial(),
        '2001:db8::99': { address: '::1', port: closed },
        '2001:db8::84#443': { address: '::1', port: closed },
        '2001:db8::84#80': { address: '::1', port: closed },
      },
      { trustedCa: authority.ca, patience: 1 },
    )
    const good = { answers: true, failure: null }
    expect(facts).toEqual({
      host: 'www.haiduong.test',
      failure: null,
      status: 200,
      finalHost: 'www.haiduong.test',
      firstParty: [
        { host: 'anh.haiduong.test', uses: ['image'], ...good },
        { host: 'dvc.haiduong.test', uses: ['form'], ...good },
        { host: 'static.haiduong.test', uses: ['script'], ...good },
        { host: 'v4.haiduong.test', uses: ['image'], answers: false, failure: 'NODATA' },
        { host: 'www.haiduong.test', uses: ['style'], ...good },
      ],
      thirdParty: ['10.0.0.9', 'ban-do.test', 'cdn.khac.test'],
      omitted: 0,
    })
  })

  test('a redirect to a host without IPv6', async () => {
    const { facts } = await lookAt('www.haiduong.test', hosts, dial(), { path: '/moi', patience: 1 })
    expect(facts).toMatchObject({
      failure: 'REDIRECT_TO_V4ONLY',
      finalHost: 'cong.haiduong.test',
      firstParty: [{ host: 'cong.haiduong.test', uses: ['redirect'], answers: false, failure: 'NODATA' }],
    })
  })
})

describe('pages and hosts with faults', () => {
  const one: Hosts = { 'www.test.test': ['2001:db8::80'] }
  const on80 = (server: Pick<WebServer, 'endpoint'>) => ({ '2001:db8::80#80': server.endpoint })

  test('a redirect to another domain counts, whatever domain it is', async () => {
    const other = await run(startWebServer(page(200, '<img src="//anh.khac.test/">'), { address: '::1' }))
    const first = await run(startWebServer(redirect('http://www.khac.test/'), { address: '::1' }))
    const { facts } = await lookAt(
      'www.test.test',
      { ...one, 'www.khac.test': ['2001:db8::81'], 'anh.khac.test': ['2001:db8::81'] },
      { ...on80(first), '2001:db8::81#80': other.endpoint },
    )
    expect(facts).toMatchObject({ failure: null, status: 200, finalHost: 'www.khac.test', thirdParty: [] })
    expect(facts.firstParty).toEqual([
      { host: 'anh.khac.test', uses: ['image'], answers: true, failure: null },
      { host: 'www.khac.test', uses: ['redirect'], answers: true, failure: null },
    ])
  })

  test('a page that says that there is none has no dependencies', async () => {
    const gone = await run(startWebServer(page(404, '<img src="//x.test.test/">'), { address: '::1' }))
    const { facts } = await lookAt('www.test.test', one, on80(gone))
    expect(facts).toMatchObject({ failure: null, status: 404, firstParty: [], thirdParty: [] })
  })

  test.each<[name: string, hosts: Hosts, failure: string]>([
    ['without AAAA', { 'www.test.test': ['10.0.0.80'] }, 'NODATA'],
    ['that does not exist', {}, 'NXDOMAIN'],
    ['with an address that means ourselves', { 'www.test.test': ['::1'] }, 'AAAA_FORBIDDEN_CLASS'],
  ])('a site %s', async (_, hosts, failure) => {
    const { facts } = await lookAt('www.test.test', hosts, {})
    expect(facts).toMatchObject({ failure, status: null, finalHost: null, firstParty: [] })
  })

  test('hosts that refuse, are silent, must not be asked, or have a forbidden address', async () => {
    const html = ['im', 'tu-choi', 'cam', 'lo'].map((name) => `<img src="//${name}.test.test/">`).join('')
    const home = await run(startWebServer(page(200, html), { address: '::1' }))
    const deaf = await run(startDeafServer('::1'))
    const closed = { address: '::1', port: await freeTcpPort('::1') }
    const { facts } = await lookAt(
      'www.test.test',
      {
        ...one,
        'im.test.test': ['2001:db8::1'],
        'tu-choi.test.test': ['2001:db8::2'],
        'cam.test.test': ['2001:db8::3'],
        'lo.test.test': ['::1'],
      },
      { ...on80(home), '2001:db8::1': deaf.endpoint, '2001:db8::2': closed },
    )
    expect(facts.firstParty.map(({ host, answers, failure }) => [host, answers, failure])).toEqual([
      ['cam.test.test', null, null],
      ['im.test.test', false, 'TCP_TIMEOUT'],
      ['lo.test.test', false, 'AAAA_FORBIDDEN_CLASS'],
      ['tu-choi.test.test', false, 'TCP_REFUSED'],
    ])
  })

  test('a page with thousands of hosts', async () => {
    const html = Array.from(
      { length: 4000 },
      (_, n) => `<img src="//h${n}.${n % 2 ? 'test.test' : `d${n}.test`}/">`,
    ).join('')
    const home = await run(startWebServer(page(200, html), { address: '::1' }))
    const { facts, evidence } = await lookAt('www.test.test', one, on80(home))
    expect([facts.firstParty.length, facts.thirdParty.length, facts.omitted]).toEqual([40, 60, 2900])
    expect(evidence.exchanges.length).toBeLessThan(120)
  })

  test('a site that the safety check forbids, and a path that is none', async () => {
    await expect(lookAt('www.test.test', one, {})).rejects.toMatchObject({ code: 'target_refused' })
    await expect(lookAt('www.test.test', one, {}, { path: '//other.test/' })).rejects.toMatchObject({
      code: 'bad_settings',
    })
  })

  test('the budget ends in the middle: nothing is left behind', async () => {
    const before = busyHandles().length
    const silent = await run(startWebServer(() => {}, { address: '::1' }))
    const budget = new AbortController()
    const looking = lookAt('www.test.test', one, on80(silent), { signal: budget.signal, patience: 1 })
    const failed = expect(looking).rejects.toMatchObject({ code: 'out_of_time' })
    await expect.poll(() => silent.connections).toBe(1)
    budget.abort()
    await failed
    await Promise.all(running.splice(0).map((server) => server.stop()))
    await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
  })
})
