import type { Endpoint } from '../probe.ts'
import { type DnsMessage, decodeMessage, isAnswerTo } from './dns-message.ts'
import { withinTime } from './look.ts'
import type { StopSignal } from './stop.ts'
import { connectTcp, lackingFamily, type NotConnected } from './tcp-connect.ts'
import { type Sent, sendOverUdp } from './udp-channel.ts'

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
 * Sends a query in one datagram and waits for the answer to it: what comes from any other address does not come
 * through (udp-channel.ts), and other ids and questions are passed over.
 */
export function exchangeUdp(
  endpoint: Endpoint,
  query: Buffer,
  timeoutMs: number,
  signal: StopSignal,
): Promise<Heard | Unheard> {
  let sent: Sent | undefined
  let ignored = 0
  const unheard = (detail: string, again: boolean): Unheard => {
    return { failure: 'DNS_TIMEOUT', detail, peer: sent?.peer() ?? null, again }
  }
  return withinTime<Heard | Unheard>(
    {
      timeoutMs,
      signal,
      cancel: () => sent?.forget(),
      timedOut: () =>
        unheard(
          `no answer within ${timeoutMs} ms${ignored ? ` (${ignored} datagrams that answer something else)` : ''}`,
          true,
        ),
    },
    (done, fail) => {
      sent = sendOverUdp(endpoint, query, {
        takes(bytes) {
          const message = decodeMessage(bytes)
          const peer = sent?.peer()
          if (!peer || !message || !isAnswerTo(message, bytes, query)) return false
          sent?.forget()
          done({ message, bytes, peer })
          return true
        },
        ignored: () => ignored++,
        broke(error) {
          const lacking = lackingFamily(error, endpoint)
          if (lacking) return fail(lacking)
          done(unheard(`${error.code ?? error.message}`, false))
        },
      })
    },
  )
}

/** Asks over TCP (RFC 7766: two octets of length before each message). `timeoutMs` covers connection and answer. */
export async function exchangeTcp(
  endpoint: Endpoint,
  query: Buffer,
  timeoutMs: number,
  signal: StopSignal,
): Promise<Heard | Unheard> {
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
          const right = message && isAnswerTo(message, bytes, query)
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
