/** What those who wait need of an AbortSignal. */
export type StopSignal = Pick<AbortSignal, 'aborted' | 'reason'> & {
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

export type Stop = { signal: StopSignal; abort(reason: unknown): void }

/**
 * An AbortController for what runs thousands of times: Node's costs as much as three DNS queries once its garbage is
 * counted. Listeners are called once, in the order they came, and must not throw.
 */
export function createStop(): Stop {
  const listeners = new Set<() => void>()
  const signal = {
    aborted: false,
    reason: undefined as unknown,
    addEventListener: (_type: 'abort', listener: () => void) => void listeners.add(listener),
    removeEventListener: (_type: 'abort', listener: () => void) => void listeners.delete(listener),
  }
  return {
    signal,
    abort(reason) {
      if (signal.aborted) return
      signal.aborted = true
      signal.reason = reason
      for (const listener of listeners) listener()
      listeners.clear()
    },
  }
}
