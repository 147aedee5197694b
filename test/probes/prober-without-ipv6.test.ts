import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'

/** What each probe says inside a network namespace, as JSON. The dial function is the identity. */
const script = `
import { dnsNameservers } from './probes/dns-nameservers.ts'
import { proberSelfTest } from './probes/prober-self-test.ts'
import { webDualStack } from './probes/web-dual-stack.ts'
import { startDnsServer } from './test/helpers/dns-server.ts'
import { page, startWebServer } from './test/helpers/web-server.ts'

const resolver = await startDnsServer(({ name, type }) => ({
  answers:
    type === 'A' ? [{ type, name, data: '127.0.0.2' }]
    : type === 'AAAA' ? [{ type, name, data: '2001:db8::80' }]
    : [{ type: 'NS', name, data: 'ns1.test' }],
}))
const web = await startWebServer(page(200, 'x'), { address: '127.0.0.2' })
const context = {
  signal: new AbortController().signal,
  now: () => '2022-06-30T12:00:00.000Z',
  secret: () => undefined,
  dial: (address, port) => ({ address, port }),
  vantage: 'inside',
  patience: 0.1,
  resolvers: ['2001:db8::53', '127.0.0.1#' + resolver.endpoint.port],
  trustedCa: undefined,
}
const saw = (promise) => promise.then(({ facts }) => facts, ({ code, message }) => ({ error: code ?? message }))
const selfTest = await saw(proberSelfTest.run({ anchors: [] }, context))
const anchored = await saw(proberSelfTest.run({ anchors: ['2001:db8::53#53', '2001:db8::54#53'] }, context))
const site = await saw(webDualStack.run({ host: 'www.test', ports: [web.endpoint.port], path: '/' }, context))
const zone = await saw(dnsNameservers.run({ zone: 'haiduong.test' }, context))
console.log(JSON.stringify({ selfTest, anchored, site, zone }))
await Promise.all([resolver.stop(), web.stop()])
`

/** Runs the script in a namespace of its own, prepared by these commands. */
function look(...preparations: string[]) {
  const commands = [
    'ip link set lo up',
    ...preparations,
    'exec "$0" --import tsx --input-type=module -e "$1"',
  ].join(' && ')
  return spawnSync('unshare', ['-n', 'sh', '-c', commands, process.execPath, script], {
    encoding: 'utf8',
    timeout: 25_000,
  })
}

const possible = spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0

describe.skipIf(!possible)('a host without IPv6 (skipped where no network namespace can be made)', () => {
  test.each([
    ['switched off', 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6'],
    ['without address or route', 'true'],
    ['with an address and no route', 'ip -6 addr add fd00::2/128 dev lo'],
  ])('%s: nothing over IPv6 is ever seen to work', (_, preparation) => {
    const { stdout, stderr } = look(preparation)
    expect(stderr).not.toMatch(/Error/)
    const { selfTest, anchored, site, zone } = JSON.parse(stdout)
    expect(selfTest.ipv6.working).toBe(false)
    expect(anchored.ipv6).toMatchObject({ working: false, anchorsAsked: 2, anchorsAnswered: 0 })
    if (site.error) expect(site.error).toBe('prober_no_ipv6')
    else {
      expect(site.endpoints).toMatchObject([
        { family: 4, open: true, status: 200 },
        { family: 6, open: false, failure: 'TCP_UNREACH' },
      ])
      expect(site.content).toBeNull()
    }
    if (zone.error) expect(zone.error).toBe('prober_no_ipv6')
    else expect(zone.servers[0].ipv6[0]).toMatchObject({ udp: { good: false }, tcp: { good: false } })
  })

  test.each([
    ['fd00::2', false],
    ['2001:db8:1::2', true],
  ])('without anchors, a route out is enough only with an address for it: %s', (address, working) => {
    const { stdout, stderr } = look(
      'ip link add up0 type veth peer name up1',
      'ip link set up0 up && ip link set up1 up',
      `ip -6 addr add ${address}/64 dev up0 nodad`,
      'ip -6 route add default dev up0',
    )
    expect(stderr).not.toMatch(/Error/)
    expect(JSON.parse(stdout).selfTest.ipv6).toMatchObject({ ownAddress: working, working, anchorsAsked: 0 })
  })
})
