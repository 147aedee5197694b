import { isDatabaseAway } from '../store/postgres-link.ts'

/** Between two tries, in milliseconds. */
const restMs = 1_000

/**
 * Does something with the database again and again while that cannot be reached, so that it is done when it is back.
 * Throws any other error, and every error once `stopping` has fired. `work` must be safe to do twice: the answer may
 * have been lost after it was done.
 */
export async function patiently<T>(work: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseAway(error) || stopping.aborted) throw error
      await rest(stopping)
    }
  }
}

function rest(stopping: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      stopping.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, restMs)
    stopping.addEventListener('abort', end, { once: true })
  })
}
