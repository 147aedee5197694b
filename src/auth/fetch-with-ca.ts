import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { CustomFetch } from 'openid-client'

const mostBytes = 1024 * 1024

/**
 * Fetches as openid-client asks, and trusts an own certificate authority besides the public ones, which the fetch of
 * Node cannot be told. Follows no redirect. Rejects an answer of more than a megabyte.
 */
export function fetchWithCa(ca: string | undefined): CustomFetch {
  return (url, { method, headers, body, signal }) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest
    return new Promise((resolve, reject) => {
      const options = { method, headers, signal, agent: false, ...(ca && { ca: [...rootCertificates, ca] }) }
      const sent = request(url, options, (answer) => {
        const chunks: Buffer[] = []
        let size = 0
        answer.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > mostBytes) answer.destroy(new Error(`${url} answered more than ${mostBytes} bytes`))
          else chunks.push(chunk)
        })
        answer.on('error', reject)
        answer.on('end', () => {
          const status = answer.statusCode ?? 502
          const isEmpty = [204, 205, 304].includes(status)
          const fields = Object.entries(answer.headers).flatMap(([name, value]) =>
            [value ?? []].flat().map((one): [string, string] => [name, one]),
          )
          resolve(new Response(isEmpty ? null : Buffer.concat(chunks), { status, headers: fields }))
        })
      })
      sent.on('error', reject)
      sent.end(body == null ? undefined : body instanceof Uint8Array ? body : String(body))
    })
  }
}
