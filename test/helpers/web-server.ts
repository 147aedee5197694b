import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer as createTlsServer } from 'node:tls'
import type { Endpoint } from '../../probes/probe.ts'
import type { Certificate } from './web-certificates.ts'

/** What a server of faults does with a connection: with the socket as it is, or once a request is in. */
export type Behaviour = (socket: Socket) => void

export type WebServer = {
  endpoint: Endpoint
  /** Heads of the requests that came, one text each. */
  requests: string[]
  connections: number
  stop(): Promise<void>
}

/** A listener on loopback with a behaviour that no real server shows on demand; with a certificate it speaks TLS. */
export async function startWebServer(
  behaviour: Behaviour,
  { address = '127.0.0.1', certificate }: { address?: string; certificate?: Certificate } = {},
): Promise<WebServer> {
  const open = new Set<Socket>()
  const requests: string[] = []
  const accept = (socket: Socket) => {
    socket.on('error', () => {})
    socket.on('data', (data) => requests.push(data.toString('latin1')))
    behaviour(socket)
  }
  const server = certificate
    ? createTlsServer({ key: certificate.key, cert: certificate.cert, ALPNProtocols: ['http/1.1'] }, accept)
    : createServer(accept)
  server.on('tlsClientError', () => {})
  const web = {
    endpoint: { address, port: 0 },
    requests,
    connections: 0,
    async stop() {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  server.on('connection', (socket: Socket) => {
    web.connections++
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
  })
  server.listen(0, address)
  await once(server, 'listening')
  web.endpoint.port = (server.address() as { port: number }).port
  return web
}

/** Answers every request with these octets and closes. */
export function answer(...octets: (string | Buffer)[]): Behaviour {
  return (socket) => {
    socket.once('data', () => {
      for (const part of octets) socket.write(part)
      socket.end()
    })
  }
}

/** A whole answer. */
export function page(status: number, body: string | Buffer, headers: string[] = []): Behaviour {
  const length = `Content-Length: ${Buffer.byteLength(body)}`
  return answer([`HTTP/1.1 ${status} Whatever`, length, ...headers, '', ''].join('\r\n'), body)
}

export function redirect(location: string, ...headers: string[]): Behaviour {
  return page(302, '', [`Location: ${location}`, ...headers])
}

const deafProgram = `
const server = require('node:net').createServer().listen({ host: process.argv[1], port: Number(process.argv[2]), backlog: 1 }, () => {
  require('node:fs').writeSync(1, String(server.address().port) + '\\n')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
})`

/** A port of loopback where SYNs stay without answer, as behind a firewall that drops them: its backlog is full. */
export async function startDeafServer(
  address: string,
  port = 0,
): Promise<Pick<WebServer, 'endpoint' | 'stop'>> {
  const child = spawn(process.execPath, ['-e', deafProgram, address, `${port}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const endpoint = { address, port: Number(line.toString()) }
  const waiting: Socket[] = []
  for (let accepted = true; accepted; ) {
    const socket = connect(endpoint.port, address)
    socket.on('error', () => {})
    waiting.push(socket)
    accepted = await Promise.race([once(socket, 'connect').then(() => true), sleep(200, false)])
  }
  return {
    endpoint,
    async stop() {
      for (const socket of waiting) socket.destroy()
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}
