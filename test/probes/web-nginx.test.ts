import type { Answer } from 'dns-packet'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../probes/probe.ts'
import { webDualStack } from '../../probes/web-dual-stack.ts'
import { testContext } from '../helpers/dns-context.ts'
import { type DnsServer, recursive, startDnsServer } from '../helpers/dns-server.ts'
import { type Authority, createAuthority, hasOpenssl } from '../helpers/web-certificates.ts'
import { freeTcpPort, hasNginx, type Nginx, startNginx } from '../helpers/web-nginx.ts'

const portal = (title: string) =>
  `<!doctype html><html><head><title>${title}</title></head><body>${Array.from(
    { length: 300 },
    (_, n) => `<p>Tin thứ ${n}: ${title}, mục ${String.fromCharCode(97 + (n % 26))}</p>`,
  ).join('\n')}</body></html>`

describe.skipIf(!hasNginx || !hasOpenssl)('against nginx (skipped without nginx and openssl)', () => {
  let nginx: Nginx
  let resolver: DnsServer
  let authority: Authority
  const endpoints: Record<'http4' | 'http6' | 'https4' | 'https6', Endpoint> = {
    http4: { address: '127.0.0.1', port: 0 },
    http6: { address: '::1', port: 0 },
    https4: { address: '127.0.0.1', port: 0 },
    https6: { address: '::1', port: 0 },
  }

  beforeAll(async () => {
    authority = createAuthority()
    const certificate = authority.issue('*.haiduong.test')
    for (const endpoint of Object.values(endpoints)) endpoint.port = await freeTcpPort(endpoint.address)
    const { http4, http6, https4, https6 } = endpoints
    const listen4 = `listen 127.0.0.1:${http4.port}; listen 127.0.0.1:${https4.port} ssl http2;`
    const listen6 = `listen [::1]:${http6.port}; listen [::1]:${https6.port} ssl http2;`
    const tls = `ssl_certificate ${certificate.certFile}; ssl_certificate_key ${certificate.keyFile};`
    const site = (name: string, listen: string, rest: string) =>
      `server { ${listen} ${tls} server_name ${name}.haiduong.test; gzip on; ${rest} }`
    nginx = await startNginx(
      [
        // first of its address, so the default for every name that has no server of its own there
        `server { ${listen4.replaceAll(';', ' default_server;')} ${listen6.replaceAll(';', ' default_server;')} ${tls} root $root/default; }`,
        site('same', `${listen4} ${listen6}`, 'root $root/portal;'),
        site('unconfigured', listen4, 'root $root/portal;'), // forgotten on IPv6
        site('busy', listen4, 'root $root/portal;'),
        site('busy', listen6, 'return 503;'),
        site(
          'secure',
          `${listen4} ${listen6}`,
          'root $root/portal; if ($scheme = http) { return 301 https://$host$request_uri; }',
        ),
        site('closed', `${listen4} ${listen6}`, 'return 403;'),
      ].join('\n'),
      {
        'default/index.html':
          '<!doctype html><html><head><title>Welcome to nginx!</title></head><body><h1>Welcome</h1></body></html>',
        'portal/index.html': portal('Cổng thông tin điện tử'),
      },
      Object.values(endpoints),
    )
    resolver = await startDnsServer(({ name, type }) => ({
      flags: recursive,
      answers: [
        { type: type as 'A' | 'AAAA', name, data: type === 'A' ? '10.0.0.80' : '2001:db8::80' } as Answer,
      ],
    }))
  })
  afterAll(async () => {
    await Promise.all([nginx?.stop(), resolver?.stop()])
    authority?.remove()
  })

  const look = (name: string) =>
    webDualStack.run(
      { host: `${name}.haiduong.test`, ports: [80, 443], path: '/' },
      testContext({
        resolvers: [`${resolver.endpoint.address}#${resolver.endpoint.port}`],
        trustedCa: authority.ca,
        dial: {
          '10.0.0.80#80': endpoints.http4,
          '2001:db8::80#80': endpoints.http6,
          '10.0.0.80#443': endpoints.https4,
          '2001:db8::80#443': endpoints.https6,
        },
      }),
    )

  test.each([
    ['same', 200, { sameStatus: true, sameFinalHost: true, body: 'same' }],
    ['secure', 200, { sameStatus: true, sameFinalHost: true, body: 'same' }],
    ['unconfigured', 200, { sameStatus: true, sameFinalHost: true, body: 'different' }],
    ['busy', 503, { sameStatus: false, sameFinalHost: true, body: 'different' }],
    ['closed', 403, { sameStatus: true, sameFinalHost: true, body: 'not_seen' }],
  ])('%s', async (name, status, content) => {
    const { facts, evidence } = await look(name)
    expect(facts.content).toEqual(content)
    expect(facts.endpoints.map(({ open, failure }) => [open, failure])).toEqual(
      new Array(4).fill([true, null]),
    )
    expect(facts.endpoints.map((endpoint) => endpoint.status)).toEqual([
      ...(name === 'busy' ? [200, 200] : [status, status]),
      status,
      status,
    ])
    for (const { port, certificate } of facts.endpoints)
      expect(certificate?.valid ?? null).toBe(port === 443 ? true : null)
    // not one exchange of IPv6 had another peer than an IPv6 socket
    for (const { asked, peer } of evidence.exchanges)
      if (asked.address === '2001:db8::80') expect(peer?.address).toBe('::1')
  })

  test('facts stay equal while the world stays equal', async () => {
    expect((await look('secure')).facts).toEqual((await look('secure')).facts)
  })
})
