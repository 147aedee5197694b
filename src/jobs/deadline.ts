/** A probe whose signal has fired gets this long to end by itself and bring its exchanges home. */
const graceMs = 1_000

export type Deadline = {
  signal: AbortSignal
  /** Rejects some time after the signal fired, for work that does not listen to it. Never resolves. */
  expired: Promise<never>
  /** Takes the timers away. */
  end(): void
}

/** A signal that fires after `ms`, or at once when `stopping` does. */
export function startDeadline(ms: number, stopping: AbortSignal): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`no result within ${ms} ms`)), ms)
  const stop = () => controller.abort(stopping.reason)
  let grace: NodeJS.Timeout | undefined
  const expired = new Promise<never>((_, reject) => {
    controller.signal.addEventListener(
      'abort',
      () => {
        grace = setTimeout(() => reject(controller.signal.reason), graceMs)
      },
      { once: true },
    )
  })
  expired.catch(() => {}) // nobody has to wait for it
  stopping.addEventListener('abort', stop, { once: true })
  if (stopping.aborted) stop()
  return {
    signal: controller.signal,
    expired,
    end() {
      clearTimeout(timer)
      clearTimeout(grace)
      stopping.removeEventListener('abort', stop)
    },
  }
}
