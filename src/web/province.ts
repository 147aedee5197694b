import { setImmediate } from 'node:timers/promises'
import { sightingsOf, sightingTtlMs, type UnitSightings } from '../address-plan/sightings.ts'
import { dayAt, dayMsOf, startOfDayAt } from '../days.ts'
import type { Unit } from '../model/inventory.ts'
import type { Instant, UnitState } from '../model.ts'
import type { Readiness } from '../readiness/assessment.ts'
import { type EvaluateOptions, evaluate } from '../readiness/evaluate.ts'
import { evaluateOperations, type Operations } from '../readiness/operations/evaluate.ts'
import { type Stranger, strangersOf } from '../readiness/strangers.ts'
import { validUntil } from '../readiness/valid-until.ts'
import { dayOf, endOfDay } from '../report/period.ts'
import { listUnits } from '../store/inventory.ts'
import { loadUnitState } from '../store/observations.ts'
import { loadOperations } from '../store/operations.ts'
import { everyUnit, readRevisions } from '../store/revisions.ts'
import type { WebDeps } from './web.ts'

/** A unit with where it stands. */
export type Judged = {
  unit: Unit
  readiness: Readiness
  /** Index O, which never moves R. */
  operations: Operations
  /** The newest look at anything of it; null when nothing was seen yet. */
  newestAt: Instant | null
  /** The addresses that are in use there. */
  seen: UnitSightings
  /** The devices beside its own that are in no inventory. */
  strangers: Stranger[]
}

/** A unit's verdicts with what they hold for: the revision of all that they are made from, and [from, until). */
type Kept = { judged: Judged; revision: string; from: Instant; until: Instant }

/** The units of now by code, and the pasts that somebody looks at, newest use last. */
type Memory = {
  now: Map<string, Kept>
  /** The last whole round, with the revision of what all units are judged by. */
  round: { judged: Judged[]; asOf: Instant; ofAll: string } | null
  pasts: Map<string, { judged: Promise<Judged[]>; fromMs: number }>
  /** Pages refresh together, so one at a time judges for all; the past does not hold up the present. */
  turns: Record<'now' | 'past', Promise<unknown>>
}

const memories = new WeakMap<WebDeps, Memory>()

/** A page asks for the moment at which its request came. */
const nowMs = 2_000
/** How old a round may be for pages whose evidence counts for a month. */
const recentMs = 30_000
/** How long evidence of GOV-03 counts (domain rules 2.3). */
const inventoryTtlMs = 90 * 86_400_000
/** Looks are written soon after; nothing of a past older than this is still on its way. */
const settledMs = 10 * 60_000
/** A look that comes later all the same shows within this time. */
const pastKeptMs = 5 * 60_000
const pastsKept = 12

/**
 * Every unit that exists on the day of `asOf`, judged as of that moment. Of now, a unit is judged again when something
 * that it is judged by has changed, in whichever process, or when time alone changes a verdict; in pieces of one unit, so
 * that other requests are answered in between.
 */
export async function judgeProvince(deps: WebDeps, asOf: Instant): Promise<Judged[]> {
  const memory = memoryOf(deps)
  const ageMs = Date.parse(deps.now()) - Date.parse(asOf)
  if (ageMs > settledMs) return judgePast(deps, memory, asOf)
  return ageMs > nowMs
    ? inTurn(memory, 'past', () => judgeAll(deps, asOf))
    : inTurn(memory, 'now', () => judgeNow(deps, memory))
}

/**
 * Where every unit stood at most half a minute before now, for pages of what changes in days: while looks are written nobody
 * waits for the units that they concern. An import or an undo shows at once.
 */
export async function recentProvince(deps: WebDeps, asOf: Instant): Promise<Judged[]> {
  const { round } = memoryOf(deps)
  const ageMs = round === null ? Number.POSITIVE_INFINITY : Date.parse(asOf) - Date.parse(round.asOf)
  if (round === null || ageMs < 0 || ageMs > recentMs / deps.pace || dayOf(asOf) !== dayOf(round.asOf))
    return judgeProvince(deps, asOf)
  const revisionOf = await readRevisions(deps.db)
  return revisionOf(everyUnit) === round.ofAll ? round.judged : judgeProvince(deps, asOf)
}

async function inTurn(
  { turns }: Memory,
  of: 'now' | 'past',
  judge: () => Promise<Judged[]>,
): Promise<Judged[]> {
  const judged = turns[of].then(judge)
  turns[of] = judged.catch(() => {})
  return judged
}

/** One unit and its state; undefined when there is none of that code. A unit that has ended is shown as it ended. */
export async function judgeUnit(
  deps: WebDeps,
  code: string,
  asOf: Instant,
): Promise<(Judged & { state: UnitState }) | undefined> {
  const state = await loadUnitState(deps.db, code, asOf)
  if (state === undefined) return undefined
  const options = await deps.optionsAt(asOf)
  const operationsOf = await loadOperations(deps.db, asOf, {
    unit: code,
    pace: options.pace,
    cutoffDay: deps.cutoffDay,
  })
  return {
    state,
    unit: state.unit,
    readiness: evaluate(state, asOf, options),
    operations: evaluateOperations(state, operationsOf(state.unit), asOf, options),
    newestAt: newestOf(state, asOf),
    seen: sightingsOf(state, { asOf, maxAgeMs: sightingTtlMs / options.pace }),
    strangers: strangersOf(state, { asOf, maxAgeMs: inventoryTtlMs / options.pace }),
  }
}

/** Keeps the verdicts of now at hand, so that nobody waits for them. `everyMs` after one round the next begins, the first at once. */
export function keepJudged(deps: WebDeps, { everyMs }: { everyMs: number }): () => void {
  let timer: NodeJS.Timeout
  let stopped = false
  async function round() {
    try {
      await judgeProvince(deps, deps.now())
    } catch {
      // whoever asks for a page meets the same and says so
    }
    if (!stopped) timer = setTimeout(round, everyMs)
  }
  timer = setTimeout(round)
  return () => {
    stopped = true
    clearTimeout(timer)
  }
}

async function judgeNow(deps: WebDeps, memory: Memory): Promise<Judged[]> {
  const { now: kept } = memory
  // read before what they are revisions of, so that a change in between is seen next time
  const revisionOf = await readRevisions(deps.db)
  const asOf = deps.now()
  const options = await deps.optionsAt(asOf)
  const all: Judged[] = []
  for (const { code } of await listUnits(deps.db, { asOf })) {
    const revision = `${revisionOf(code)} ${JSON.stringify(options)}`
    const known = kept.get(code)
    if (known?.revision === revision && known.from <= asOf && asOf < known.until) {
      all.push(known.judged)
      continue
    }
    const judged = await judgeUnit(deps, code, asOf)
    if (judged === undefined) continue
    const { state, ...rest } = judged
    kept.set(code, { judged: rest, revision, from: asOf, until: untilOf(judged, asOf, options) })
    all.push(rest)
    await setImmediate() // whoever waits is answered in between
  }
  memory.round = { judged: all, asOf, ofAll: revisionOf(everyUnit) }
  return all
}

async function judgeAll(deps: WebDeps, asOf: Instant): Promise<Judged[]> {
  const all: Judged[] = []
  for (const { code } of await listUnits(deps.db, { asOf })) {
    const judged = await judgeUnit(deps, code, asOf)
    if (judged === undefined) continue
    const { state: _, ...rest } = judged
    all.push(rest)
    await setImmediate()
  }
  return all
}

/** The moment from which on time alone may change a verdict: its evidence has become too old, or a day has begun. */
function untilOf(
  { state, readiness, operations }: Judged & { state: UnitState },
  asOf: Instant,
  options: EvaluateOptions,
) {
  if (isAhead(state, asOf)) return asOf
  const dayMs = dayMsOf(options.pace)
  const nextDay = startOfDayAt(dayAt(asOf, dayMs) + 1, dayMs)
  // a day of the schedule is over at its last millisecond, and so is a day of the calendar
  const over = new Date(Date.parse(nextDay) - 1).toISOString()
  const ends = [
    validUntil({ asOf, verdicts: [...readiness.verdicts, ...operations.verdicts] }, options),
    over,
    endOfDay(dayOf(asOf)),
  ]
  return ends.toSorted()[0] ?? asOf
}

/** Something was written by a clock that has been set back since: then every moment shows more of it. */
function isAhead({ checks, prober }: UnitState, asOf: Instant): boolean {
  return [...checks, ...prober].some(({ observations }) => observations.some((one) => one.lastSeenAt > asOf))
}

async function judgePast(deps: WebDeps, memory: Memory, asOf: Instant): Promise<Judged[]> {
  const revisionOf = await readRevisions(deps.db)
  const key = `${asOf} ${revisionOf(everyUnit)}`
  const atMs = Date.parse(deps.now())
  const known = memory.pasts.get(key)
  memory.pasts.delete(key)
  const past =
    known !== undefined && atMs >= known.fromMs && atMs < known.fromMs + pastKeptMs
      ? known
      : { judged: inTurn(memory, 'past', () => judgeAll(deps, asOf)), fromMs: atMs }
  memory.pasts.set(key, past)
  past.judged.catch(() => memory.pasts.delete(key))
  const [oldest] = memory.pasts.keys()
  if (memory.pasts.size > pastsKept && oldest !== undefined) memory.pasts.delete(oldest)
  return past.judged
}

function memoryOf(deps: WebDeps): Memory {
  const known = memories.get(deps)
  if (known) return known
  const memory: Memory = {
    now: new Map(),
    round: null,
    pasts: new Map(),
    turns: { now: Promise.resolve(), past: Promise.resolve() },
  }
  memories.set(deps, memory)
  return memory
}

/** The last look at an asset of then by `asOf`; an interval that went on after it had at least one by then. */
function newestOf({ assets, checks }: UnitState, asOf: Instant): Instant | null {
  const own = new Set(assets.map(({ kind, code }) => `${kind}~${code}`))
  const looks = checks.filter(({ check: { asset } }) => own.has(`${asset.kind}~${asset.code}`))
  return looks.reduce<Instant | null>((newest, { observations: [last] }) => {
    if (last === undefined) return newest
    const seenAt = last.lastSeenAt < asOf ? last.lastSeenAt : asOf
    return newest === null || seenAt > newest ? seenAt : newest
  }, null)
}
