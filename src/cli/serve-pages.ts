import { serve } from '@hono/node-server'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { Refusal } from './io.ts'

export type Listening = { url: string; close(): void }

/** Listens where the settings say. Throws a Refusal, with the setting to be changed, where that cannot be. */
export async function servePages(
  fetch: Parameters<typeof serve>[0]['fetch'],
  { V6GOV_HOST: hostname, V6GOV_PORT: port }: Config,
  log: Log,
): Promise<Listening> {
  return await new Promise((resolve, reject) => {
    const server = serve({ fetch, hostname, port }, ({ port: own }) => {
      const url = urlOf(hostname, own)
      log('info', 'serving', { url })
      resolve({
        url,
        close() {
          server.close()
          if ('closeAllConnections' in server) server.closeAllConnections()
        },
      })
    })
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      reject(new Refusal([`V6GOV_HOST, V6GOV_PORT: cannot listen on ${hostname} port ${port} (${code})`])),
    )
  })
}

function urlOf(host: string, port: number): string {
  const name = host === '127.0.0.1' || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
