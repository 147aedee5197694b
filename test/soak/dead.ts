import { createServer, type Socket } from 'node:net'
import type { Answer } from 'dns-packet'
import type { Endpoint } from '../../probes/probe.ts'
import { bindBoth, type DnsServer, recursive, startDnsServer } from '../helpers/dns-server.ts'

/** The ways in which a target is dead. */
export const deaths = ['silent', 'refused', 'closes', 'unreachable', 'babbles'] as const
type Death = (typeof deaths)[number]

/** Where each kind of dead target is, over UDP and TCP of one port, and a resolver that leads to them. */
export type DeadTargets = {
  at: Record<Death, Endpoint>
  /** `address#port` of a resolver that has an answer for everything. */
  resolver: string
  stop(): Promise<void>
}

/**
 * - `silent`: takes datagrams and connections and says nothing: no SNMP, no TLS handshake, no SMTP banner
 * - `refused`: nobody listens
 * - `closes`: closes every connection at once, and says nothing over UDP
 * - `unreachable`: our own machine has no way there (the broadcast address, for which no socket of ours asks)
 * - `babbles`: answers with octets that are of no protocol
 */
export async function startDeadTargets(): Promise<DeadTargets> {
  const silent = await startServer(() => {})
  const closes = await startServer((socket) => socket.destroy())
  const noise = Buffer.from('\u0000\u0001\u0002 250 what?\r\n'.repeat(3))
  const babbles = await startServer((socket) => socket.write(noise), noise)
  const refused = await startServer(() => {})
  await refused.stop()
  const resolver: DnsServer = await startDnsServer(({ name, type }) => {
    resolver.asked.length = 0 // nobody reads them, and they would look like a leak of the probes
    return { flags: recursive, answers: recordsOf(name, type) }
  })
  const { endpoint } = resolver
  return {
    at: {
      silent: silent.endpoint,
      refused: refused.endpoint,
      closes: closes.endpoint,
      babbles: babbles.endpoint,
      unreachable: { address: '255.255.255.255', port: 9 },
    },
    resolver: `${endpoint.address}#${endpoint.port}`,
    stop: async () => void (await Promise.all([silent, closes, babbles, resolver].map((one) => one.stop()))),
  }
}

function recordsOf(name: string, type: string): Answer[] {
  const base = { name, ttl: 300 }
  switch (type) {
    case 'A':
      return [{ ...base, type, data: '10.0.0.80' }]
    case 'AAAA':
      return [{ ...base, type, data: '2001:db8::80' }]
    case 'NS':
    case 'PTR':
      return [{ ...base, type, data: 'ns1.haiduong.test' }]
    case 'MX':
      return [{ ...base, type, data: { preference: 10, exchange: 'mail.haiduong.test' } }]
    case 'TXT':
      return [{ ...base, type, data: 'v=spf1 mx include:_spf.haiduong.test -all' }]
    default:
      return []
  }
}

async function startServer(greet: (socket: Socket) => void, reply?: Buffer) {
  const connections = new Set<Socket>()
  const listener = createServer((socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    socket.on('error', () => {})
    socket.resume()
    greet(socket)
  })
  const udp = await bindBoth(listener, '127.0.0.1')
  if (reply) udp.on('message', (_, from) => udp.send(reply, from.port, from.address))
  const endpoint = { address: '127.0.0.1', port: udp.address().port }
  return {
    endpoint,
    async stop() {
      for (const connection of connections) connection.destroy()
      await Promise.all([
        new Promise<void>((resolve) => udp.close(() => resolve())),
        new Promise<void>((resolve) => listener.close(() => resolve())),
      ])
    },
  }
}
