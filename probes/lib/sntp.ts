import { createSocket } from 'node:dgram'
import type { Endpoint } from '../probe.ts'
import { familyOf } from './endpoint.ts'
import { beginExchange, type Look, withinTime } from './look.ts'

/** Seconds from 1900, where NTP begins to count, to 1970 (RFC 5905 6). */
const epochOffset = 2_208_988_800
const messageOctets = 48
/** Version 4, mode 3: a client (RFC 5905 7.3). */
const clientMode = 0x23
const serverMode = 4
const unsynchronised = 3
/** Where the times of a message stand: when our request left, arrived there, and the answer left (RFC 5905 7.3). */
const [originAt, receiveAt, transmitAt] = [24, 32, 40]

/**
 * Asks an SNTP server (RFC 4330) for the time, once. Returns how far it is ahead of our clock, in milliseconds; null
 * when it gives no usable answer. Only the one exchange of the evidence tells why.
 */
export async function askTime(server: Endpoint, timeoutMs: number, look: Look): Promise<number | null> {
  const endpoint = look.dial(server.address, server.port)
  const note = beginExchange(look, server)
  const common = { protocol: 'ntp', transport: 'udp' } as const
  const sentAt = Date.parse(look.now())
  const query = Buffer.alloc(messageOctets)
  query.writeUInt8(clientMode, 0)
  writeTime(query, transmitAt, sentAt)
  const request = [`SNTP version 4, mode 3 (client), transmit ${new Date(sentAt).toISOString()}`]
  const heard = await exchange(endpoint, query, timeoutMs, look)
  if (typeof heard === 'string') {
    note({ ...common, peer: null, request, response: [], failure: heard })
    return null
  }
  const heardAt = Date.parse(look.now())
  const [receivedAt, answeredAt] = [readTime(heard, receiveAt), readTime(heard, transmitAt)]
  const offsetMs = (receivedAt - sentAt + (answeredAt - heardAt)) / 2
  const stratum = heard.readUInt8(1)
  const usable = stratum > 0 && stratum < 16 && heard.readUInt8(0) >> 6 !== unsynchronised
  note({
    ...common,
    peer: endpoint,
    request,
    response: [
      `stratum ${stratum}, leap indicator ${heard.readUInt8(0) >> 6}, mode ${serverMode} (server)`,
      `receive ${new Date(receivedAt).toISOString()}, transmit ${new Date(answeredAt).toISOString()}`,
      `the server is ${Math.round(offsetMs)} ms ahead of us`,
    ],
    ...(!usable && { failure: 'the server says that it has no time to give' }),
  })
  return usable ? offsetMs : null
}

/** The server's message, or why there is none. Answers to another request are passed over. */
function exchange(
  endpoint: Endpoint,
  query: Buffer,
  timeoutMs: number,
  { signal }: Look,
): Promise<Buffer | string> {
  const socket = createSocket(familyOf(endpoint.address) === 6 ? 'udp6' : 'udp4')
  return withinTime<Buffer | string>(
    {
      timeoutMs,
      signal,
      cancel: () => socket.close(),
      timedOut: () => `no answer within ${timeoutMs} ms`,
    },
    (done) => {
      const end = (outcome: Buffer | string) => {
        socket.close()
        done(outcome)
      }
      socket.on('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
      socket.on('message', (bytes) => {
        const isAnswer =
          bytes.length >= messageOctets &&
          (bytes.readUInt8(0) & 7) === serverMode &&
          bytes.subarray(originAt, originAt + 8).equals(query.subarray(transmitAt, transmitAt + 8))
        if (isAnswer) end(bytes)
      })
      socket.on('connect', () => socket.send(query))
      socket.connect(endpoint.port, endpoint.address) // a callback would get the error in place of the listener
    },
  )
}

/** 32 bits of seconds and 32 of their fraction. */
function writeTime(message: Buffer, at: number, ms: number): void {
  message.writeUInt32BE((Math.floor(ms / 1000) + epochOffset) >>> 0, at)
  message.writeUInt32BE(Math.floor(((ms % 1000) / 1000) * 2 ** 32), at + 4)
}

/** Milliseconds since 1970; seconds that begin with a 0 bit are of the era from 2036 (RFC 4330 3). */
function readTime(message: Buffer, at: number): number {
  const seconds = message.readUInt32BE(at)
  const era = seconds < 2 ** 31 ? 2 ** 32 : 0
  return (seconds + era - epochOffset) * 1000 + (message.readUInt32BE(at + 4) / 2 ** 32) * 1000
}
