import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { Worker } from 'node:worker_threads'
import { holdClosedPort, onFreePortPair } from './listen.ts'

/**
 * The program of a worker thread that listens and then sleeps for ever, so that nothing is taken from its queues of
 * connections. It is text because a worker of Node 20 is not handed the loader that lets us run TypeScript.
 */
const neverAccept = `
const { createServer } = require('node:net')
const { parentPort, workerData } = require('node:worker_threads')
let left = workerData.length
for (const { host, port } of workerData) {
  createServer().listen({ host, port, backlog: 1 }, () => {
    if (--left > 0) return
    parentPort.postMessage('listening')
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
  })
}`

/** Ports of one loopback address that refuse (RST) and that swallow (no answer to SYN, none to datagrams). */
export type Sink = { refused: number; silent: number }

/**
 * Opens the two dead ends of each address. Swallowing needs no privilege: Linux drops a SYN when the listener's
 * queue is full, so a listener that never accepts is filled up. Where that does not hold (another system), `silent`
 * is the refusing port, and `swallows` says so.
 */
export async function openSinks(
  hosts: string[],
): Promise<{ sinks: Map<string, Sink>; swallows: boolean; close(): void }> {
  const closers: (() => void)[] = []
  const pairs = await Promise.all(
    hosts.map(async (host) => {
      const { port, udp, tcp } = await onFreePortPair(host, () => ({
        udp: createSocket(host.includes(':') ? 'udp6' : 'udp4'),
        tcp: createServer(),
      }))
      tcp.close()
      closers.push(() => udp.close())
      return { host, port }
    }),
  )
  const worker = new Worker(neverAccept, { eval: true, workerData: pairs })
  closers.push(() => void worker.terminate())
  await once(worker, 'message')
  worker.unref()

  const filled = await Promise.all(pairs.map(fill))
  closers.push(() => filled.flatMap(({ sockets }) => sockets).forEach((socket) => void socket.destroy()))
  const swallows = filled.every(({ full }) => full)
  const sinks = new Map<string, Sink>()
  for (const { host, port } of pairs) {
    const closed = await holdClosedPort(host)
    closers.push(closed.close)
    sinks.set(host, { refused: closed.port, silent: swallows ? port : closed.port })
  }
  return { sinks, swallows, close: () => closers.forEach((close) => void close()) }
}

/** Connects until the queue is full: a connection that is not up within 200 ms shows that it is. */
async function fill(target: { host: string; port: number }): Promise<{ full: boolean; sockets: Socket[] }> {
  const sockets: Socket[] = []
  while (sockets.length < 16) {
    const socket = connect(target)
    socket.on('error', () => {})
    const up = await Promise.race([
      once(socket, 'connect').then(() => true),
      new Promise<false>((resolve) => setTimeout(() => resolve(false), 200)),
    ])
    if (!up) {
      socket.destroy()
      return { full: true, sockets }
    }
    sockets.push(socket)
  }
  return { full: false, sockets }
}
