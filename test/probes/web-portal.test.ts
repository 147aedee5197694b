import type { Answer } from 'dns-packet'
import { afterEach, expect, test } from 'vitest'
import { webPortal } from '../../probes/web-portal.ts'
import { testContext } from '../helpers/dns-context.ts'
import { recursive, startDnsServer } from '../helpers/dns-server.ts'
import { type Behaviour, page, redirect, startWebServer } from '../helpers/web-server.ts'

const running: { stop(): Promise<void> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})

const [a, aaaa] = ['10.0.0.80', '2001:db8::80']
const url = 'http://known.test/check?x=1'

/** What a guest meets where port 80 behaves so over each family; undefined: the name has no such address. */
async function meet(
  ipv4: Behaviour | undefined,
  ipv6: Behaviour | undefined,
  { text, portal = {} }: { text?: string; portal?: Partial<Record<'A' | 'AAAA', string>> } = {},
) {
  const servers = await Promise.all(
    [
      { behaviour: ipv4, address: '127.0.0.1' },
      { behaviour: ipv6, address: '::1' },
    ].map(async ({ behaviour, address }) => behaviour && (await startWebServer(behaviour, { address }))),
  )
  const [four, six] = servers
  const answers = (name: string, type: string): Answer[] => {
    if (name === 'wifi.test') {
      const data = portal[type as 'A']
      return data === undefined ? [] : [{ type: type as 'A', name, data }]
    }
    if (type === 'A' && four) return [{ type: 'A', name, data: a }]
    return type === 'AAAA' && six ? [{ type: 'AAAA', name, data: aaaa }] : []
  }
  const dns = await startDnsServer(({ name, type }) => ({ flags: recursive, answers: answers(name, type) }))
  running.push(dns, ...servers.filter((server) => server !== undefined))
  const context = testContext({
    resolvers: [`${dns.endpoint.address}#${dns.endpoint.port}`],
    dial: {
      ...(four && { [`${a}#80`]: four.endpoint }),
      ...(six && { [`${aaaa}#80`]: six.endpoint }),
      [`${aaaa}#81`]: { address: '::1', port: 9 }, // nobody
    },
  })
  const looked = await webPortal.run({ url, ...(text !== undefined && { text }) }, context)
  expect(webPortal.facts.parse(looked.facts)).toEqual(looked.facts)
  return { ...looked.facts, asked: servers.map((server) => server?.requests[0]) }
}

test('a way that is free, over both families', async () => {
  const free = { outcome: 'open', status: 204, leadsTo: null, portalAnswers: null, failure: null }
  const { ipv4, ipv6, asked } = await meet(page(204, ''), page(204, ''))
  expect([ipv4, ipv6]).toEqual([free, free])
  for (const request of asked) {
    expect(request).toContain('GET /check?x=1 HTTP/1.1')
    expect(request).toContain('Host: known.test')
  }
})

test('a portal that redirects, without the name of the guest, and one that puts its own page there', async () => {
  const { ipv4, ipv6 } = await meet(
    redirect('http://wifi.test/login?mac=0123456789ab'),
    page(200, '<h1>Xin chào</h1>'),
    { portal: { A: a } },
  )
  expect(ipv4).toEqual({
    outcome: 'portal',
    status: 302,
    leadsTo: 'http://wifi.test/login',
    portalAnswers: true,
    failure: null,
  })
  expect(ipv6).toEqual({ outcome: 'portal', status: 200, leadsTo: null, portalAnswers: true, failure: null })
})

test.each([
  ['has no address of the family', 'http://wifi.test/', 'NODATA'],
  ['is an address of the other family', 'http://10.0.0.80/', 'NODATA'],
  ['leads to where nobody may look', 'http://[::1]/', 'HTTP_BAD_ANSWER'],
  ['leads to metadata of a cloud', 'http://[fd00:ec2::254]/latest', 'HTTP_BAD_ANSWER'],
  ['refuses', `http://[${aaaa}]:81/`, 'TCP_REFUSED'],
  ['answers', `http://[${aaaa}]/`, null],
])('a portal that %s over IPv6 is told, and is not asked for anything', async (_, location, failure) => {
  const { ipv6, asked } = await meet(undefined, redirect(location))
  expect(ipv6).toMatchObject({ outcome: 'portal', portalAnswers: failure === null, failure })
  expect(asked[1]).toContain('Host: known.test')
})

test('a page that is known by what it says', async () => {
  const { ipv4, ipv6 } = await meet(page(200, 'Microsoft Connect Test'), page(200, 'Sign in'), {
    text: 'Connect Test',
  })
  expect([ipv4.outcome, ipv6.outcome]).toEqual(['open', 'portal'])
})

test('no address, and no answer', async () => {
  const { ipv4, ipv6 } = await meet((socket) => socket.destroy(), undefined)
  expect(ipv4).toMatchObject({ outcome: 'no_answer', failure: 'HTTP_BAD_ANSWER' })
  expect(ipv6).toMatchObject({ outcome: 'no_address', failure: null })
})

test('only plain HTTP', () => {
  expect(webPortal.settings.safeParse({ url: 'https://known.test/' }).success).toBe(false)
  expect(webPortal.settings.safeParse({ url: 'file:///etc/passwd' }).success).toBe(false)
})
