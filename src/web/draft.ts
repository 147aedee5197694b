import type { Instant } from '../model.ts'
import type { WebDeps } from './web.ts'

type Draft = Awaited<ReturnType<WebDeps['draftReport']>>

/** A draft says as of when it is; this much later it is made anew. */
const keptMs = 60_000

const newest = new WeakMap<
  WebDeps,
  { period: string; draft: Promise<Draft> /** null while it is being made */; madeAt: Instant | null }
>()

/**
 * The report of the open period. It judges every unit on every day so far, so requests share one: those that come while
 * it is being made wait for it, and those of the next minute get it again.
 */
export function draftOf(deps: WebDeps, period: string): Promise<Draft> {
  const known = newest.get(deps)
  if (known?.period === period && (known.madeAt === null || isFresh(known.madeAt, deps.now())))
    return known.draft
  const made = { period, draft: deps.draftReport(period), madeAt: null as Instant | null }
  newest.set(deps, made)
  made.draft.then(
    () => {
      made.madeAt = deps.now()
    },
    () => {
      if (newest.get(deps) === made) newest.delete(deps) // the next request tries again
    },
  )
  return made.draft
}

/** Not when the clock was set back either. */
function isFresh(madeAt: Instant, now: Instant): boolean {
  const ageMs = Date.parse(now) - Date.parse(madeAt)
  return ageMs >= 0 && ageMs < keptMs
}
