import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'

/**
 * Ports of loopback that are silent as dead hosts are: a datagram gets no answer, and a SYN none either once the queue of
 * a server that has stopped is full.
 */
if (process.send) {
  const udp = createSocket('udp6').bind({ port: 0, address: '::' }, () => {
    const tcp = createServer().listen({ port: 0, host: '::', backlog: 1 }, () => {
      const { port } = tcp.address() as AddressInfo
      process.on('message', () => process.kill(process.pid, 'SIGSTOP'))
      process.send?.({ udp: udp.address().port, tcp: port })
    })
  })
  process.on('disconnect', () => process.exit())
}
