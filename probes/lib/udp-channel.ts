import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import type { Endpoint } from '../probe.ts'
import { familyOf } from './endpoint.ts'

/** One who waits on a channel for the answer to a query with its id. */
export type Waiting = {
  /** Whether this datagram is the answer; it takes what it needs of it. */
  takes(datagram: Buffer): boolean
  /** The socket failed (a closed port, no such family, no descriptor left); no answer can come any more. */
  broke(error: NodeJS.ErrnoException): void
  /** A datagram came that answers something else. */
  ignored(): void
}

/** A query on its way. `peer` is null until the socket is connected. */
export type Sent = { peer(): Endpoint | null; forget(): void }

type Channel = {
  send(id: number, query: Buffer, waiting: Waiting): void
  peer(): Endpoint | null
  forget(id: number, waiting: Waiting): void
  waiting: Map<number, Waiting>
  queries: number
}

/**
 * Ports of our own at a time for each server, one of which is drawn for each query, and the queries after which a port
 * is given up: so that a port that somebody has guessed is soon of no use (RFC 5452 section 9.2).
 */
const portsPerServer = 8
const queriesPerPort = 64
/** How long a socket that nobody waits on is kept, in milliseconds. */
const restMs = 5_000

/** By server; a place for each port. */
const channels = new Map<string, (Channel | undefined)[]>()

/**
 * Sends a query (its id in the first two octets) from a connected socket, so that the kernel drops what comes from any
 * other address, and hands datagrams with this id to `waiting`. Sockets are shared by queries to the same server; an
 * idle one keeps no process alive.
 */
export function sendOverUdp(endpoint: Endpoint, query: Buffer, waiting: Waiting): Sent {
  const id = query.readUInt16BE(0)
  const key = `${endpoint.address} ${endpoint.port}`
  const place = randomInt(portsPerServer)
  let channel = channels.get(key)?.[place]
  if (!channel || channel.queries >= queriesPerPort || channel.waiting.has(id))
    channel = open(key, place, endpoint)
  const sentFrom = channel
  sentFrom.send(id, query, waiting)
  return { peer: sentFrom.peer, forget: () => sentFrom.forget(id, waiting) }
}

function open(key: string, place: number, endpoint: Endpoint): Channel {
  const socket = createSocket(familyOf(endpoint.address) === 6 ? 'udp6' : 'udp4')
  const waiting = new Map<number, Waiting>()
  const unsent: Buffer[] = []
  let peer: Endpoint | null = null
  let resting: NodeJS.Timeout | undefined
  let isHeard = false

  const close = () => {
    clearTimeout(resting)
    const places = channels.get(key)
    if (places?.[place] === channel) {
      places[place] = undefined
      if (places.every((each) => each === undefined)) channels.delete(key)
    }
    try {
      socket.close()
    } catch {} // it never opened
  }
  socket.on('error', (error: NodeJS.ErrnoException) => {
    close()
    for (const each of waiting.values()) each.broke(error)
  })
  socket.on('message', (datagram) => {
    const each = datagram.length < 2 ? undefined : waiting.get(datagram.readUInt16BE(0))
    isHeard ||= each !== undefined
    if (!each?.takes(datagram)) for (const other of waiting.values()) other.ignored()
  })
  socket.on('connect', () => {
    const remote = socket.remoteAddress()
    peer = { address: remote.address, port: remote.port }
    for (const query of unsent.splice(0)) socket.send(query)
  })
  const channel: Channel = {
    waiting,
    queries: 0,
    peer: () => peer,
    send(id, query, each) {
      channel.queries++
      waiting.set(id, each)
      clearTimeout(resting)
      if (peer) socket.send(query)
      else unsent.push(query)
    },
    forget(id, each) {
      if (waiting.get(id) !== each) return
      waiting.delete(id)
      if (waiting.size > 0) return
      // nothing is kept of a server that is silent
      if (channel.queries >= queriesPerPort || !isHeard) close()
      else resting = setTimeout(close, restMs).unref()
    },
  }
  const places = channels.get(key) ?? []
  places[place] = channel
  channels.set(key, places)
  socket.connect(endpoint.port, endpoint.address) // a callback would get the error in place of the listener
  socket.unref() // whoever waits has a timer
  return channel
}
