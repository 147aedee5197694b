import { createStop, type StopSignal } from '../../probes/lib/stop.ts'
import { whenAborted } from '../../probes/lib/when-aborted.ts'

/** A probe whose signal has fired gets this long to end by itself and bring its exchanges home. */
const graceMs = 1_000

export type Deadline = {
  signal: StopSignal
  /** Rejects some time after the signal fired, for work that does not listen to it. Never resolves. */
  expired: Promise<never>
  /** Takes the timers away. */
  end(): void
}

/** A signal that fires after `ms`, or at once when `stopping` does. */
export function startDeadline(ms: number, stopping: AbortSignal): Deadline {
  const stop = createStop()
  let grace: NodeJS.Timeout | undefined
  let expire = (_reason: unknown) => {}
  const expired = new Promise<never>((_, reject) => {
    expire = reject
  })
  expired.catch(() => {}) // nobody has to wait for it
  const abort = (reason: unknown) => {
    if (stop.signal.aborted) return
    stop.abort(reason)
    grace = setTimeout(() => expire(reason), graceMs)
  }
  const timer = setTimeout(() => abort(new Error(`no result within ${ms} ms`)), ms)
  const leave = whenAborted(stopping, () => abort(stopping.reason))
  if (stopping.aborted) abort(stopping.reason)
  return {
    signal: stop.signal,
    expired,
    end() {
      clearTimeout(timer)
      clearTimeout(grace)
      leave()
    },
  }
}
