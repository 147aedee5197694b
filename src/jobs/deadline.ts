export type Deadline = {
  signal: AbortSignal
  /** Rejects with the signal's reason, for work that does not listen to it. Never resolves. */
  expired: Promise<never>
  /** Takes the timer away. */
  end(): void
}

/** A signal that fires after `ms`, or at once when `stopping` does. */
export function startDeadline(ms: number, stopping: AbortSignal): Deadline {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(new Error(`no result within ${ms} ms`)), ms)
  const stop = () => controller.abort(stopping.reason)
  stopping.addEventListener('abort', stop, { once: true })
  if (stopping.aborted) stop()
  const expired = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason), { once: true })
  })
  expired.catch(() => {}) // nobody has to wait for it
  return {
    signal: controller.signal,
    expired,
    end() {
      clearTimeout(timer)
      stopping.removeEventListener('abort', stop)
    },
  }
}
