import type { UnitDocument } from '../model/documents.ts'
import type { Unit } from '../model/inventory.ts'
import type { Day, Instant, Text } from '../model.ts'
import { dayOf } from '../report/period.ts'
import type { DocumentRef, Readiness } from './assessment.ts'
import { criteria, criterionOf } from './catalogue.ts'
import type { Verdict } from './criterion.ts'
import { type DocumentState, documentState } from './document-state.ts'
import type { Figure, UnitReadiness } from './group.ts'
import type { Plan, PlanTarget, PlanTask } from './plan.ts'
import { existsOn, flagsOf } from './profile.ts'
import { score, weigh } from './score.ts'
import { refOf } from './statement.ts'
import { counted, decimal } from './wording.ts'

/** Units of a task or target by what is known of them; `notApplicable` are outside the denominator. */
export type Reached = {
  done: Figure<number>
  /** Not done, but only because something is not known. */
  unknown: Figure<number>
  denominator: Figure<number>
  notApplicable: string[]
  /** done / denominator, null when there is nothing to divide by. */
  share: number | null
}

/** Which units a target or task is about. */
type Scope = Pick<PlanTask, 'unitKinds' | 'flag'>

/** States of a document in which it proves what it says. */
const stateNames: DocumentState['name'][] = ['in_force', 'ends_soon']

export type TargetProgress = Reached & {
  target: PlanTarget
  state: 'met' | 'not_due' | 'late' | 'unknown'
  /** The denominator is the units that existed on this day: the target's date, or the day shown before that. */
  denominatorDay: Day
  /** share - target.share in percentage points; null where the share is. */
  gapPoints: number | null
  daysPastDue: number
}

export type TaskProgress = Reached & {
  task: PlanTask
  /** `unknown`: nothing proves or disproves it. What only a document proves is late without one after its day. */
  state: 'done' | 'on_time' | 'late' | 'not_due' | 'unknown'
  daysPastDue: number
  because: Text
  /** Documents that prove it; of a task that criteria prove there are none. */
  documents: DocumentRef[]
}

export type StageProgress = {
  stage: Plan['stages'][number]
  tasks: Record<TaskProgress['state'], string[]>
  /** Weights of the criteria of this stage that apply, over all units. */
  weight: { all: number; known: number; earned: number }
  /** earned / all and known / all, 0 to 1; null where nothing applies. */
  share: number | null
  coverage: number | null
}

export type PlanProgress = { stages: StageProgress[]; tasks: TaskProgress[]; targets: TargetProgress[] }

/**
 * How far the plan has come on the day of `asOf`, from verdicts, and from `documents` of kind `task` where no criterion
 * proves a task: nothing is done without evidence.
 */
export function planProgress(
  plan: Plan,
  members: UnitReadiness[],
  asOf: Instant,
  documents: UnitDocument[] = [],
): PlanProgress {
  const today = dayOf(asOf)
  const inForce = provingTasks(documents, asOf)
  const tasks = plan.tasks.map((task) => taskProgress(task, members, today, inForce))
  return {
    stages: plan.stages.map((stage) => stageProgress(stage, tasks, members, today)),
    tasks,
    targets: plan.targets.map((target) => targetProgress(target, members, today)),
  }
}

function targetProgress(target: PlanTarget, members: UnitReadiness[], today: Day): TargetProgress {
  const denominatorDay = today < target.date ? today : target.date
  const reached = reachedBy(target, target.measure, members, denominatorDay)
  const met = reached.share !== null && reached.share >= target.share - 1e-9
  const daysPastDue = met ? 0 : daysAfter(target.date, today)
  const nothingKnown = reached.unknown.value === reached.denominator.value
  return {
    target,
    ...reached,
    denominatorDay,
    gapPoints: reached.share === null ? null : 100 * (reached.share - target.share),
    state: met ? 'met' : nothingKnown ? 'unknown' : daysPastDue > 0 ? 'late' : 'not_due',
    daysPastDue,
  }
}

function taskProgress(
  task: PlanTask,
  members: UnitReadiness[],
  today: Day,
  inForce: UnitDocument[],
): TaskProgress {
  const own = task.criteria.length > 0 ? [] : inForce.filter(({ subject }) => subject === task.code)
  const reached = taskReached(task, members, today, own)
  const { done, unknown, denominator } = reached
  const overdue = task.due === null ? 0 : daysAfter(task.due, today)
  const base = { task, ...reached, daysPastDue: overdue, documents: own.map(refOf) }
  if (unknown.value === denominator.value) {
    // what nothing but a document proves is not done without one; of what is measured, nothing is known
    const isLate = overdue > 0 && denominator.value > 0 && task.criteria.length === 0
    return isLate
      ? {
          ...base,
          state: 'late',
          because: {
            vi: `Chưa có văn bản nào, quá hạn ${decimal(overdue).vi} ngày`,
            en: `No document yet, ${counted(overdue, 'day', 'days')} late`,
          },
        }
      : { ...base, state: 'unknown', because: { vi: 'Chưa có minh chứng', en: 'No evidence yet' } }
  }
  const proven = {
    vi: `${decimal(done.value).vi}/${decimal(denominator.value).vi} đơn vị đã có minh chứng đạt`,
    en: `${decimal(done.value).en} of ${counted(denominator.value, 'unit', 'units')} proven`,
  }
  if (done.value === denominator.value) return { ...base, state: 'done', daysPastDue: 0, because: proven }
  if (overdue > 0)
    return {
      ...base,
      state: 'late',
      because: {
        vi: `${proven.vi}, chậm ${decimal(overdue).vi} ngày`,
        en: `${proven.en}, ${counted(overdue, 'day', 'days')} late`,
      },
    }
  return { ...base, state: hasStarted(task, members) ? 'on_time' : 'not_due', because: proven }
}

/** Some unit has earned something towards it. */
function hasStarted({ criteria, unitKinds }: PlanTask, members: UnitReadiness[]): boolean {
  return members.some(
    ({ unit, readiness }) =>
      unitKinds.includes(unit.kind) &&
      readiness.verdicts.some(
        ({ id, verdict }) => criteria.includes(id) && (verdict === 'pass' || verdict === 'partial'),
      ),
  )
}

function stageProgress(
  stage: Plan['stages'][number],
  tasks: TaskProgress[],
  members: UnitReadiness[],
  today: Day,
): StageProgress {
  const own = tasks.filter(({ task }) => task.stage === stage.number)
  const inState = (state: TaskProgress['state']) =>
    own.filter((one) => one.state === state).map(({ task }) => task.code)
  const ids = new Set(criteria.filter(({ phase }) => phase === stage.number).map(({ id }) => id))
  const verdicts = members
    .filter(({ unit }) => existsOn(unit, today))
    .flatMap(({ readiness }) => readiness.verdicts.filter(({ id }) => ids.has(id)))
  const { weight, coverage } = weigh(verdicts, (id) => criterionOf(id).weight)
  return {
    stage,
    tasks: {
      done: inState('done'),
      on_time: inState('on_time'),
      late: inState('late'),
      not_due: inState('not_due'),
      unknown: inState('unknown'),
    },
    weight,
    share: weight.all === 0 ? null : weight.earned / weight.all,
    coverage,
  }
}

type Standing = 'done' | 'open' | 'unknown' | 'na'

/** As much of a unit and its readiness as tells whether it reaches what a target or task measures. */
export type Member = {
  unit: Pick<Unit, 'code' | 'kind' | 'profile' | 'validFrom' | 'validTo'>
  readiness: Pick<Readiness, 'level' | 'levelReachable'> & { verdicts: { id: string; verdict: Verdict }[] }
}

/** The units of a scope that existed on a day, by how they stand to what is measured. */
export function reachedBy(
  scope: Scope,
  measure: PlanTarget['measure'],
  members: Member[],
  day: Day,
): Reached {
  return sorted(scope, members, day, ({ readiness }) => standingOf(measure, readiness))
}

/** How far units have come with a task, by verdicts, or by `documents` of it that prove it. */
export function taskReached(task: PlanTask, members: Member[], day: Day, documents: UnitDocument[]): Reached {
  return task.criteria.length > 0
    ? reachedBy(task, { criteria: task.criteria }, members, day)
    : documentedBy(task, members, day, documents)
}

/** Documents that prove tasks at a moment. */
export function provingTasks(documents: UnitDocument[], asOf: Instant): UnitDocument[] {
  return documents.filter(
    (one) =>
      one.kind === 'task' && one.enteredAt <= asOf && stateNames.includes(documentState(one, asOf).name),
  )
}

/** A unit is done with its own document, or with one of the platform for all; without, nothing is known. */
function documentedBy(scope: Scope, members: Member[], day: Day, documents: UnitDocument[]): Reached {
  const platforms = members.filter(({ unit }) => unit.kind === 'platform').map(({ unit }) => unit.code)
  const stated = new Set(documents.map(({ unit }) => unit))
  const forAll = platforms.some((code) => stated.has(code))
  return sorted(scope, members, day, ({ unit }) => (forAll || stated.has(unit.code) ? 'done' : 'unknown'))
}

function sorted(
  { unitKinds, flag }: Scope,
  members: Member[],
  day: Day,
  standing: (member: Member) => Standing,
): Reached {
  const standings = members
    .filter(({ unit }) => unitKinds.includes(unit.kind) && existsOn(unit, day))
    .filter(({ unit }) => flag === null || flagsOf(unit).has(flag))
    .map((member) => ({ code: member.unit.code, standing: standing(member) }))
  const unitsIn = (...wanted: Standing[]) =>
    standings.filter((one) => wanted.includes(one.standing)).map(({ code }) => code)
  const figure = (...wanted: Standing[]) => {
    const units = unitsIn(...wanted)
    return { value: units.length, units }
  }
  const done = figure('done')
  const denominator = figure('done', 'open', 'unknown')
  return {
    done,
    unknown: figure('unknown'),
    denominator,
    notApplicable: unitsIn('na'),
    share: denominator.value === 0 ? null : done.value / denominator.value,
  }
}

function standingOf(measure: PlanTarget['measure'], readiness: Member['readiness']): Standing {
  if ('level' in measure) {
    if (readiness.levelReachable < measure.level) return 'na'
    if (readiness.level >= measure.level) return 'done'
    const atBest = readiness.verdicts.map(({ id, verdict }) => ({
      id,
      verdict: verdict === 'unknown' ? ('pass' as const) : verdict,
    }))
    return score(atBest).level >= measure.level ? 'unknown' : 'open'
  }
  const byId = verdictsById(readiness.verdicts)
  const all = measure.criteria.map((id) => byId.get(id))
  if (all.includes(undefined)) return 'unknown' // judged before it was one
  const verdicts = all.filter((verdict) => verdict !== 'na')
  if (verdicts.length === 0) return 'na'
  if (verdicts.every((verdict) => verdict === 'pass')) return 'done'
  return verdicts.some((verdict) => verdict === 'fail' || verdict === 'partial') ? 'open' : 'unknown'
}

/** Each of them is asked for by every task and target. */
const indexed = new WeakMap<Member['readiness']['verdicts'], Map<string, Verdict>>()

function verdictsById(verdicts: Member['readiness']['verdicts']): Map<string, Verdict> {
  const known = indexed.get(verdicts) ?? new Map(verdicts.map(({ id, verdict }) => [id, verdict]))
  indexed.set(verdicts, known)
  return known
}

/** Whole days from `due` to `today`, 0 when it is not past. */
function daysAfter(due: Day, today: Day): number {
  return Math.max(0, Math.round((Date.parse(today) - Date.parse(due)) / 86_400_000))
}
