import type { UnitDocument } from '../model/documents.ts'
import type { Asset, Unit, Version } from '../model/inventory.ts'
import type { AddressPlan, CheckState, Instant, UnitState } from '../model.ts'
import { dayAfter, startOfDay } from '../report/period.ts'
import type { AssetVerdict, CriterionVerdict } from './assessment.ts'
import type { Criterion, Question } from './criterion.ts'
import { outagesOf } from './history.ts'
import type { Settled } from './settle.ts'
import { stateAt } from './state-at.ts'

export type Judged = { verdict: CriterionVerdict; broken: AssetVerdict[] }

/**
 * What was found out about one state at one moment, for judging it at later ones by the same options. What nothing can
 * have changed meanwhile is given again: its verdicts are then right, but its sentences and the ends of its evidence are
 * of the moment before. It is for counting days, and not for showing.
 *
 * An answer is known with the first moment at which it may become another (`untilMs`), though nothing else is asked: an
 * interval that opens or ends, evidence that grows old, a document that ends, another version of the inventory.
 */
export type JudgeMemory = {
  /** The state as of the last moment, until its inventory, documents or plan are others. */
  state: { now: UnitState; fromMs: number; untilMs: number } | null
  turns: Map<CheckState, Turns>
  answers: Map<Question, Answer[]>
  judged: Map<Criterion, { judged: Judged; untilMs: number }>
  /** Until when the answers hold that the criterion now judged was given. */
  untilMs: number
}

type Answer = {
  checkState: CheckState
  asset: Asset
  ttlMs: number
  fromMs: number
  untilMs: number
  settled: Settled
}

/** Sorted moments (ms): at which a look, or the lack of one, can change what stands; and from which evidence ages. */
type Turns = { all: number[]; lasts: number[] }

type Timing = { pace: number; confirmMs: number }

export function judgeMemory(): JudgeMemory {
  return {
    state: null,
    turns: new Map(),
    answers: new Map(),
    judged: new Map(),
    untilMs: 0,
  }
}

/** What was so at a moment, of the state that `memory` is about. */
export function rememberedState(
  memory: JudgeMemory,
  whole: UnitState,
  asOf: Instant,
  ttlsMs: number[],
): UnitState {
  const atMs = Date.parse(asOf)
  const { state } = memory
  if (state && state.fromMs <= atMs && atMs < state.untilMs) return state.now
  const now = stateAt(whole, asOf)
  memory.state = { now, fromMs: atMs, untilMs: nextAfter(turnsOfState(whole, ttlsMs), atMs) }
  memory.judged.clear()
  return now
}

/** The verdict on a criterion, judged anew only where it may have changed. */
export function rememberedVerdict(
  memory: JudgeMemory,
  criterion: Criterion,
  atMs: number,
  about: () => Timing & { state: UnitState; ttlMs: number },
  judge: () => Judged,
): Judged {
  const known = memory.judged.get(criterion)
  if (known && atMs < known.untilMs) return known.judged
  const { state, ttlMs, ...timing } = about()
  const { ofUnit } = criterion
  memory.untilMs = Number.POSITIVE_INFINITY
  const judged = judge()
  let { untilMs } = memory
  if (criterion.confirm || (ofUnit && !ofUnit.ofLooks)) untilMs = atMs
  else if (ofUnit)
    for (const checkState of state.checks)
      if (ofUnit.ofLooks?.includes(checkState.check.probe))
        untilMs = Math.min(untilMs, until(turnsOf(memory, state, checkState, timing), atMs, ttlMs))
  memory.judged.set(criterion, { judged, untilMs })
  return judged
}

/** Says that what is judged now rests on something that each moment may change. */
export function forgetAtOnce(memory: JudgeMemory | undefined): void {
  if (memory) memory.untilMs = Number.NEGATIVE_INFINITY
}

/** What stands for one check and question, made by `settle` where it may have changed. */
export function rememberedAnswer(
  memory: JudgeMemory,
  about: { state: UnitState; checkState: CheckState; question: Question; asset: Asset },
  { asOf, ttlMs, ...timing }: Timing & { asOf: Instant; ttlMs: number },
  settle: () => Settled,
): Settled {
  const { state, checkState, question, asset } = about
  const answers = memory.answers.get(question) ?? []
  memory.answers.set(question, answers)
  const atMs = Date.parse(asOf)
  const isSame = (one: Answer) => one.checkState === checkState && one.asset === asset && one.ttlMs === ttlMs
  const at = answers.findIndex(isSame)
  let answer = answers[at]
  if (answer === undefined || atMs < answer.fromMs || atMs >= answer.untilMs) {
    const untilMs = until(turnsOf(memory, state, checkState, timing), atMs, ttlMs)
    answer = { checkState, asset, ttlMs, fromMs: atMs, untilMs, settled: settle() }
    answers[at === -1 ? answers.length : at] = answer
  }
  memory.untilMs = Math.min(memory.untilMs, answer.untilMs)
  return answer.settled
}

function until({ all, lasts }: Turns, atMs: number, ttlMs: number): number {
  return Math.min(nextAfter(all, atMs), nextAfter(lasts, atMs - ttlMs) + ttlMs)
}

/**
 * A standing verdict changes where an interval opens or ends, where its second or third look falls, or where it has lasted
 * long enough to be confirmed; where we lose IPv6 ourselves or have it back, which cuts intervals; and where a check began
 * to ask what it asks.
 */
function turnsOf(
  memory: JudgeMemory,
  { prober }: UnitState,
  checkState: CheckState,
  { pace, confirmMs }: Timing,
): Turns {
  const known = memory.turns.get(checkState)
  if (known) return known
  const { check, observations } = checkState
  const periodMs = (check.everySeconds * 1000) / pace
  const self = prober.find((one) => one.check.vantage === check.vantage)
  const cuts = (self === undefined ? [] : outagesOf(self, endOfTime))
    .flatMap(({ fromMs, untilMs }) => [fromMs, untilMs])
    .filter((ms) => ms !== Number.POSITIVE_INFINITY)
  const firsts = [...observations.map(({ firstSeenAt }) => Date.parse(firstSeenAt)), ...cuts]
  const lasts = [...observations.map(({ lastSeenAt }) => Date.parse(lastSeenAt)), ...cuts].sort(ascending)
  const since = check.since === undefined ? [] : [Date.parse(check.since)]
  const looks = firsts.flatMap((ms) => [ms, ms + periodMs, ms + 2 * periodMs, ms + confirmMs])
  const turns = { all: [...looks, ...lasts, ...since].sort(ascending), lasts }
  memory.turns.set(checkState, turns)
  return turns
}

/** Sorted moments (ms) at which a unit's inventory, checks, documents or plan can be others; documents age by `ttlsMs`. */
function turnsOfState(whole: UnitState, ttlsMs: number[]): number[] {
  const { versions, checks, documents, platformDocuments, addressPlan } = whole
  return [
    ...[...(versions?.unit ?? []), ...(versions?.assets ?? [])].flatMap(turnsOfVersion),
    ...checks.flatMap(({ retiredAt }) => (retiredAt === undefined ? [] : [Date.parse(retiredAt)])),
    ...[...documents, ...platformDocuments].flatMap((one) => turnsOfDocument(one, ttlsMs)),
    ...(addressPlan ? turnsOfPlan(addressPlan) : []),
  ].sort(ascending)
}

function turnsOfVersion({ since, until: end, value }: Version<Unit | Asset>): number[] {
  const { validFrom, validTo } = value
  const days = [validFrom, validTo].flatMap((day) => (day ? [startOfDay(day)] : []))
  return [since, end ?? '', ...days].flatMap((at) => (at === '' ? [] : [Date.parse(at)]))
}

function turnsOfDocument({ enteredAt, withdrawnAt, until: last }: UnitDocument, ttlsMs: number[]): number[] {
  const enteredMs = Date.parse(enteredAt)
  const ends = [withdrawnAt, last && startOfDay(dayAfter(last))].flatMap((at) => (at ? [Date.parse(at)] : []))
  return [enteredMs, ...ends, ...ttlsMs.map((ttlMs) => enteredMs + ttlMs)]
}

/** Of the plan that all units are compared with. */
const plans = new WeakMap<AddressPlan, number[]>()

function turnsOfPlan(plan: AddressPlan): number[] {
  const known = plans.get(plan) ?? [...new Set(plan.entries.flatMap(turnsOfVersion))]
  plans.set(plan, known)
  return known
}

const endOfTime = '9999-12-31T23:59:59.999Z'
/** Periods need not be whole milliseconds; rounding moves a turn by no more than this. */
const marginMs = 2

/** A moment before which none of these sorted ones, later than `ms`, can fall. */
function nextAfter(sorted: number[], ms: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] as number) > ms - marginMs) high = middle
    else low = middle + 1
  }
  return (sorted[low] ?? Number.POSITIVE_INFINITY) - marginMs
}

function ascending(one: number, other: number): number {
  return one - other
}
