import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { type ProbeName, probes } from '../../probes/index.ts'
import type { Endpoint, Probe } from '../../probes/probe.ts'
import { testContext } from '../helpers/dns-context.ts'
import { startKnot } from '../helpers/dns-daemons.ts'
import { bindBoth } from '../helpers/dns-server.ts'
import { startTree, tree } from '../helpers/dns-tree.ts'
import { type Chance, chanceOf } from './chance.ts'
import { lieInMessage, lieInQuestion, passesQuestion } from './dns-lies.ts'
import type { Liars, Tally } from './fuzz.ts'

const { zone, roots } = tree
const zoneText = `$ORIGIN ${zone}.
$TTL 300
@ SOA ns1 admin 7 3600 900 604800 300
@ NS ns1
@ NS ns2
@ MX 10 mail
@ TXT "v=spf1 mx a:mail include:_spf ip6:2001:db8::/48 -all"
_spf TXT "v=spf1 ip4:10.0.0.0/8 ~all"
ns1 A 10.0.0.53
ns1 AAAA 2001:db8::53
ns2 A 10.0.1.53
ns2 AAAA 2001:db8:1::53
mail A 10.0.0.25
mail AAAA 2001:db8::25
www CNAME web
web A 10.0.0.80
web AAAA 2001:db8::80
web AAAA 2001:db8::81
v4only A 10.0.0.81
`
const servers = ['10.0.0.53', '2001:db8::53', '10.0.1.53', '2001:db8:1::53']
const reverse = '0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa'
const reverseText = `$ORIGIN ${reverse}.
$TTL 300
@ SOA ns1.${zone}. admin.${zone}. 7 3600 900 604800 300
@ NS ns1.${zone}.
1.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0 PTR web.${zone}.
`

const looks: [name: ProbeName, settings: unknown][] = [
  ['dns-address', { host: `www.${zone}` }],
  ['dns-nameservers', { zone }],
  ['dns-zone', { zone, hosts: [`www.${zone}`, `v4only.${zone}`], roots }],
  ['dns-ipv6-only', { zone, hosts: [`www.${zone}`], roots }],
  ['dns-reverse', { prefix: '2001:db8::/48', addresses: ['2001:db8::81'] }],
  ['mail-outbound', { domain: zone, senders: ['2001:db8::25'] }],
]

/** Share of malformed answers that lie in the id or the question. */
const questionShare = 0.04
const mostRemembered = 5_000

/** Which real server's answers a liar tells, and how it lies during one look. */
type Mind = { chance: Chance; share: number }

/** A tree of real zones on knot with a real unbound, behind servers that change what these answer. */
export async function startDnsLiars(tally: Tally, seed: number, slots: number): Promise<Liars> {
  const zoneServer = await startKnot({ [zone]: zoneText, [reverse]: reverseText }, { signed: [zone] })
  const delegation = `${zone}. NS ns1.${zone}.\n${zone}. NS ns2.${zone}.
ns1.${zone}. A 10.0.0.53\nns1.${zone}. AAAA 2001:db8::53\nns2.${zone}. A 10.0.1.53\nns2.${zone}. AAAA 2001:db8:1::53\n`
  const stubs = { [zone]: zoneServer.endpoint, [reverse]: zoneServer.endpoint }
  const real = await startTree(`${delegation}${zoneServer.dsOf(zone)}\n`, stubs)
  const [resolver = ''] = real.resolvers
  const [resolverAddress = '', resolverPort] = resolver.split('#')
  const told: Record<string, Endpoint> = {
    ...real.dial,
    ...Object.fromEntries(servers.map((address) => [address, zoneServer.endpoint])),
    resolver: { address: resolverAddress, port: Number(resolverPort) },
  }
  const endpoints = new Map(Object.values(told).map((endpoint) => [endpoint.port, endpoint]))
  const clients = new Map<number, Recorder>()
  for (const [port, endpoint] of endpoints) clients.set(port, await startRecorder(endpoint))

  const slotted = await Promise.all(
    Array.from({ length: slots }, async () => {
      const slot = { mind: undefined as Mind | undefined }
      const liars = new Map<number, { endpoint: Endpoint; stop(): void }>()
      for (const [port, client] of clients) liars.set(port, await startLiar(client, () => slot.mind, tally))
      return Object.assign(slot, { liars })
    }),
  )
  return {
    slots,
    look(number, slot) {
      const chance = chanceOf(seed, number)
      const mine = slotted[slot]
      if (!mine) throw new Error(`there is no slot ${slot}`)
      mine.mind = { chance, share: chance.pick([0.15, 0.4, 0.7, 1]) }
      const [name, settings] = chance.pick(looks)
      const dial = Object.fromEntries(
        Object.entries(told).flatMap(([address, { port }]) => {
          const liar = mine.liars.get(port)
          return liar ? [[address, liar.endpoint] as const] : []
        }),
      )
      const { address = '', port = 0 } = dial.resolver ?? {}
      const { signal: _, ...context } = testContext({
        dial,
        resolvers: [`${address}#${port}`],
        patience: 0.1,
      })
      return { name, probe: probes[name] as Probe, settings, context }
    },
    forget() {
      for (const client of clients.values()) client.forget()
    },
    async stop() {
      for (const { liars } of slotted) for (const liar of liars.values()) liar.stop()
      for (const client of clients.values()) client.stop()
      await Promise.all([real.stop(), zoneServer.stop()])
    },
  }
}

type Recorder = { answerTo(query: Buffer): Promise<Buffer>; forget(): void; stop(): void }

/** What a real server answers, asked once for each question. */
async function startRecorder(server: Endpoint): Promise<Recorder> {
  const socket = createSocket(server.address.includes(':') ? 'udp6' : 'udp4')
  socket.connect(server.port, server.address)
  await once(socket, 'connect')
  const nothing = Buffer.alloc(0)
  const waiting = new Map<number, (answer: Buffer) => void>()
  const remembered = new Map<string, Buffer>()
  let nextId = 0
  socket.on('message', (answer) => waiting.get(answer.readUInt16BE(0))?.(answer))
  socket.on('error', () => {})
  const ask = (query: Buffer) =>
    new Promise<Buffer>((resolve) => {
      nextId = (nextId + 1) & 0xffff
      const id = nextId
      const sent = Buffer.from(query)
      sent.writeUInt16BE(id, 0)
      const settle = (answer: Buffer) => {
        clearTimeout(timer)
        waiting.delete(id)
        resolve(answer)
      }
      const timer = setTimeout(() => settle(nothing), 2_000)
      waiting.set(id, settle)
      socket.send(sent)
    })
  return {
    async answerTo(query) {
      const key = query.toString('latin1', 2)
      const known = remembered.get(key)
      const answer = Buffer.from(known ?? (await ask(query)))
      if (answer.length >= 12) {
        if (!known && remembered.size < mostRemembered) remembered.set(key, answer)
        answer.writeUInt16BE(query.readUInt16BE(0), 0)
      }
      return answer
    },
    forget: () => remembered.clear(),
    stop() {
      for (const settle of waiting.values()) settle(nothing)
      socket.close()
    },
  }
}

/** A server over UDP and TCP that tells what the real one says, or something like it. */
async function startLiar(recorder: Recorder, mindOf: () => Mind | undefined, tally: Tally) {
  const connections = new Set<Socket>()
  const listener = createServer((socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    socket.on('error', () => {})
    socket.on('data', async (data) => {
      const said = await sayTo(data.subarray(2), recorder, mindOf(), tally)
      if (said) overTcp(socket, said.message, said.lies ? mindOf()?.chance : undefined)
    })
  })
  const udp: UdpSocket = await bindBoth(listener, '127.0.0.1')
  udp.on('message', async (query, from) => {
    const said = await sayTo(query, recorder, mindOf(), tally)
    if (said && isOpen) udp.send(said.message, from.port, from.address)
  })
  let isOpen = true
  return {
    endpoint: { address: '127.0.0.1', port: udp.address().port },
    stop() {
      isOpen = false
      for (const connection of connections) connection.destroy()
      udp.close()
      listener.close()
    },
  }
}

async function sayTo(query: Buffer, recorder: Recorder, mind: Mind | undefined, tally: Tally) {
  const honest = await recorder.answerTo(query)
  if (!mind || honest.length < 12) return undefined
  const { chance, share } = mind
  if (!chance.is(share)) return { message: honest, lies: false }
  const message = chance.is(questionShare) ? lieInQuestion(honest, chance) : lieInMessage(honest, chance)
  tally.cases += 1
  if (passesQuestion(message, query)) tally.past += 1
  return { message, lies: true }
}

/** The message in a stream (RFC 7766 8): whole, or with a length that lies, in pieces, or cut off. */
function overTcp(socket: Socket, message: Buffer, chance: Chance | undefined): void {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(message.length)
  const whole = Buffer.concat([length, message])
  if (!chance || chance.is(0.8)) return void socket.write(whole)
  switch (chance.upTo(5)) {
    case 0:
      length.writeUInt16BE(chance.pick([0, 1, 11, message.length - 1, message.length + 1, 65_535]) & 0xffff)
      return void socket.end(Buffer.concat([length, message]))
    case 1:
      for (const octet of whole.subarray(0, 300)) socket.write(Buffer.of(octet))
      return void socket.end()
    case 2:
      return void socket.write(Buffer.concat([whole, whole]))
    case 3:
      return void socket.destroy()
    default:
      return void socket.end(whole.subarray(0, chance.upTo(whole.length)))
  }
}
