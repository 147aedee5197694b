import { once } from 'node:events'
import { createServer } from 'node:net'
import { parentPort, workerData } from 'node:worker_threads'

// A worker thread that listens and then stops for ever, so that nothing is taken from its queues of connections.
const { hosts } = workerData as { hosts: { host: string; port: number }[] }
await Promise.all(
  hosts.map(async ({ host, port }) => {
    const server = createServer()
    server.listen({ host, port, backlog: 1 })
    await once(server, 'listening')
  }),
)
parentPort?.postMessage('listening')
// The message leaves with the next turn of the loop; after it the thread sleeps.
setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
