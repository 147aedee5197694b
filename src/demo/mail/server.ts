import { createServer, type Socket } from 'node:net'
import { onFreePort } from '../net/listen.ts'

/** What a client may say, and how it is answered (RFC 5321). Mail itself is turned away. */
const replies: Record<string, (host: string) => string[]> = {
  EHLO: (host) => [`250-${host}`, '250-PIPELINING', '250-SIZE 26214400', '250-8BITMIME', '250 STARTTLS'],
  HELO: (host) => [`250 ${host}`],
  NOOP: () => ['250 2.0.0 OK'],
  RSET: () => ['250 2.0.0 OK'],
  QUIT: () => ['221 2.0.0 Bye'],
  MAIL: () => ['550 5.7.1 This is a demonstration; it takes no mail'],
  STARTTLS: () => ['454 4.7.0 TLS not available in the demonstration'],
}
const quietMs = 60_000

/** A mail server on a free port of a loopback address; a mute one takes connections and never greets. */
export async function startMailServer(
  { host, mute }: { host: string; mute: boolean },
  address: string,
): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.setTimeout(quietMs, () => socket.destroy())
    if (!mute) converse(socket, host)
    else socket.resume()
  })
  const port = await onFreePort(server, address)
  return {
    port,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

function converse(socket: Socket, host: string) {
  const say = (lines: string[]) => socket.write(lines.map((line) => `${line}\r\n`).join(''))
  let heard = ''
  say([`220 ${host} ESMTP v6gov-demo`])
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    heard += chunk
    for (let end = heard.indexOf('\n'); end >= 0; end = heard.indexOf('\n')) {
      const verb = heard.slice(0, end).trim().split(' ', 1)[0]?.toUpperCase() ?? ''
      heard = heard.slice(end + 1)
      say(replies[verb]?.(host) ?? ['500 5.5.2 Unknown command'])
      if (verb === 'QUIT') socket.end()
    }
    if (heard.length > 2048) socket.destroy()
  })
}
