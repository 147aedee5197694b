import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { createServer, type Server, type Socket } from 'node:net'
import { loopback, onFreePort } from '../net/listen.ts'
import { type WebBehaviour, webBehaviour } from '../world/site-state.ts'
import type { DemoSite } from '../world/sites.ts'
import type { Authority } from './certificates.ts'
import { forbiddenPage, oldPage, serverDefaultPage, sitePage } from './pages.ts'

/** One door of a site: a port of one of its addresses. */
type Door = { site: DemoSite; behaviour: WebBehaviour }

/**
 * The province's web servers: one HTTP and three HTTPS servers (by the certificate they show) behind a listener for
 * each port of each address, so that every address can behave in its own way. `waitScale` shortens slow answers.
 */
export function makeWebServers(
  authority: Authority,
  siteOf: (host: string) => DemoSite | undefined,
  waitScale: () => number,
) {
  const doors = new Map<string, Door>()
  const sockets = new Set<Socket>()
  const listeners: Server[] = []
  let visitors = 0

  const answer = (tls: boolean) => (request: IncomingMessage, response: ServerResponse) => {
    const door = doors.get(doorKey(request.socket))
    if (!door) return void response.destroy()
    visitors++
    const { waitMs } = door.behaviour
    if (waitMs === null) return
    const reply = replyFor(request, tls, door, siteOf, visitors)
    setTimeout(() => send(response, reply), waitMs * waitScale())
  }
  const plain = createHttpServer(answer(false))
  const secure = (kind: WebBehaviour['certificate']) =>
    createHttpsServer(
      { SNICallback: (host, done) => done(null, authority.contextFor(host, kind)) },
      answer(true),
    )
  const secured = { own: secure('own'), other: secure('other'), expired: secure('expired') }

  return {
    /** Opens a door; gives the port on the family's loopback address. */
    async open(site: DemoSite, family: 4 | 6, port: 80 | 443): Promise<number> {
      const behaviour = webBehaviour(site, family)
      const server = port === 80 ? plain : secured[behaviour.certificate]
      const listener = createServer((socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
        socket.on('error', () => socket.destroy())
        server.emit('connection', socket)
      })
      listeners.push(listener)
      const local = await onFreePort(listener, loopback[family])
      doors.set(`${loopback[family]} ${local}`, { site, behaviour })
      return local
    },
    close() {
      for (const listener of listeners) listener.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function doorKey({ localAddress, localPort }: Socket): string {
  return `${localAddress} ${localPort}`
}

type Reply = { status: number; location?: string; body: string }

function replyFor(
  request: IncomingMessage,
  tls: boolean,
  { site, behaviour }: Door,
  siteOf: (host: string) => DemoSite | undefined,
  visitors: number,
): Reply {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '')
  if (behaviour.page === 'server_default' || siteOf(host) !== site) {
    return { status: 200, body: serverDefaultPage }
  }
  if (!tls && !behaviour.plainHttp)
    return { status: 301, location: `https://${host}${request.url ?? '/'}`, body: '' }
  if (behaviour.redirectTo !== null)
    return { status: 302, location: `https://${behaviour.redirectTo}/`, body: '' }
  if (behaviour.page === 'forbidden') return { status: 403, body: forbiddenPage }
  return { status: 200, body: behaviour.page === 'old' ? oldPage(site) : sitePage(site, visitors) }
}

function send(response: ServerResponse, { status, location, body }: Reply) {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    server: 'v6gov-demo',
    ...(location !== undefined && { location }),
  })
  response.end(body)
}
