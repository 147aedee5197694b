import type { Instant } from '../model.ts'
import type { WebDeps } from './web.ts'

type Draft = Awaited<ReturnType<WebDeps['draftReport']>>

/** A draft says as of when it is; this much later it is made anew. */
const keptMs = 60_000
/** Until this age it is shown while the next one is made, since nobody wants to wait for a small difference. */
const shownMs = 15 * 60_000

type Known = { period: string; draft?: { madeAt: Instant; is: Draft }; making?: Promise<Draft> }

const newest = new WeakMap<WebDeps, Known>()

/**
 * The report of the open period. It judges every unit on every day so far, so requests share one: those that come while
 * the first is being made wait for it. Throws what hinders the making, also to those who come after it failed unseen.
 */
export async function draftOf(deps: WebDeps, period: string): Promise<Draft> {
  let known = newest.get(deps)
  if (known?.period !== period) {
    known = { period }
    newest.set(deps, known)
  }
  const { draft } = known
  if (draft && isWithin(keptMs, draft.madeAt, deps.now())) return draft.is
  known.making ??= make(deps, known)
  return draft && isWithin(shownMs, draft.madeAt, deps.now()) ? draft.is : known.making
}

function make(deps: WebDeps, known: Known): Promise<Draft> {
  const making = deps.draftReport(known.period)
  making.then(
    (is) => {
      known.draft = { madeAt: deps.now(), is }
      delete known.making
    },
    () => newest.delete(deps), // the next request tries again, and waits for it
  )
  return making
}

/** Not when the clock was set back either. */
function isWithin(ms: number, at: Instant, now: Instant): boolean {
  const ageMs = Date.parse(now) - Date.parse(at)
  return ageMs >= 0 && ageMs < ms
}
