/** The longest that the event loop waits for one piece of work, in milliseconds: pages and probes share it. */
const longestMs = 10

export type Breathe = () => Promise<void> | undefined

/**
 * To be awaited between the pieces of a long piece of work: lets the event loop turn when it has waited long enough. An
 * embedded database answers at once, so that awaiting its answers alone lets nobody else in.
 */
export function breather(): Breathe {
  let since = performance.now()
  return () => {
    if (performance.now() - since < longestMs) return undefined
    return new Promise((resolve) =>
      setImmediate(() => {
        since = performance.now()
        resolve()
      }),
    )
  }
}
