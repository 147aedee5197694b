import type { Endpoint, Evidence, Exchange } from '../probe.ts'

/** Lines, or what writes them when somebody reads: most evidence is never read. */
export type Lines = string[] | (() => string[])

/** What is told of an exchange when it ends. */
export type Ended = Pick<Exchange, 'protocol' | 'transport' | 'peer'> & {
  request: Lines
  response: Lines
  requestBytes?: Buffer | undefined
  responseBytes?: Buffer | undefined
  failure?: string | undefined
}

/** An exchange as it is kept until somebody reads it. */
export type Noted = { at: string; durationMs: number; asked: Endpoint; ended: Ended }

const unread = Symbol('unread')
type Unread = Evidence & { [unread]: Noted[] }

/** The exchanges in the order of time, written when they are first read (by JSON.stringify too). */
export function evidenceOf(noted: Noted[]): Evidence {
  const evidence = { [unread]: noted } as Unread
  return Object.defineProperty(evidence, 'exchanges', writtenWhenRead)
}

/** One for all: a getter in each object would give each a shape of its own, which only a full garbage collection frees. */
const writtenWhenRead: PropertyDescriptor & ThisType<Unread> = {
  configurable: true,
  enumerable: true,
  get() {
    const value = this[unread].map(write).sort(byTime)
    Object.defineProperty(this, 'exchanges', { value, enumerable: true })
    return value
  },
}

function write({ at, durationMs, asked, ended }: Noted): Exchange {
  const { protocol, transport, peer, requestBytes, responseBytes, failure } = ended
  return {
    ...{ protocol, transport, at, durationMs, asked, peer },
    request: linesIn(ended.request),
    response: linesIn(ended.response),
    ...(requestBytes && { requestBytes: requestBytes.toString('base64') }),
    ...(responseBytes && { responseBytes: responseBytes.toString('base64') }),
    ...(failure !== undefined && { failure }),
  }
}

function linesIn(lines: Lines): string[] {
  return typeof lines === 'function' ? lines() : lines
}

function byTime(one: Exchange, other: Exchange): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0
}
