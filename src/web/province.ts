import type { Instant, Unit, UnitState } from '../model.ts'
import type { Readiness } from '../readiness/assessment.ts'
import { evaluate } from '../readiness/evaluate.ts'
import { evaluateOperations, type Operations } from '../readiness/operations/evaluate.ts'
import { existsOn } from '../readiness/profile.ts'
import { dayOf } from '../report/period.ts'
import { loadUnitState, loadUnitStates } from '../store/observations.ts'
import { loadOperations } from '../store/operations.ts'
import type { WebDeps } from './web.ts'

/** A unit with where it stands. */
export type Judged = {
  unit: Unit
  readiness: Readiness
  /** Index O, which never moves R. */
  operations: Operations
  /** The newest look at anything of it; null when nothing was seen yet. */
  newestAt: Instant | null
}

const running = new WeakMap<WebDeps, { asOf: Instant; judged: Promise<Judged[]> }>()

/**
 * Every unit that exists on the day of `asOf`, judged as of that moment. Requests that come while one of the same
 * moment is being answered share it, since judging a province takes a while and its pages refresh together.
 */
export async function judgeProvince(deps: WebDeps, asOf: Instant): Promise<Judged[]> {
  const open = running.get(deps)
  if (open !== undefined && sameSecond(open.asOf, asOf)) return open.judged
  const judged = judgeAll(deps, asOf).finally(() => {
    if (running.get(deps)?.judged === judged) running.delete(deps)
  })
  running.set(deps, { asOf, judged })
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
  const operationsOf = await loadOperations(deps.db, asOf, { unit: code, pace: options.pace })
  return {
    state,
    unit: state.unit,
    readiness: evaluate(state, asOf, options),
    operations: evaluateOperations(state, operationsOf(state.unit), asOf, options),
    newestAt: newestOf(state, asOf),
  }
}

async function judgeAll(deps: WebDeps, asOf: Instant): Promise<Judged[]> {
  const states = await loadUnitStates(deps.db, asOf)
  const options = await deps.optionsAt(asOf)
  const operationsOf = await loadOperations(deps.db, asOf, { pace: options.pace })
  const day = dayOf(asOf)
  const judged: Judged[] = []
  for (const state of states) {
    if (!existsOn(state.unit, day)) continue
    judged.push({
      unit: state.unit,
      readiness: evaluate(state, asOf, options),
      operations: evaluateOperations(state, operationsOf(state.unit), asOf, options),
      newestAt: newestOf(state, asOf),
    })
  }
  return judged
}

/** The last look by `asOf`; an interval that went on after it had at least one by then. */
function newestOf({ checks }: UnitState, asOf: Instant): Instant | null {
  return checks.reduce<Instant | null>((newest, { observations: [last] }) => {
    if (last === undefined) return newest
    const seenAt = last.lastSeenAt < asOf ? last.lastSeenAt : asOf
    return newest === null || seenAt > newest ? seenAt : newest
  }, null)
}

function sameSecond(a: Instant, b: Instant): boolean {
  return a.slice(0, 19) === b.slice(0, 19)
}
