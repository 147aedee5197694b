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

const kept = Symbol('kept')
type Kept = Evidence & { [kept]: { noted: Noted[]; written: Exchange[] | undefined } }

/** The exchanges in the order of time, written when they are first read (by JSON.stringify too). */
export function evidenceOf(noted: Noted[]): Evidence {
  const evidence = { [kept]: { noted, written: undefined } } as Partial<Kept>
  return Object.defineProperty(evidence, 'exchanges', writtenWhenRead) as Kept
}

/** One for all: a getter in each object would give each a shape of its own, which only a full garbage collection frees. */
const writtenWhenRead: PropertyDescriptor & ThisType<Kept> = {
  enumerable: true,
  get() {
    const its = this[kept]
    its.written ??= its.noted.map(write).sort(byTime)
    return its.written
  },
}

function write({ at, durationMs, asked, ended }: Noted): Exchange {
  const { protocol, transport, peer, requestBytes, responseBytes, failure } = ended
  const exchange: Exchange = {
    protocol,
    transport,
    at,
    durationMs,
    asked,
    peer,
    request: linesIn(ended.request),
    response: linesIn(ended.response),
  }
  if (requestBytes) exchange.requestBytes = requestBytes.toString('base64')
  if (responseBytes) exchange.responseBytes = responseBytes.toString('base64')
  if (failure !== undefined) exchange.failure = failure
  return exchange
}

function linesIn(lines: Lines): string[] {
  return typeof lines === 'function' ? lines() : lines
}

function byTime(one: Exchange, other: Exchange): number {
  return one.at < other.at ? -1 : one.at > other.at ? 1 : 0
}
