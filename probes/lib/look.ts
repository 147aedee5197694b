import { type Endpoint, type Looked, type ProbeContext, ProbeError } from '../probe.ts'
import { type Ended, evidenceOf, type Noted } from './evidence.ts'
import { createStop, type StopSignal } from './stop.ts'
import { whenAborted } from './when-aborted.ts'

/** A probe's context while it looks, with the list that every exchange is added to as it ends. */
export type Look = ProbeContext & { exchanges: Noted[] }

/**
 * Runs one look. Whatever its outcome, everything it started is stopped before it settles, and a ProbeError leaves
 * with the exchanges made until then.
 */
export async function runLook<Facts>(
  context: ProbeContext,
  look: (look: Look) => Promise<Omit<Looked<Facts>, 'evidence'>>,
): Promise<Looked<Facts>> {
  const exchanges: Noted[] = []
  const stop = createStop()
  const abort = () => stop.abort(context.signal.reason)
  const leave = whenAborted(context.signal, abort)
  if (context.signal.aborted) abort()
  try {
    // what is written behind a spread gives each object a shape of its own, which costs 2 µs and a full garbage collection
    const seen = await look(Object.assign({}, context, { signal: stop.signal, exchanges }))
    return { evidence: evidenceOf(exchanges), ...seen }
  } catch (error) {
    if (!(error instanceof ProbeError)) throw error
    throw new ProbeError(error.code, error.message, {
      cause: error,
      evidence: evidenceOf(exchanges),
    })
  } finally {
    leave()
    stop.abort(lookEnded)
  }
}

/** One for all looks: an error for each would cost its stack. */
const lookEnded = new Error('the look has ended')

/** Notes when an exchange begins; the function returned adds it to the evidence with its duration. */
export function beginExchange(look: Look, asked: Endpoint) {
  const at = look.now()
  const started = performance.now()
  return (ended: Ended): void => {
    look.exchanges.push({ at, durationMs: millisecondsSince(started), asked, ended })
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
