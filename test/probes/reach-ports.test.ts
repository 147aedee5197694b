import { createServer, type Server } from 'node:net'
import type { Answer } from 'dns-packet'
import { afterEach, expect, test } from 'vitest'
import type { Endpoint, ProbeContext } from '../../probes/probe.ts'
import { reachPorts } from '../../probes/reach-ports.ts'
import { testContext } from '../helpers/dns-context.ts'
import { recursive, startDnsServer } from '../helpers/dns-server.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

const [a, aaaa] = ['203.0.113.80', '2001:db8::80']

/** A port of our own that accepts connections. */
async function listen(host: string): Promise<Endpoint> {
  const server: Server = createServer((socket) => {
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  stops.push(() => new Promise((resolve) => server.close(resolve)))
  return { address: host, port: (server.address() as { port: number }).port }
}

/** One that nobody listens on, so that it refuses. */
async function refusing(host: string): Promise<Endpoint> {
  const endpoint = await listen(host)
  await stops.pop()?.()
  return endpoint
}

async function look(
  dial: Record<string, Endpoint>,
  { ports, patience = 0.01, six = [aaaa] }: { ports: number[]; patience?: number; six?: string[] },
) {
  const answers = (name: string, type: string): Answer[] => {
    if (type === 'A') return [{ type: 'A', name, data: a }]
    return type === 'AAAA' ? six.map((data) => ({ type: 'AAAA' as const, name, data })) : []
  }
  const dns = await startDnsServer(({ name, type }) => ({ flags: recursive, answers: answers(name, type) }))
  stops.push(() => dns.stop())
  const begun: number[] = []
  const plain = testContext({ resolvers: [`${dns.endpoint.address}#${dns.endpoint.port}`], dial, patience })
  const context: ProbeContext = {
    ...plain,
    dial(address, port) {
      if (ports.includes(port)) begun.push(performance.now())
      return plain.dial(address, port)
    },
  }
  const settings = reachPorts.settings.parse({ host: 'www.test', ports })
  const { facts, evidence } = await reachPorts.run(settings, context)
  expect(reachPorts.facts.parse(facts)).toEqual(facts)
  return { facts, evidence, begun }
}

test('tells which ports are open over each family, and proves it', async () => {
  const { facts, evidence } = await look(
    {
      [`${a}#80`]: await listen('127.0.0.1'),
      [`${a}#22`]: await refusing('127.0.0.1'),
      [`${aaaa}#80`]: await listen('::1'),
      [`${aaaa}#22`]: await listen('::1'),
    },
    { ports: [80, 22] },
  )
  expect(facts).toMatchObject({
    ports: [22, 80],
    ipv4: [{ address: a, open: [80], silent: [] }],
    ipv6: [{ address: aaaa, open: [22, 80], silent: [] }],
    omitted: 0,
  })
  const asked = evidence.exchanges.filter(({ protocol }) => protocol === 'tcp').map(({ asked }) => asked)
  expect(asked).toEqual([a, aaaa].flatMap((address) => [22, 80].map((port) => ({ address, port }))))
})

test('begins at most one connection in a second, from one family to the other too', async () => {
  const { begun } = await look(
    {
      [`${a}#80`]: await listen('127.0.0.1'),
      [`${a}#443`]: await listen('127.0.0.1'),
      [`${aaaa}#80`]: await listen('::1'),
      [`${aaaa}#443`]: await listen('::1'),
    },
    { ports: [80, 443], patience: 0.3 },
  )
  expect(begun).toHaveLength(4)
  const gaps = begun.slice(1).map((at, index) => at - (begun[index] ?? 0))
  for (const gap of gaps) expect(gap).toBeGreaterThan(250) // 300 ms at this patience
})

test('dials nothing that must not be dialled, and says how many it left out', async () => {
  const { facts } = await look(
    { [`${a}#80`]: await listen('127.0.0.1') },
    { ports: [80], six: ['fe80::1', '::1'] },
  )
  expect(facts.ipv6).toEqual([])
  expect(facts.omitted).toBe(2)
})

test('takes eight ports at most', () => {
  const tooMany = Array.from({ length: 9 }, (_, index) => index + 1)
  expect(reachPorts.settings.safeParse({ host: 'www.test', ports: tooMany }).success).toBe(false)
  expect(reachPorts.settings.parse({ host: 'www.test' }).ports).toEqual([
    22, 25, 53, 80, 443, 3389, 8080, 8443,
  ])
})
