import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { Endpoint } from '../probe.ts'
import { plainAddress } from './plain-address.ts'
import { isCut } from './snmp-response.ts'

/** What the owner of a guarded socket is told. Nothing here may throw. */
export type SocketWatch = {
  /** A datagram came from the endpoint asked; net-snmp reads it next. */
  onAnswer(from: Endpoint, datagram: Buffer): void
  /** Whether a request waits for its answer. */
  isWaiting(): boolean
  /** A datagram came from somewhere else and was thrown away. */
  onStranger(from: Endpoint): void
  /** Reading a datagram from the endpoint threw. */
  onUnreadable(error: Error): void
  /** The socket itself failed (no descriptor left, port taken): no answer can come any more. */
  onBroken(error: Error): void
}

type Listener = (...values: never[]) => void

/**
 * A UDP socket for net-snmp's `dgramModule` option that lets through only what comes from the endpoint asked:
 * net-snmp 3.29 takes answers from anyone, and what throws in its message handler would end the process.
 */
export function guardedSocket(endpoint: Endpoint, watch: SocketWatch) {
  const family = isIPv6(endpoint.address.split('%')[0] ?? '') ? 6 : 4
  const address = plainAddress(endpoint.address)
  // the address is a literal, so a look-up would only cost a turn of the event loop
  const socket = createSocket({
    type: `udp${family}`,
    lookup: (host, _options, done) => done(null, host, family),
  })
  let closed: Promise<void> | undefined
  socket.on('error', (error) => watch.onBroken(error))

  function onMessage(read: (datagram: Buffer) => void) {
    socket.on('message', (datagram, from) => {
      if (closed) return
      const sender = { address: from.address, port: from.port }
      if (from.port !== endpoint.port || plainAddress(from.address) !== address)
        return watch.onStranger(sender)
      try {
        watch.onAnswer(sender, datagram)
        if (isCut(datagram)) throw new Error('the datagram is shorter than its BER length says')
        read(datagram)
      } catch (error) {
        watch.onUnreadable(error as Error)
      }
    })
  }

  return {
    family,
    on(event: string, listener: Listener) {
      if (event === 'message') onMessage(listener as (datagram: Buffer) => void)
      else if (event === 'close') socket.on('close', listener as () => void)
    },
    ref: () => socket.ref(),
    unref: () => socket.unref(),
    send(
      message: Buffer,
      offset: number,
      length: number,
      _port: number,
      _host: string,
      done: (error: Error | null) => void,
    ) {
      // a late callback would make net-snmp start a timer for a request that nobody waits for
      socket.send(
        message,
        offset,
        length,
        endpoint.port,
        endpoint.address,
        (error) => closed || !watch.isWaiting() || done(error),
      )
    },
    /** Resolves when the descriptor is given back. */
    close(): Promise<void> {
      closed ??= new Promise((resolve) => socket.close(() => resolve()))
      return closed
    },
  } as const
}
