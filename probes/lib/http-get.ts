import { createHash } from 'node:crypto'
import { request } from 'node:http'
import type { Socket } from 'node:net'
import type { Endpoint } from '../probe.ts'
import {
  type Answered,
  describeHead,
  type Exchanging,
  maxEvidenceText,
  maxHeaderBytes,
  type NotAnswered,
  type Target,
  unfinished,
} from './http-answer.ts'
import { readBody } from './http-body.ts'
import { visibleText } from './http-page.ts'
import type { HttpProtocol } from './http-tls.ts'
import { exchangeHttp2 } from './http2-exchange.ts'
import { beginExchange, type Look, millisecondsSince, withinTime } from './look.ts'

/**
 * One GET on an open connection, which is destroyed in the end. Answers of the class 1xx are passed over. Evidence has
 * the beginning of the page's text where `keepText` says so.
 */
export async function get(
  asked: Endpoint,
  { socket, peer }: { socket: Socket; peer: Endpoint },
  target: Target & { keepText: boolean; protocol: HttpProtocol },
  timeoutMs: number,
  look: Look,
): Promise<Answered | NotAnswered> {
  const note = beginExchange(look, asked)
  let head = (): string[] => []
  const common = { protocol: 'http', transport: 'tcp', peer, request: () => describeRequest(target) } as const
  try {
    const exchange = target.protocol === 'h2' ? exchangeHttp2 : exchangeHttp1
    const limits = { timeoutMs, signal: look.signal }
    const outcome = await exchange(socket, target, limits, (arrived) => {
      head = arrived
    })
    if ('failure' in outcome) note({ ...common, response: head, failure: outcome.detail })
    else {
      const bodyLines = describeBody(outcome, target.keepText)
      note({ ...common, response: () => [...head(), ...bodyLines()] })
    }
    return outcome
  } finally {
    socket.destroy()
  }
}

function describeRequest({ path, headers, protocol }: Target & { protocol: HttpProtocol }): string[] {
  const lines = Object.entries(headers).map(
    ([name, value]) => `${name}: ${name === 'Cookie' ? '(not kept)' : value}`,
  )
  return [`GET ${path} ${protocol === 'h2' ? 'HTTP/2' : 'HTTP/1.1'}`, ...lines]
}

const exchangeHttp1: Exchanging = (socket, { path, headers }, limits, headArrived) => {
  const started = performance.now()
  let status: number | null = null
  let stopReading = () => {}
  return withinTime<Answered | NotAnswered>(
    {
      ...limits,
      cancel: () => stopReading(),
      timedOut: () => unfinished(status, limits.timeoutMs),
    },
    (done) => {
      const bad = (detail: string) => done({ failure: 'HTTP_BAD_ANSWER', status, detail })
      const sent = request({
        createConnection: () => socket,
        method: 'GET',
        path,
        headers: Object.entries(headers).flat(), // not to be taken apart and put together again
        setHost: false,
        maxHeaderSize: maxHeaderBytes,
      })
      sent.on('error', ({ code, message }: NodeJS.ErrnoException) => bad(code ?? message))
      sent.on('close', () => status === null && bad('closed without an answer'))
      sent.on('upgrade', () => bad('101 Switching Protocols'))
      sent.on('response', (response) => {
        const firstByteMs = millisecondsSince(started)
        status = response.statusCode ?? 0
        const { httpVersion, statusMessage, rawHeaders } = response
        headArrived(describeHead(`HTTP/${httpVersion} ${status} ${statusMessage}`, rawHeaders))
        response.prependListener('end', () => socket.destroy()) // before node takes its leave: a packet each way, and over TLS a record
        const answered = (body: Buffer) =>
          done({ status: response.statusCode ?? 0, headers: response.headers, body, firstByteMs })
        stopReading = readBody(response, response.headers['content-encoding'], answered, bad)
      })
      sent.end()
    },
  )
}

/** Largest body that is kept until somebody reads its text; that of a larger one is taken at once. */
const maxKeptBody = 65_536

function describeBody({ body }: Answered, keepText: boolean): () => string[] {
  const lines = () => {
    const hash = createHash('sha256').update(body).digest('hex')
    const bodyLine = `(${body.length} bytes read, SHA-256 ${hash})`
    const text = keepText ? visibleText(body.toString('utf8')).slice(0, maxEvidenceText) : ''
    return ['', bodyLine, ...(text ? [`text: ${text}`] : [])]
  }
  if (body.length <= maxKeptBody) return lines
  const written = lines()
  return () => written
}
