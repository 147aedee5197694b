import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet'
import { onFreePortPair } from '../net/listen.ts'
import { answerFromZone, type DnsAnswer, resolveName } from './answer.ts'
import type { Names } from './names.ts'

/** What a server is: a recursive resolver, or one that serves a zone with authority (`lame`: without). */
export type DnsRole = { kind: 'resolver' } | { kind: 'authoritative'; zone: string; lame: boolean }

const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 }

/** A DNS server on UDP and TCP of one free port of a loopback address. */
export async function startDnsServer(
  host: string,
  role: DnsRole,
  names: () => Names,
): Promise<{ port: number; close(): void }> {
  const { port, udp, tcp } = await onFreePortPair(host, () => ({
    udp: createSocket(host.includes(':') ? 'udp6' : 'udp4'),
    tcp: createServer(),
  }))
  answerUdp(udp, role, names)
  answerTcp(tcp, role, names)
  return {
    port,
    close() {
      udp.close()
      tcp.close()
    },
  }
}

function answerUdp(socket: UdpSocket, role: DnsRole, names: () => Names) {
  socket.on('message', (bytes, from) => {
    const reply = replyTo(bytes, role, names(), 'udp')
    if (reply) socket.send(reply, from.port, from.address)
  })
}

/** Two octets of length before each message, many messages on a connection (RFC 7766). */
function answerTcp(server: Server, role: DnsRole, names: () => Names) {
  server.on('connection', (socket) => {
    let received = Buffer.alloc(0)
    socket.setTimeout(10_000, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0)
        const reply = replyTo(received.subarray(2, end), role, names(), 'tcp')
        received = received.subarray(end)
        if (reply === undefined) continue
        const length = Buffer.alloc(2)
        length.writeUInt16BE(reply.length)
        socket.write(Buffer.concat([length, reply]))
      }
    })
  })
}

/** The bytes to answer a query with; undefined for what is no query. */
export function replyTo(
  bytes: Buffer,
  role: DnsRole,
  names: Names,
  transport: 'udp' | 'tcp',
): Buffer | undefined {
  let query: Packet
  try {
    query = decode(bytes)
  } catch {
    return undefined
  }
  const question = query.questions?.[0]
  if (query.type !== 'query' || question === undefined) return undefined
  const opt = query.additionals?.find((record): record is OptAnswer => record.type === 'OPT')
  const desired = ((query.flags ?? 0) & RECURSION_DESIRED) !== 0
  const { rcode, answers, authorities } = answerAs(role, desired, names, question)
  const authority = role.kind === 'authoritative' && !role.lame && rcode !== 'REFUSED'
  const message: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags:
      (desired ? RECURSION_DESIRED : 0) |
      (role.kind === 'resolver' ? RECURSION_AVAILABLE : 0) |
      (authority ? AUTHORITATIVE_ANSWER : 0) |
      rcodes[rcode],
    questions: [question],
    answers,
    authorities,
    additionals: opt ? [emptyOpt(opt)] : [],
  }
  const whole = encode(message)
  const room = transport === 'tcp' ? 65_535 : Math.max(512, opt?.udpPayloadSize ?? 512)
  if (whole.length <= room) return whole
  const truncated = 0x0200
  return encode({ ...message, flags: (message.flags ?? 0) | truncated, answers: [], authorities: [] })
}

function answerAs(
  role: DnsRole,
  desired: boolean,
  names: Names,
  question: Parameters<typeof resolveName>[1],
): DnsAnswer {
  const refused: DnsAnswer = { rcode: 'REFUSED', answers: [], authorities: [] }
  if (role.kind === 'resolver') return desired ? resolveName(names, question) : refused
  return role.lame ? refused : answerFromZone(names, question, role.zone)
}

function emptyOpt({ flags }: OptAnswer): Answer {
  const dnssecOk = flags & 0x8000
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: dnssecOk,
    flag_do: dnssecOk !== 0,
    options: [],
  }
}
