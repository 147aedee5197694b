import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasDnsDaemons } from '../helpers/dns-daemons.ts'
import { hasNamespaces, runInNamespace } from '../helpers/namespace.ts'
import { must, run, until } from '../helpers/process.ts'
import { createAuthority, hasOpenssl } from '../helpers/web-certificates.ts'
import { hasNginx } from '../helpers/web-nginx.ts'
import { createNamespaces, type Namespaces } from '../lab/namespaces.ts'

const possible = hasNamespaces && hasNginx && hasOpenssl && existsSync('/usr/bin/ping')

/** What the probe says of one site, run where packets to it go past the bottleneck. */
const look = (ca: string, ports: number[], path: string) => `
import { webDualStack } from './probes/web-dual-stack.ts'
import { startDnsServer } from './test/helpers/dns-server.ts'
const resolver = await startDnsServer(({ name, type }) => ({
  flags: 1 << 7,
  answers: type === 'AAAA' ? [{ type, name, data: '2001:db8:c::2' }] : [],
  authorities: type === 'AAAA' ? [] : [{ type: 'SOA', name, data: { mname: 'a', rname: 'b' } }],
}))
const context = {
  signal: new AbortController().signal, now: () => '2022-06-30T12:00:00.000Z', secret: () => undefined,
  dial: (address, port) => ({ address, port }), vantage: 'inside', patience: 0.25, // a busy machine needs a second to connect
  resolvers: ['127.0.0.1#' + resolver.endpoint.port], trustedCa: ${JSON.stringify(ca)},
}
const { facts, evidence } = await webDualStack.run({ host: 'www.haiduong.test', ports: [${ports}], path: '${path}' }, context)
console.log(JSON.stringify({
  endpoints: facts.endpoints.map(({ port, open, failure, status }) => [port, open, failure, status]),
  pings: evidence.exchanges.filter(({ protocol }) => protocol === 'ping').map(({ request, response, failure }) => ({ request, response, failure })),
}))
await resolver.stop()
`

type Seen = {
  endpoints: [port: number, open: boolean, failure: string | null, status: number | null][]
  pings: { request: string[]; response: string[]; failure?: string }[]
}

describe.skipIf(!possible)(
  'a path with a small MTU in its middle (skipped without root, nft, nginx, ping)',
  () => {
    const nodes = ['client', 'near', 'far', 'server'] as const
    const authority = possible ? createAuthority() : undefined
    let lab: Namespaces

    beforeAll(async () => {
      lab = await createNamespaces(nodes)
      const cable = (a: string, ifA: string, b: string, ifB: string) =>
        `link add name ${ifA} netns ${lab.nameOf(a)} type veth peer name ${ifB} netns ${lab.nameOf(b)}`
      const cables = [
        cable('client', 'eth0', 'near', 'lan0'),
        cable('near', 'wan0', 'far', 'wan0'),
        cable('far', 'lan0', 'server', 'eth0'),
      ]
      await must(['ip', '-batch', '-'], { input: cables.join('\n') })
      for (const node of nodes)
        await lab.sysctl(node, {
          'net.ipv6.conf.all.accept_dad': 0,
          'net.ipv6.conf.default.accept_dad': 0,
          ...((node === 'near' || node === 'far') && { 'net.ipv6.conf.all.forwarding': 1 }),
        })
      const up = (...names: string[]) => ['lo', ...names].map((name) => `link set ${name} up`)
      const address = (value: string, name: string) => `address add ${value}/64 dev ${name} nodad`
      await lab.ip('client', [
        ...up('eth0'),
        address('2001:db8:a::2', 'eth0'),
        'route add default via 2001:db8:a::1',
      ])
      await lab.ip('server', [
        ...up('eth0'),
        address('2001:db8:c::2', 'eth0'),
        'route add default via 2001:db8:c::1',
      ])
      await lab.ip('near', [
        ...up('lan0', 'wan0'),
        address('2001:db8:a::1', 'lan0'),
        address('2001:db8:b::1', 'wan0'),
        'route add default via 2001:db8:b::2',
      ])
      await lab.ip('far', [
        ...up('lan0', 'wan0'),
        address('2001:db8:c::1', 'lan0'),
        address('2001:db8:b::2', 'wan0'),
        'route add default via 2001:db8:b::1',
      ])
      const certificate = authority?.issue('www.haiduong.test')
      const root = lab.directory
      const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (kind) => `${kind}_temp_path ${root}/tmp;`,
      )
      const config = `daemon off; user root; worker_processes 1; pid ${root}/pid; error_log ${root}/log;
events { worker_connections 64; }
http { access_log off; ${temporary.join(' ')}
  server { listen [::]:80; listen [::]:443 ssl; ssl_certificate ${certificate?.certFile}; ssl_certificate_key ${certificate?.keyFile};
    root ${root}; default_type text/html; } }`
      writeFileSync(path.join(root, 'nginx.conf'), config)
      writeFileSync(path.join(root, 'index.html'), `<!doctype html>${'<p>Hải Dương</p>'.repeat(20_000)}`)
      writeFileSync(path.join(root, 'small'), '<!doctype html><p>Hải Dương</p>')
      lab.start('server', ['nginx', '-e', path.join(root, 'log'), '-c', path.join(root, 'nginx.conf')])
      const fetch = ['curl', '-sf', '-m', '1', '-o', '/dev/null', 'http://[2001:db8:c::2]/small']
      await until(
        'the client reaches the server',
        20_000,
        async () => (await run(lab.inside('client', fetch))).code === 0,
      )
    })
    afterAll(async () => {
      await lab?.remove()
      authority?.remove()
    })

    async function bottleneck(mtu: number) {
      for (const node of ['near', 'far']) await lab.ip(node, [`link set wan0 mtu ${mtu}`])
      for (const node of ['client', 'server'])
        await run(lab.inside(node, ['ip', '-6', 'route', 'flush', 'cache']))
    }
    async function firewall(rules: string) {
      for (const node of ['near', 'far']) {
        await run(lab.inside(node, ['nft', 'flush', 'ruleset']))
        const chains = ['output', 'forward'].map(
          (hook) => `chain ${hook} { type filter hook ${hook} priority 0; ${rules}\n}`,
        )
        const table = `table inet t {\n${chains.join('\n')}\n}\n`
        await must(lab.inside(node, ['nft', '-f', '-']), { input: table })
      }
    }
    async function see(ports: number[], at = '/'): Promise<Seen> {
      const script = look(authority?.ca ?? '', ports, at)
      const command = [process.execPath, '--import', 'tsx', '--input-type=module', '-e', script]
      return JSON.parse(await must(lab.inside('client', command))) as Seen
    }

    test('it tells senders, and they heed it', async () => {
      await bottleneck(1400)
      await firewall('')
      const { endpoints, pings } = await see([80, 443])
      expect(endpoints).toEqual([
        [80, true, null, 200],
        [443, true, null, 200],
      ])
      expect(pings).toEqual([])
    })

    test('Packet Too Big is filtered: named, and proved by two sizes of ping', async () => {
      await bottleneck(1400)
      await firewall('icmpv6 type packet-too-big drop;')
      const { endpoints, pings } = await see([80, 443])
      expect(endpoints).toEqual([
        [80, true, 'PMTUD_BLACKHOLE', null],
        [443, true, 'PMTUD_BLACKHOLE', expect.toBeOneOf([null, 200])],
      ])
      expect(pings.map(({ request, failure }) => [/-s (\d+)/.exec(request[0] ?? '')?.[1], failure])).toEqual([
        ['1232', undefined],
        ['1452', 'no answer'],
        ['1232', undefined],
        ['1452', 'no answer'],
      ])
      // small pages pass: nothing is wrong that anybody could see
      expect((await see([80], '/small')).endpoints[0]).toEqual([80, true, null, 200])
    })

    test.each([
      ['ping is filtered too', 1400, 'icmpv6 type { packet-too-big, echo-request } drop;'],
      ['there is no bottleneck, but large TCP is lost', 1500, 'meta length > 1400 meta l4proto tcp drop;'],
    ])('%s: nothing is proved, so it stays a time-out', async (_, mtu, rules) => {
      await bottleneck(mtu)
      await firewall(rules)
      const { endpoints } = await see([80])
      expect(endpoints[0]).toEqual([80, true, 'HTTP_TIMEOUT', null])
    })
  },
)

describe.skipIf(!hasNamespaces || !hasDnsDaemons)(
  'a network that drops fragments (skipped without root, nft, knot)',
  () => {
    const script = `
import { dnsZone } from './probes/dns-zone.ts'
import { startKnot } from './test/helpers/dns-daemons.ts'
import { recursive, startDnsServer } from './test/helpers/dns-server.ts'
const zone = 'haiduong.test'
const text = '$ORIGIN haiduong.test.\\n@ 300 SOA ns1 admin 1 3600 900 604800 300\\n@ 300 NS ns1\\nns1 300 AAAA 2001:db8::53\\n'
const knot = await startKnot({ [zone]: text }, { signed: [zone], algorithm: 'rsasha256', keySize: 4096, udpMaxPayload: 4096 })
const aaaa = (name, data) => ({ type: 'AAAA', name, data })
const soa = { type: 'SOA', name: 'test', data: { mname: 'a', rname: 'b' } }
const upper = await startDnsServer(({ name, type }) =>
  name === 'test' ? { authorities: [{ type: 'NS', name, data: 'ns.test' }], additionals: [aaaa('ns.test', '2001:db8::2')] }
  : type === 'DS' ? { flags: 1 << 10, authorities: [soa] }
  : { authorities: [{ type: 'NS', name: zone, data: 'ns1.' + zone }], additionals: [aaaa('ns1.' + zone, '2001:db8::53')] }, { address: '::1' })
const resolver = await startDnsServer(() => ({ flags: recursive, authorities: [soa] }))
const dial = { '2001:db8::1': upper.endpoint, '2001:db8::2': upper.endpoint, '2001:db8::53': knot.endpoint }
const context = {
  signal: new AbortController().signal, now: () => new Date(performance.timeOrigin).toISOString(), secret: () => undefined,
  dial: (address, port) => dial[address] ?? { address, port }, vantage: 'inside', patience: 0.25,
  resolvers: ['127.0.0.1#' + resolver.endpoint.port], trustedCa: undefined,
}
const { facts } = await dnsZone.run({ zone, hosts: [], roots: ['2001:db8::1'] }, context)
console.log(JSON.stringify({ faults: facts.servers[0].addresses[0].faults, algorithms: facts.dnssec.algorithms }))
await Promise.all([knot.stop(), upper.stop(), resolver.stop()])
`
    const drop = [
      'nft add table inet t',
      "nft 'add chain inet t p { type filter hook prerouting priority -450; }'",
      "nft 'add rule inet t p exthdr frag exists drop'",
    ]

    test.each([
      ['that drops them', drop, ['EDNS_FRAG']],
      ['that lets them pass', [], []],
    ])('%s', (_, firewall, faults) => {
      const seen = runInNamespace(script, ['ip link set lo mtu 1500', ...firewall])
      expect(seen).toEqual({ faults, algorithms: [8] })
    })
  },
)
