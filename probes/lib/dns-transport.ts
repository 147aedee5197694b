import { createSocket } from 'node:dgram'
import type { Endpoint } from '../probe.ts'
import { type DnsMessage, decodeMessage, isAnswerTo } from './dns-message.ts'
import { familyOf } from './endpoint.ts'
import { withinTime } from './look.ts'
import { connectTcp, lackingFamily, type NotConnected } from './tcp-connect.ts'

export type Heard = { message: DnsMessage; bytes: Buffer; peer: Endpoint }
/** `failure` is DNS_TIMEOUT for every kind of silence, a port that is closed to UDP among it. */
export type Unheard = {
  failure: NotConnected['failure'] | 'DNS_TIMEOUT'
  detail: string
  peer: Endpoint | null
  /** A new try is of use: it was silence, not a refusal. */
  again: boolean
}

/**
 * Sends a query in one datagram from a port of its own and waits for the answer to it. The socket is connected, so
 * the kernel drops what comes from any other address; other ids and questions are passed over.
 */
export function exchangeUdp(
  endpoint: Endpoint,
  query: Buffer,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Heard | Unheard> {
  const asked = decodeMessage(query)
  const socket = createSocket(familyOf(endpoint.address) === 6 ? 'udp6' : 'udp4')
  let peer: Endpoint | null = null
  let ignored = 0
  return withinTime<Heard | Unheard>(
    {
      timeoutMs,
      signal,
      cancel: () => socket.close(),
      timedOut: () => ({
        failure: 'DNS_TIMEOUT',
        detail: `no answer within ${timeoutMs} ms${ignored ? ` (${ignored} datagrams that answer something else)` : ''}`,
        peer,
        again: true,
      }),
    },
    (done, fail) => {
      const end = (outcome: Heard | Unheard) => {
        socket.close()
        done(outcome)
      }
      socket.on('error', (error: NodeJS.ErrnoException) => {
        const lacking = lackingFamily(error, endpoint)
        if (lacking) return fail(lacking)
        end({ failure: 'DNS_TIMEOUT', detail: `${error.code ?? error.message}`, peer, again: false })
      })
      socket.on('message', (bytes) => {
        const message = decodeMessage(bytes)
        if (peer && asked && message && isAnswerTo(message, asked)) end({ message, bytes, peer })
        else ignored++
      })
      socket.on('connect', () => {
        const remote = socket.remoteAddress()
        peer = { address: remote.address, port: remote.port }
        socket.send(query)
      })
      socket.connect(endpoint.port, endpoint.address) // a callback would get the error in place of the listener
    },
  )
}

/** Asks over TCP (RFC 7766: two octets of length before each message). `timeoutMs` covers connection and answer. */
export async function exchangeTcp(
  endpoint: Endpoint,
  query: Buffer,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Heard | Unheard> {
  const asked = decodeMessage(query)
  const connected = await connectTcp(endpoint, timeoutMs, signal)
  if (!('socket' in connected))
    return { ...connected, peer: null, again: connected.failure === 'TCP_TIMEOUT' }
  const { socket, peer, connectMs } = connected
  const unheard = (detail: string): Unheard => ({ failure: 'DNS_TIMEOUT', detail, peer, again: true })
  try {
    return await withinTime<Heard | Unheard>(
      {
        timeoutMs: Math.max(1, timeoutMs - connectMs),
        signal,
        cancel: () => {},
        timedOut: () => unheard(`connected, but no answer within ${timeoutMs} ms`),
      },
      (done) => {
        let received = Buffer.alloc(0)
        socket.on('data', (chunk) => {
          received = Buffer.concat([received, chunk])
          if (received.length < 2 || received.length < 2 + received.readUInt16BE(0)) return
          const bytes = received.subarray(2, 2 + received.readUInt16BE(0))
          const message = decodeMessage(bytes)
          const right = asked && message && isAnswerTo(message, asked)
          done(right ? { message, bytes, peer } : unheard('the answer is to something else'))
        })
        socket.on('close', () => done(unheard('connected, but closed without an answer')))
        const length = Buffer.alloc(2)
        length.writeUInt16BE(query.length)
        socket.write(Buffer.concat([length, query]))
      },
    )
  } finally {
    socket.destroy()
  }
}
