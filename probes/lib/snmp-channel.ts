import { randomInt } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import type { Endpoint } from '../probe.ts'
import { familyOf } from './endpoint.ts'
import { plainAddress } from './plain-address.ts'
import { idOf } from './snmp-response.ts'

/** One who waits for the answer to a request. Nothing here may throw. */
export type Waiting = {
  /** A datagram came from the endpoint asked that bears the request's id. */
  onAnswer(datagram: Buffer, from: Endpoint): void
  /** One came from there that answers nothing that is asked of it; `id` is undefined where none can be read. */
  onNoise(datagram: Buffer, from: Endpoint, id: number | undefined): void
  /** One with the request's id came from somewhere else, and was thrown away. */
  onStranger(from: Endpoint): void
  /** The request did not leave, or the socket failed: no answer can come any more. */
  onUnsent(error: NodeJS.ErrnoException): void
}

type Asked = { address: string; port: number; waiting: Waiting }
type Channel = { socket: Socket; asked: Map<number, Asked>; usedAt: number }

/** Sockets per family. One is drawn for each try, so that a flood at one of them is soon left behind. */
const socketsPerFamily = 4
/** How long a socket that nobody waits on is kept, in milliseconds. */
const restMs = 2_000
/** Room for the answers of some thousand agents that come at once, in octets; the kernel may allow less. */
const receiveBufferOctets = 4 * 1024 * 1024

const channels = new Map<number, Channel>()

/**
 * Sends a request from a socket that all looks share, and hands over what comes for it until it is forgotten. `encode`
 * writes it with the id that is drawn for it. The sockets keep no process alive: whoever waits has a timer.
 */
export function sendToAgent(
  { address, port }: Endpoint,
  encode: (id: number) => Buffer,
  waiting: Waiting,
): { id: number; forget(): void } {
  const family = familyOf(address)
  const key = family * socketsPerFamily + randomInt(socketsPerFamily)
  const channel = channels.get(key) ?? open(key, family)
  let id = drawId()
  while (channel.asked.has(id)) id = drawId()
  channel.usedAt = performance.now()
  channel.asked.set(id, { address: plainAddress(address), port, waiting })
  channel.socket.send(encode(id), port, address, (error) => {
    if (error && channel.asked.get(id)?.waiting === waiting) waiting.onUnsent(error)
  })
  return { id, forget: () => void channel.asked.delete(id) }
}

/** Always four octets, and positive: what every agent can repeat. */
function drawId(): number {
  return randomInt(0x01_00_00_00, 0x80_00_00_00)
}

function open(key: number, family: 4 | 6): Channel {
  const socket = createSocket({
    type: `udp${family}`,
    recvBufferSize: receiveBufferOctets,
    // addresses are literals, so a look-up would only cost a turn of the event loop
    lookup: (host, _options, done) => done(null, host, family),
  })
  const asked = new Map<number, Asked>()
  const channel: Channel = { socket, asked, usedAt: performance.now() }
  const close = () => {
    if (channels.get(key) === channel) channels.delete(key)
    clearInterval(resting)
    try {
      socket.close()
    } catch {} // it never opened
  }
  const resting = setInterval(() => {
    if (asked.size === 0 && performance.now() - channel.usedAt > restMs) close()
  }, restMs / 2).unref()
  socket.on('error', (error) => {
    close()
    for (const { waiting } of asked.values()) waiting.onUnsent(error)
  })
  socket.on('message', (datagram, { address, port }) => receive(asked, datagram, { address, port }))
  socket.unref()
  channels.set(key, channel)
  return channel
}

function receive(asked: Map<number, Asked>, datagram: Buffer, from: Endpoint): void {
  const id = idOf(datagram)
  const one = id === undefined ? undefined : asked.get(id)
  if (one && isFrom(one, from)) {
    one.waiting.onAnswer(datagram, from)
    return
  }
  one?.waiting.onStranger(from)
  for (const other of asked.values()) if (isFrom(other, from)) other.waiting.onNoise(datagram, from, id)
}

function isFrom({ address, port }: Asked, from: Endpoint): boolean {
  return port === from.port && (address === from.address || address === plainAddress(from.address))
}
