import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import type { NetworkInterfaceInfo } from 'node:os'
import { afterEach, describe, expect, test } from 'vitest'
import type { Endpoint } from '../../probes/probe.ts'
import { createProberSelfTest, proberSelfTest } from '../../probes/prober-self-test.ts'
import { busyHandles, testContext } from '../helpers/dns-context.ts'
import { recursive, startDnsServer } from '../helpers/dns-server.ts'

const listeners: Server[] = []
async function startAnchor(address: string): Promise<Endpoint> {
  const server = createServer((socket) => socket.on('error', () => {}))
  server.listen(0, address)
  await once(server, 'listening')
  listeners.push(server)
  return { address, port: (server.address() as { port: number }).port }
}
afterEach(() => {
  for (const server of listeners.splice(0)) server.close()
})

/** A port of ::1 or 127.0.0.1 that nobody listens on. */
async function closedPort(address: string): Promise<Endpoint> {
  const endpoint = await startAnchor(address)
  listeners.pop()?.close()
  return endpoint
}

const named = (number: number) => `2001:db8::${number}#443`
/** Anchors 2001:db8::1, ::2, … of which `up` answer. */
async function anchors(up: number, down: number) {
  const names = Array.from({ length: up + down }, (_, index) => named(index + 1))
  const endpoints = await Promise.all(names.map((_, n) => (n < up ? startAnchor('::1') : closedPort('::1'))))
  const dial = Object.fromEntries(names.map((name, index) => [name, endpoints[index]])) as Record<
    string,
    Endpoint
  >
  return { names, context: testContext({ dial }) }
}

describe('with anchors, two of three must answer', () => {
  test.each([
    [1, 0, true],
    [0, 1, false],
    [1, 1, false],
    [2, 1, true],
    [1, 2, false],
    [3, 1, true],
    [2, 2, false],
    [4, 2, true],
  ])('%i up and %i down', async (up, down, working) => {
    const { names, context } = await anchors(up, down)
    const { facts, evidence } = await proberSelfTest.run({ anchors: names }, context)
    expect(facts.ipv6).toMatchObject({ working, anchorsAsked: up + down, anchorsAnswered: up })
    expect(proberSelfTest.facts.parse(facts)).toEqual(facts)
    const connected = evidence.exchanges.filter(({ protocol, peer }) => protocol === 'tcp' && peer !== null)
    expect(connected).toHaveLength(up)
    for (const { peer } of connected) expect(peer?.address).toBe('::1')
  })

  test('anchors of one family say nothing about the other', async () => {
    const { names, context } = await anchors(1, 0)
    const { facts } = await createProberSelfTest(() => ({})).run({ anchors: names }, context)
    expect(facts).toEqual({
      ipv4: { working: false, ownAddress: false, anchorsAsked: 0, anchorsAnswered: 0 },
      ipv6: { working: true, ownAddress: false, anchorsAsked: 1, anchorsAnswered: 1 },
      knownName: null,
      clock: null,
    })
  })

  test('an anchor that the safety check forbids does not answer', async () => {
    const { facts } = await proberSelfTest.run({ anchors: [named(1)] }, testContext())
    expect(facts.ipv6).toMatchObject({ working: false, anchorsAsked: 1, anchorsAnswered: 0 })
  })

  test('a text that is no anchor', async () => {
    await expect(proberSelfTest.run({ anchors: ['dns.test#53'] }, testContext())).rejects.toMatchObject({
      code: 'bad_settings',
    })
  })
})

describe('without anchors, an address of our own and a route', () => {
  const entry = (family: 'IPv4' | 'IPv6', address: string, internal = false) =>
    ({ family, address, internal }) as NetworkInterfaceInfo
  const own = async (...entries: NetworkInterfaceInfo[]) =>
    (await createProberSelfTest(() => ({ eth0: entries })).run({ anchors: [] }, testContext())).facts

  test.each([
    ['no interface at all', [], false, false],
    ['loopback', [entry('IPv6', '::1', true), entry('IPv4', '127.0.0.1', true)], false, false],
    ['link-local', [entry('IPv6', 'fe80::1'), entry('IPv4', '169.254.1.1')], false, false],
    ['IPv4 alone', [entry('IPv4', '10.0.0.2')], true, false],
    ['a ULA alone', [entry('IPv4', '10.0.0.2'), entry('IPv6', 'fd00::2')], true, false],
    [
      'a ULA and a documentation address',
      [entry('IPv4', '10.0.0.2'), entry('IPv6', 'fd00::2'), entry('IPv6', '3fff::2')],
      true,
      true,
    ],
    ['both', [entry('IPv4', '10.0.0.2'), entry('IPv6', '2001:db8::2')], true, true],
  ])('%s', async (_, entries, ipv4, ipv6) => {
    const facts = await own(...entries)
    expect(facts.ipv4.ownAddress).toBe(ipv4)
    expect(facts.ipv6.ownAddress).toBe(ipv6)
    if (!ipv4) expect(facts.ipv4.working).toBe(false)
    if (!ipv6) expect(facts.ipv6.working).toBe(false)
  })

  test('evidence lists our addresses and the route, and no socket is left', async () => {
    const before = busyHandles().length
    const { evidence } = await proberSelfTest.run({ anchors: [] }, testContext())
    expect(evidence.exchanges).toHaveLength(2)
    expect(evidence.exchanges[0]?.response.join()).toMatch(/own addresses: .*,route: /)
    await expect.poll(() => busyHandles().length).toBeLessThanOrEqual(before)
  })
})

test('a budget that is used up ends the test', async () => {
  const budget = AbortSignal.abort()
  await expect(proberSelfTest.run({ anchors: [] }, testContext({ signal: budget }))).rejects.toMatchObject({
    code: 'out_of_time',
  })
})

describe('a name that is known, and the clock', () => {
  /** The self-test of a machine with one anchor that answers, beside a resolver that knows `known.test`. */
  async function selfTest(own: { knownName?: string; databaseClockMs?: () => number | undefined }) {
    const { names, context } = await anchors(1, 0)
    const dns = await startDnsServer(({ name, type }) => ({
      flags: recursive,
      answers: name === 'known.test' && type === 'AAAA' ? [{ type, name, data: '2001:db8::1' }] : [],
    }))
    try {
      return await proberSelfTest.run(
        {},
        {
          ...context,
          resolvers: [`${dns.endpoint.address}#${dns.endpoint.port}`],
          own: { anchors: names, ...own },
        },
      )
    } finally {
      await dns.stop()
    }
  }

  test("the process's own anchors are asked where the check names none", async () => {
    const { facts } = await selfTest({})
    expect(facts).toMatchObject({ ipv6: { working: true, anchorsAnswered: 1 }, knownName: null, clock: null })
  })

  test('a name without its AAAA record makes IPv6 not working', async () => {
    const known = (await selfTest({ knownName: 'known.test' })).facts
    expect(known).toMatchObject({ ipv6: { working: true }, knownName: { resolves: true } })
    const lost = (await selfTest({ knownName: 'lost.test' })).facts
    expect(lost).toMatchObject({
      ipv6: { working: false, anchorsAnswered: 1 },
      knownName: { resolves: false },
    })
  })

  test.each([
    [0, true],
    [1_999, true],
    [-1_999, true],
    [2_000, false],
    [-86_400_000, false],
  ])('a clock that is %i ms behind the database', async (offsetMs, right) => {
    const { facts, samples } = await selfTest({ databaseClockMs: () => offsetMs })
    expect(facts).toMatchObject({ ipv6: { working: right }, clock: { source: 'database', right } })
    expect(samples).toEqual([{ series: 'clock.offsetMs', kind: 'gauge', value: offsetMs }])
  })

  test('a database that cannot be asked says nothing of the clock', async () => {
    const { facts } = await selfTest({ databaseClockMs: () => undefined })
    expect(facts).toMatchObject({ ipv6: { working: true }, clock: null })
  })
})
