import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { readClient } from '../../src/web/client.ts'
import type { WebEnv } from '../../src/web/web.ts'

const peer = '10.9.0.1'

/** Whom a request through the trusted proxy is put down to. */
async function clientOf(forwardedFor: string | undefined, from = peer): Promise<string> {
  const app = new Hono<WebEnv>()
  app.use(readClient({ host: '0.0.0.0', trustedProxies: ['10.9.0.0/16', 'fd00::/8'] }))
  app.get('/', (c) => c.text(c.var.client))
  const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }
  const response = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: from } } })
  return response.text()
}

test.each([
  { chain: '203.0.113.7', client: '203.0.113.7' },
  { chain: '9.9.9.9, 203.0.113.7', client: '203.0.113.7' },
  { chain: '9.9.9.9, 203.0.113.7:51234', client: '203.0.113.7' },
  { chain: '9.9.9.9, 203.0.113.7:51234, 10.9.0.2:443', client: '203.0.113.7' },
  { chain: '9.9.9.9, [2001:db8::7]:51234', client: '2001:db8::7' },
  { chain: '9.9.9.9, [2001:db8::7]', client: '2001:db8::7' },
  { chain: '9.9.9.9,2001:db8::7,[fd00::2]:443', client: '2001:db8::7' },
  { chain: '9.9.9.9, ::ffff:203.0.113.7', client: '203.0.113.7' },
  { chain: '9.9.9.9, [::ffff:203.0.113.7]:51234', client: '203.0.113.7' },
  // the entry that the proxy wrote says nothing: what stands before it is the client's own word
  { chain: '9.9.9.9, unknown', client: peer },
  { chain: '9.9.9.9, _hidden:7', client: peer },
  { chain: '9.9.9.9, 203.0.113.7:', client: peer },
  { chain: '9.9.9.9, ', client: peer },
  { chain: '10.9.0.2, 10.9.0.3', client: peer },
  { chain: '', client: peer },
  { chain: undefined, client: peer },
])('behind a proxy, $chain is $client', async ({ chain, client }) => {
  expect(await clientOf(chain)).toBe(client)
})

test('a peer that is no proxy is itself, whatever it writes', async () => {
  expect(await clientOf('203.0.113.7', '::ffff:198.51.100.1')).toBe('198.51.100.1')
})
