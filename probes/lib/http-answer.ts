import type { IncomingHttpHeaders } from 'node:http'
import type { Socket } from 'node:net'
import type { FailureClass } from './failure-class.ts'
import type { StopSignal } from './stop.ts'

export type Answered = { status: number; headers: IncomingHttpHeaders; body: Buffer; firstByteMs: number }
export type NotAnswered = {
  failure: Extract<FailureClass, 'HTTP_TIMEOUT' | 'HTTP_BAD_ANSWER'>
  /** Of the head, when only the body failed. */
  status: number | null
  detail: string
}

export type Target = { path: string; headers: Record<string, string> }

/** Puts one request and reads the answer; `headArrived` is given what writes the lines of its head. */
export type Exchanging = (
  socket: Socket,
  target: Target,
  limits: { timeoutMs: number; signal: StopSignal },
  headArrived: (lines: () => string[]) => void,
) => Promise<Answered | NotAnswered>

/** Longest head of an answer; the connection is cut there. */
export const maxHeaderBytes = 65_536
const maxEvidenceHeaders = 60
/** Longest header, and beginning of a page's text, that evidence keeps. */
export const maxEvidenceText = 600

/** The time is up. `status` is that of the head, if one came. */
export function unfinished(status: number | null, timeoutMs: number): NotAnswered {
  const what = status === null ? 'no complete head' : 'no complete body'
  return { failure: 'HTTP_TIMEOUT', status, detail: `${what} within ${Math.round(timeoutMs)} ms` }
}

/**
 * What writes the head as it came (names and values in turn), without the cookies' values: they open sessions. It keeps
 * nothing else alive until it is read.
 */
export function describeHead(first: string, rawHeaders: string[]): () => string[] {
  return () => {
    const lines = [first]
    for (let index = 0; index < rawHeaders.length && lines.length <= maxEvidenceHeaders; index += 2) {
      const name = rawHeaders[index] ?? ''
      const value = /^set-cookie2?$/i.test(name) ? '(not kept)' : (rawHeaders[index + 1] ?? '')
      lines.push(`${name}: ${value.slice(0, maxEvidenceText)}`)
    }
    return lines
  }
}
