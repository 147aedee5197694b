import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { Endpoint } from '../../../probes/probe.ts'
import { inFlight } from '../processes.ts'

/** The bare round trips: requests encoded beforehand, over one socket, and answers that nobody decodes. */
export async function snmpFloor({
  agent,
  requests,
  atOnce = 50,
}: {
  agent: Endpoint
  /** In hexadecimal; the request id is the 4 octets that read "ffffffff". */
  requests: string[]
  atOnce?: number
}) {
  const socket = createSocket({ type: 'udp4', lookup: (host, _options, done) => done(null, host, 4) })
  const listening = once(socket, 'listening')
  socket.bind(0)
  await listening
  const templates = requests.map((hex) => ({
    bytes: Buffer.from(hex, 'hex'),
    idAt: Buffer.from(hex, 'hex').indexOf('7fffffff', 0, 'hex'),
  }))
  const waiting = new Map<number, () => void>()
  socket.on('message', (bytes) => {
    // the id is the first INTEGER of four octets in an answer, as in a request
    const at = bytes.indexOf('0204', 0, 'hex')
    const id = bytes.readInt32BE(at + 2)
    waiting.get(id)?.()
    waiting.delete(id)
  })
  let id = 0x10000000
  return async (units: number) => {
    await inFlight(units, atOnce, async () => {
      for (const { bytes, idAt } of templates) {
        const own = id++
        bytes.writeInt32BE(own, idAt)
        await new Promise<void>((resolve) => {
          waiting.set(own, resolve)
          socket.send(Buffer.from(bytes), agent.port, agent.address) // it may leave later
        })
      }
    })
    return { requests: requests.length }
  }
}
