import { type Endpoint, type Exchange, type Looked, type ProbeContext, ProbeError } from '../probe.ts'
import { createStop, type StopSignal } from './stop.ts'
import { whenAborted } from './when-aborted.ts'

/** A probe's context while it looks, with the list that every exchange is added to as it ends. */
export type Look = ProbeContext & { exchanges: Exchange[] }

/**
 * Runs one look. Whatever its outcome, everything it started is stopped before it settles, and a ProbeError leaves
 * with the exchanges made until then.
 */
export async function runLook<Facts>(
  context: ProbeContext,
  look: (look: Look) => Promise<Omit<Looked<Facts>, 'evidence'>>,
): Promise<Looked<Facts>> {
  const exchanges: Exchange[] = []
  const stop = createStop()
  const abort = () => stop.abort(context.signal.reason)
  const leave = whenAborted(context.signal, abort)
  if (context.signal.aborted) abort()
  try {
    const seen = await look({ ...context, signal: stop.signal, exchanges })
    return { ...seen, evidence: { exchanges: byTime(exchanges) } }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    throw new ProbeError(error.code, error.message, {
      cause: error,
      evidence: { exchanges: byTime(exchanges) },
    })
  } finally {
    leave()
    stop.abort(lookEnded)
  }
}

/** One for all looks: an error for each would cost its stack. */
const lookEnded = new Error('the look has ended')

function byTime(exchanges: Exchange[]): Exchange[] {
  return exchanges.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
}

/** Lines, or what writes them when somebody reads: most evidence is never read. */
export type Lines = string[] | (() => string[])

type Ended = Pick<Exchange, 'protocol' | 'transport' | 'peer'> & {
  request: Lines
  response: Lines
  requestBytes?: string | undefined
  responseBytes?: string | undefined
  failure?: string | undefined
}

/** Notes when an exchange begins; the function returned adds it to the evidence with its duration. */
export function beginExchange(look: Look, asked: Endpoint) {
  const at = look.now()
  const started = performance.now()
  return (ended: Ended): void => {
    const durationMs = millisecondsSince(started)
    let { request, response } = ended
    // member by member: a spread for each exchange takes a third of a DNS query's own time
    const noted: Exchange = {
      protocol: ended.protocol,
      transport: ended.transport,
      at,
      durationMs,
      asked,
      peer: ended.peer,
      // each written once, when it is first read (by JSON.stringify too)
      get request() {
        if (!Array.isArray(request)) request = request()
        return request
      },
      get response() {
        if (!Array.isArray(response)) response = response()
        return response
      },
    }
    if (ended.requestBytes !== undefined) noted.requestBytes = ended.requestBytes
    if (ended.responseBytes !== undefined) noted.responseBytes = ended.responseBytes
    if (ended.failure !== undefined) noted.failure = ended.failure
    look.exchanges.push(noted)
  }
}

/** Milliseconds from a reading of the monotonic clock until now, in hundredths. */
export function millisecondsSince(started: number): number {
  return Math.round((performance.now() - started) * 100) / 100
}

/**
 * Waits for `start` to call `done` or `fail`, but no longer than `timeoutMs` and the signal allow. `cancel` frees what
 * `start` opened; it is called in every case but `done`. A signal that fires becomes ProbeError `out_of_time`.
 */
export function withinTime<T>(
  limits: { timeoutMs: number; signal: StopSignal; timedOut(): T; cancel(): void },
  start: (done: (value: T) => void, fail: (error: unknown) => void) => void,
): Promise<T> {
  const { signal } = limits
  return new Promise((resolve, reject) => {
    let open = true
    const close = (settle: () => void) => {
      if (!open) return
      open = false
      clearTimeout(timer)
      leave()
      settle()
    }
    const stop = (settle: () => void) =>
      close(() => {
        limits.cancel()
        settle()
      })
    const abort = () => stop(() => reject(new ProbeError('out_of_time', 'the time for this look is up')))
    const timer = setTimeout(() => stop(() => resolve(limits.timedOut())), limits.timeoutMs)
    const leave = whenAborted(signal, abort)
    const fail = (error: unknown) => stop(() => reject(error))
    if (signal.aborted) abort()
    else
      try {
        start((value) => close(() => resolve(value)), fail)
      } catch (error) {
        fail(error)
      }
  })
}
