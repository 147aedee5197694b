import { createHash } from 'node:crypto'
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http'
import type { Socket } from 'node:net'
import type { Endpoint } from '../probe.ts'
import type { FailureClass } from './failure-class.ts'
import { readBody } from './http-body.ts'
import { visibleText } from './http-page.ts'
import { beginExchange, type Look, millisecondsSince, withinTime } from './look.ts'

export type Answered = { status: number; headers: IncomingHttpHeaders; body: Buffer; firstByteMs: number }
export type NotAnswered = {
  failure: Extract<FailureClass, 'HTTP_TIMEOUT' | 'HTTP_BAD_ANSWER'>
  /** Of the head, when only the body failed. */
  status: number | null
  detail: string
}

/** Longest head of an answer; node:http cuts the connection there. */
const maxHeaderBytes = 65_536
const maxEvidenceHeaders = 60
const maxEvidenceText = 600

/**
 * One GET on an open connection, which is destroyed in the end. Answers of the class 1xx are passed over. Evidence has
 * the beginning of the page's text where `keepText` says so.
 */
export async function get(
  asked: Endpoint,
  { socket, peer }: { socket: Socket; peer: Endpoint },
  target: { path: string; headers: Record<string, string>; keepText: boolean },
  timeoutMs: number,
  look: Look,
): Promise<Answered | NotAnswered> {
  const note = beginExchange(look, asked)
  const head: string[] = []
  const lines = Object.entries(target.headers).map(
    ([name, value]) => `${name}: ${name === 'Cookie' ? '(not kept)' : value}`,
  )
  const sent = [`GET ${target.path} HTTP/1.1`, ...lines]
  const common = { protocol: 'http', transport: 'tcp', peer, request: sent } as const
  try {
    const outcome = await exchange(socket, target, timeoutMs, look.signal, (response) => {
      head.push(...describeHead(response))
    })
    if ('failure' in outcome) note({ ...common, response: head, failure: outcome.detail })
    else note({ ...common, response: [...head, ...describeBody(outcome, target.keepText)] })
    return outcome
  } finally {
    socket.destroy()
  }
}

function exchange(
  socket: Socket,
  { path, headers }: { path: string; headers: Record<string, string> },
  timeoutMs: number,
  signal: AbortSignal,
  headArrived: (response: IncomingMessage) => void,
): Promise<Answered | NotAnswered> {
  const started = performance.now()
  let status: number | null = null
  let stopReading = () => {}
  return withinTime<Answered | NotAnswered>(
    {
      timeoutMs,
      signal,
      cancel: () => stopReading(),
      timedOut: () => ({
        failure: 'HTTP_TIMEOUT',
        status,
        detail: `${status === null ? 'no complete head' : 'no complete body'} within ${Math.round(timeoutMs)} ms`,
      }),
    },
    (done) => {
      const bad = (detail: string) => done({ failure: 'HTTP_BAD_ANSWER', status, detail })
      const sent = request({
        createConnection: () => socket,
        method: 'GET',
        path,
        headers,
        setHost: false,
        maxHeaderSize: maxHeaderBytes,
      })
      sent.on('error', ({ code, message }: NodeJS.ErrnoException) => bad(code ?? message))
      sent.on('close', () => status === null && bad('closed without an answer'))
      sent.on('upgrade', () => bad('101 Switching Protocols'))
      sent.on('response', (response) => {
        const firstByteMs = millisecondsSince(started)
        status = response.statusCode ?? 0
        headArrived(response)
        const answered = (body: Buffer) =>
          done({ status: response.statusCode ?? 0, headers: response.headers, body, firstByteMs })
        stopReading = readBody(response, answered, bad)
      })
      sent.end()
    },
  )
}

/** The head as it came, without the cookies' values: they open sessions. */
function describeHead({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string[] {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`]
  for (let index = 0; index < rawHeaders.length && lines.length <= maxEvidenceHeaders; index += 2) {
    const name = rawHeaders[index] ?? ''
    const value = /^set-cookie2?$/i.test(name) ? '(not kept)' : (rawHeaders[index + 1] ?? '')
    lines.push(`${name}: ${value.slice(0, maxEvidenceText)}`)
  }
  return lines
}

function describeBody({ body }: Answered, keepText: boolean): string[] {
  const hash = createHash('sha256').update(body).digest('hex')
  const text = keepText ? visibleText(body.toString('utf8')).slice(0, maxEvidenceText) : ''
  return ['', `(${body.length} bytes read, SHA-256 ${hash})`, ...(text ? [`text: ${text}`] : [])]
}
