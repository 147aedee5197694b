import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

const page = Buffer.from(`<!doctype html><title>bench</title>${'<p>Xin chào</p>'.repeat(120)}`)

/** The site that is looked at, plain and over TLS, in a process of its own. */
if (process.send) {
  process.on('disconnect', () => process.exit())
  process.on('message', ({ key, cert }: { key: string; cert: string }) => {
    const answer = (_request: unknown, response: import('node:http').ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Length': page.length })
      response.end(page)
    }
    const plain = createServer(answer).listen(0, '::1', 4096, () => {
      const secure = createTlsServer({ key, cert }, answer).listen(0, '::1', 4096, () => {
        const portOf = (server: { address(): AddressInfo | string | null }) =>
          (server.address() as AddressInfo).port
        process.send?.({ http: portOf(plain), https: portOf(secure) })
      })
    })
  })
  process.send({ ready: true })
}
