import type { Instant } from '../model.ts'
import type { CheckRow } from '../store/checks.ts'
import type { WebDeps } from './web.ts'

/** Between two looks by hand at one check, at pace 1; the least at any pace. */
const gapMs = 10_000
const gapLeastMs = 2_000
/** A job that brought nothing for so long is taken for lost, and another may be sent. */
const lostMs = 60_000

const asked = new WeakMap<WebDeps, Map<string, Instant>>()

/**
 * Sends one look to the queue, as the scheduler would, and returns when it was asked for. While one asked for earlier
 * is under way, or was made just now, none is sent and the answer is when that one was asked for: a device is not
 * there to be pressed. What this process asked for is kept in its memory, what others did shows when it is done.
 */
export async function askLook(deps: WebDeps, check: CheckRow): Promise<Instant> {
  const { queue, now, pace } = deps
  const dueAt = now()
  const underWay = askedBefore(deps, check, dueAt, Math.max(gapLeastMs, gapMs / pace))
  if (underWay !== undefined) return underWay
  const known = asked.get(deps) ?? new Map<string, Instant>()
  asked.set(deps, known.set(check.id, dueAt)) // before anything is waited for, or two at once would both go
  try {
    await queue.send([
      { host: check.host, vantage: check.vantage, turns: [{ checkId: check.id, dueAt }], manual: true },
    ])
  } catch (error) {
    known.delete(check.id)
    throw error
  }
  return dueAt
}

function askedBefore(deps: WebDeps, { id, last }: CheckRow, now: Instant, gap: number): Instant | undefined {
  /** A clock that was set back makes nothing recent. */
  const isWithin = (at: Instant, ms: number) => at <= now && Date.parse(now) - Date.parse(at) < ms
  const askedAt = asked.get(deps)?.get(id)
  if (askedAt !== undefined) {
    const waiting = last === null || last.dueAt < askedAt
    if (isWithin(askedAt, waiting ? Math.max(lostMs, gap) : gap)) return askedAt
  }
  return last?.manual && isWithin(last.startedAt, gap) ? last.dueAt : undefined
}
