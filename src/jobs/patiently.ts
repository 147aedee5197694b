import { isDatabaseAway } from '../store/postgres-link.ts'
import { troubleOf } from '../store/trouble.ts'

/** Between two tries, in milliseconds. */
const restMs = 1_000

/**
 * Does something with the database again and again while that cannot be reached or written, so that it is done when it is
 * back, or has room again. Throws any other error, and every error once `stopping` has fired. `work` must be safe to do twice: the answer may
 * have been lost after it was done.
 */
export async function patiently<T>(work: () => Promise<T>, stopping: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isPassing(error) || stopping.aborted) throw error
      await rest(stopping)
    }
  }
}

/** Whether the same may well work later. */
function isPassing(error: unknown): boolean {
  return isDatabaseAway(error) || ['full', 'readonly'].includes(troubleOf(error) ?? '')
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
