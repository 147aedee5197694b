import { createSocket, type Socket as UdpSocket } from 'node:dgram'
import { createServer, type Server } from 'node:net'
import {
  type Answer,
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  CHECKING_DISABLED,
  decode,
  encode,
  type OptAnswer,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
} from 'dns-packet'
import { onFreePortPair } from '../net/listen.ts'
import { answerFromZones, type DnsAnswer, type Making, refused, resolveName } from './answer.ts'
import type { Names } from './names.ts'
import type { Signer } from './signatures.ts'

/** What a server is: a recursive resolver, or one that serves zones with authority (`lame`: without). */
export type DnsRole = { kind: 'resolver' } | { kind: 'authoritative'; zones: string[]; lame: boolean }

/** What servers answer from: all names as they are now, the keys, and the clock in milliseconds. */
export type DnsData = { names(): Names; signer: Signer; now(): number }

/** The DO bit in EDNS (RFC 3225). */
const dnssecOk = 0x8000
const rcodes = { NOERROR: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 }

/** A DNS server on UDP and TCP of one free port of a loopback address. */
export async function startDnsServer(
  host: string,
  role: DnsRole,
  data: DnsData,
): Promise<{ port: number; close(): void }> {
  const { port, udp, tcp } = await onFreePortPair(host, () => ({
    udp: createSocket(host.includes(':') ? 'udp6' : 'udp4'),
    tcp: createServer(),
  }))
  answerUdp(udp, role, data)
  answerTcp(tcp, role, data)
  return {
    port,
    close() {
      udp.close()
      tcp.close()
    },
  }
}

function answerUdp(socket: UdpSocket, role: DnsRole, data: DnsData) {
  socket.on('message', (bytes, from) => {
    const reply = replyTo(bytes, role, data, 'udp')
    if (reply) socket.send(reply, from.port, from.address)
  })
}

/** Two octets of length before each message, many messages on a connection (RFC 7766). */
function answerTcp(server: Server, role: DnsRole, data: DnsData) {
  server.on('connection', (socket) => {
    let received = Buffer.alloc(0)
    socket.setTimeout(10_000, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const end = 2 + received.readUInt16BE(0)
        const reply = replyTo(received.subarray(2, end), role, data, 'tcp')
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
  data: DnsData,
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
  const asked = query.flags ?? 0
  const desired = (asked & RECURSION_DESIRED) !== 0
  const dnssec = ((opt?.flags ?? 0) & dnssecOk) !== 0
  const answer = answerAs(
    role,
    asked,
    { signer: data.signer, dnssec, at: data.now() },
    data.names(),
    question,
  )
  const { rcode, answers, authorities, additionals, authoritative, authentic } = answer
  const wantsProof = dnssec || (asked & AUTHENTIC_DATA) !== 0
  const message: Packet = {
    type: 'response',
    id: query.id ?? 0,
    flags:
      (desired ? RECURSION_DESIRED : 0) |
      (role.kind === 'resolver' ? RECURSION_AVAILABLE : 0) |
      (authoritative ? AUTHORITATIVE_ANSWER : 0) |
      (authentic && wantsProof ? AUTHENTIC_DATA : 0) |
      (asked & CHECKING_DISABLED) |
      rcodes[rcode],
    questions: [question],
    answers,
    authorities,
    additionals: [...additionals, ...(opt ? [emptyOpt(opt)] : [])],
  }
  const whole = encode(message)
  const room = transport === 'tcp' ? 65_535 : Math.max(512, opt?.udpPayloadSize ?? 512)
  if (whole.length <= room) return whole
  const truncated = 0x0200
  return encode({
    ...message,
    flags: (message.flags ?? 0) | truncated,
    answers: [],
    authorities: [],
    additionals: opt ? [emptyOpt(opt)] : [],
  })
}

function answerAs(role: DnsRole, flags: number, making: Making, names: Names, question: Question): DnsAnswer {
  if (role.kind === 'authoritative') {
    const zones = role.zones.flatMap((zone) => names.get(zone) ?? [])
    return role.lame ? refused : answerFromZones(zones, question, making)
  }
  const isDesired = (flags & RECURSION_DESIRED) !== 0
  return isDesired ? resolveName(names, question, making, (flags & CHECKING_DISABLED) !== 0) : refused
}

function emptyOpt({ flags }: OptAnswer): Answer {
  const wanted = flags & dnssecOk
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 1232,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: wanted,
    flag_do: wanted !== 0,
    options: [],
  }
}
