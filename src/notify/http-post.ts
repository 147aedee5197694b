import { lookup } from 'node:dns/promises'
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'
import type { Dial } from '../../probes/probe.ts'

const timeoutMs = 20_000
const mostAnswer = 64 * 1024

export type Answer = { status: number; body: string }

/**
 * Posts to a URL; follows no redirect. The address that is connected to is the very one that `dial` has passed, each of
 * the name's in turn until one takes the connection. Rejects where none does, or `dial` refuses all.
 */
export async function post(
  url: URL,
  body: string,
  { headers, dial, ca }: { headers: Record<string, string>; dial: Dial; ca?: string | undefined },
): Promise<Answer> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const found = isIP(host) ? [{ address: host }] : await lookup(host, { all: true })
  let problem: unknown = new Error(`${host} has no address`)
  for (const { address } of found) {
    try {
      return await postTo(dial(address, port), url, body, { headers, host, ca })
    } catch (error) {
      problem = error
      // once it has been written to, another try could reach the same people twice
      if (!isUnconnected(error)) throw error
    }
  }
  throw problem
}

function isUnconnected(error: unknown): boolean {
  const { code, name } = error as NodeJS.ErrnoException
  return name === 'ProbeError' || ['ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH'].includes(code ?? '')
}

function postTo(
  place: { address: string; port: number },
  url: URL,
  body: string,
  { headers, host, ca }: { headers: Record<string, string>; host: string; ca: string | undefined },
): Promise<Answer> {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: place.address,
        port: place.port,
        ...(isIP(host) ? {} : { servername: host }),
        path: url.pathname + url.search,
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
        ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      },
      (response) => {
        let answer = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          if (answer.length < mostAnswer) answer += chunk
          else response.destroy()
        })
        response.on('close', () => resolve({ status: response.statusCode ?? 0, body: answer }))
        response.on('error', reject)
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
