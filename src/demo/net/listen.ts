import type { Socket as UdpSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

/** Loopback of each family. */
export const loopback = { 4: '127.0.0.1', 6: '::1' } as const

/** Listens on a free TCP port of an address and gives its number. */
export async function onFreePort(server: Server, host: string): Promise<number> {
  server.listen({ host, port: 0 })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

/** Opens TCP and UDP on one and the same free port, as the DNS needs. Another port is tried where UDP is taken. */
export async function onFreePortPair(
  host: string,
  make: () => { udp: UdpSocket; tcp: Server },
): Promise<{ port: number; udp: UdpSocket; tcp: Server }> {
  for (let tries = 0; ; tries++) {
    const { udp, tcp } = make()
    const port = await onFreePort(tcp, host)
    try {
      udp.bind(port, host)
      await once(udp, 'listening')
      return { port, udp, tcp }
    } catch (error) {
      udp.close()
      tcp.close()
      if (tries >= 20) throw error
    }
  }
}

/**
 * Keeps a TCP port of the address closed: nothing listens on it, and since a connection of our own is bound to it,
 * nobody else gets it either. Connections to it are refused (RST).
 */
export async function holdClosedPort(host: string): Promise<{ port: number; close(): void }> {
  const far = createServer()
  const farPort = await onFreePort(far, host)
  const near = createServer()
  const port = await onFreePort(near, host)
  near.close()
  await once(near, 'close')
  const accepted = once(far, 'connection')
  const held = connect({ host, port: farPort, localAddress: host, localPort: port })
  const [other] = (await Promise.all([accepted, once(held, 'connect')]))[0] as [Socket]
  for (const socket of [held, other]) socket.on('error', () => {})
  return {
    port,
    close() {
      held.destroy()
      other.destroy()
      far.close()
    },
  }
}

/** Whether this machine has an address, as ::1 where IPv6 is not turned off. */
export async function canBind(host: string): Promise<boolean> {
  const server = createServer()
  try {
    await onFreePort(server, host)
    server.close()
    return true
  } catch {
    return false
  }
}
