import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  RECURSION_AVAILABLE,
  type RecordType,
} from 'dns-packet'
import type { Endpoint } from '../../probes/probe.ts'

/** A question as it came in; `port` is where it came from. */
export type Asked = {
  name: string
  type: RecordType
  id: number
  flags: number
  edns: boolean
  /** Largest UDP answer that the question allows, in octets. */
  udpPayloadSize: number
  port: number
  bytes: Buffer
}
/** `ignore` is silence; bytes go out as they are. */
export type DnsAnswer =
  | 'ignore'
  | Buffer
  | {
      rcode?: number
      flags?: number
      id?: number
      question?: { name: string; type: RecordType }
      answers?: Answer[]
      authorities?: Answer[]
      additionals?: Answer[]
    }

export type DnsServer = { endpoint: Endpoint; asked: Asked[]; stop(): Promise<void> }

/** Flags of an authoritative server's and of a recursive resolver's answer. */
export const authoritative = AUTHORITATIVE_ANSWER
export const recursive = RECURSION_AVAILABLE

/**
 * A DNS server on loopback that answers as told, over UDP and TCP of one port. `tcp: false` refuses TCP.
 * Faults that no real server shows on demand are made with it; everything else is tested with knot and unbound.
 */
export async function startDnsServer(
  answer: (asked: Asked, transport: 'udp' | 'tcp') => DnsAnswer | DnsAnswer[],
  { address = '127.0.0.1', tcp = true }: { address?: string; tcp?: boolean } = {},
): Promise<DnsServer> {
  const asked: Asked[] = []
  const answersTo = (bytes: Buffer, transport: 'udp' | 'tcp', port = 0): Buffer[] => {
    const query = decode(bytes)
    const [question] = query.questions ?? []
    if (!question) return []
    const opt = (query.additionals ?? []).find((record) => record.type === 'OPT')
    const seen = {
      name: question.name,
      type: question.type,
      id: query.id ?? 0,
      flags: query.flags ?? 0,
      edns: opt !== undefined,
      udpPayloadSize: opt?.udpPayloadSize ?? 512,
      port,
      bytes,
    }
    asked.push(seen)
    return [answer(seen, transport)].flat().flatMap((given) => {
      if (given === 'ignore') return []
      if (Buffer.isBuffer(given)) return [given]
      const { rcode = 0, flags = 0, id = seen.id, question: echoed = question, ...sections } = given
      return [encode({ type: 'response', id, flags: flags | rcode, questions: [echoed], ...sections })]
    })
  }

  const connections = new Set<Socket>()
  const listener = createServer((socket) => {
    connections.add(socket)
    socket.on('close', () => connections.delete(socket))
    socket.on('error', () => {})
    socket.on('data', (data) => {
      for (const message of answersTo(data.subarray(2), 'tcp')) {
        const length = Buffer.alloc(2)
        length.writeUInt16BE(message.length)
        socket.write(Buffer.concat([length, message]))
      }
    })
  })
  const udp = await bindBoth(listener, address)
  const { port } = udp.address()
  udp.on('message', (bytes, from) => {
    for (const message of answersTo(bytes, 'udp', from.port)) udp.send(message, from.port, from.address)
  })
  if (!tcp) listener.close()
  return {
    endpoint: { address, port },
    asked,
    async stop() {
      for (const connection of connections) connection.destroy()
      udp.close()
      if (listener.listening) await new Promise((resolve) => listener.close(resolve))
    },
  }
}

/** Puts the listener and a UDP socket on one free port. */
export async function bindBoth(listener: Server, address: string): Promise<UdpSocket> {
  for (;;) {
    listener.listen(0, address)
    await once(listener, 'listening')
    const { port } = listener.address() as { port: number }
    const udp = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    const bound = new Promise<boolean>((resolve) => {
      udp.once('listening', () => resolve(true))
      udp.once('error', () => resolve(false)) // somebody's socket has that port
    })
    udp.bind(port, address)
    if (await bound) return udp
    udp.close()
    await new Promise((resolve) => listener.close(resolve))
  }
}
