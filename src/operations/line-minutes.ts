import type { AccountingMethod } from './accounting-method.ts'
import type { LineMinutes, LineRun, LineState } from './line-figures.ts'
import {
  follows,
  heldSpans,
  laid,
  longestOf,
  minuteMs,
  runsOf,
  type Span,
  type Stretch,
  wholeMinutes,
} from './minutes.ts'

/**
 * Looks at the end of a line that saw the same, one after the other; times in milliseconds. A family is null where the
 * line has no such address; `void`: we ourselves could not look.
 */
export type ReachRun = {
  fromMs: number
  /** When the last of them was. */
  lastMs: number
  looks: number
  seen: { ipv4: boolean | null; ipv6: boolean | null } | 'void'
}

export type MinutesInput = Stretch & {
  /** In their order. One that began before the time comes along. */
  runs: ReachRun[]
  /** Between two looks. What was seen holds until the next look; for so long where that is missing. */
  periodMs: number
  /** When the prober itself was blind: silence of a line says nothing then. */
  blind: Stretch[]
  /** When the provider's edge, where it may be looked at, had the line up and its end for a neighbour. */
  there: Stretch[]
  /** Maintenance that was approved before it began. */
  maintenance: Stretch[]
  method: AccountingMethod
}

/**
 * What a line was minute by minute (domain rules 3.7): every minute that begins in the time, in runs. What lies between
 * looks more than three periods apart is unmeasured.
 */
export function lineMinutes(input: MinutesInput): LineRun[] {
  const { fromMs, toMs, maintenance, method } = input
  const end = Math.ceil(toMs / minuteMs) * minuteMs
  let spans = reachSpans({ ...input, toMs: end })
  for (const window of method.maintenance === 'apart' ? maintenance : [])
    spans = laid(spans, { ...wholeMinutes(window), state: 'maintenance' })
  const time = { fromMs: Math.ceil(fromMs / minuteMs) * minuteMs, toMs: end }
  return runsOf(spans, time, (lengths) => mixed(lengths, method.minute))
}

/** Minutes by state. */
export function countMinutes(runs: LineRun[]): LineMinutes {
  const sum: LineMinutes = { up: 0, degraded_v6: 0, down: 0, maintenance: 0, void: 0, unmeasured: 0 }
  for (const { state, minutes } of runs) sum[state] += minutes
  return sum
}

/** The whole of the time cut where the state of what was looked at changes. */
export function reachSpans({
  runs,
  periodMs,
  blind,
  there,
  fromMs,
  toMs,
  method,
}: Omit<MinutesInput, 'maintenance' | 'method'> & {
  method: Pick<AccountingMethod, 'down' | 'looks'>
}): Span<LineState>[] {
  const states = confirmed(runs, periodMs, method)
  const seen = runs.map((run, index) => ({ ...run, state: states[index] ?? 'unmeasured' }))
  const spans = heldSpans<LineState>(seen, { fromMs, toMs, periodMs, nobody: 'unmeasured' })
  // silence alone does not make a line down of which the other end says that it is there
  const doubted = there.reduce(
    (all, one) => laid(all, { ...one, state: 'unmeasured' }, ({ state }) => state === 'down'),
    spans,
  )
  return blind.reduce(
    (all, one) =>
      laid(all, { ...one, state: 'void' }, ({ state }) => state === 'down' || state === 'degraded_v6'),
    doubted,
  )
}

/** What the line was in each run. Silence that is too short to be an outage is what was there before and after it. */
function confirmed(
  runs: ReachRun[],
  periodMs: number,
  { down, looks }: Pick<AccountingMethod, 'down' | 'looks'>,
): LineState[] {
  const raw = runs.map(({ seen }) => stateOf(seen, down))
  const adjoins = (index: number) => {
    const [one, next] = [runs[index], runs[index + 1]]
    return one !== undefined && next !== undefined && follows(one, next, periodMs)
  }
  const states = [...raw]
  for (const worse of ['down', 'degraded_v6'] as const) {
    const isWorse = (state: LineState | undefined) =>
      state === worse || (worse === 'degraded_v6' && state === 'down')
    for (let first = 0; first < states.length; first++) {
      if (!isWorse(states[first])) continue
      let last = first
      while (isWorse(states[last + 1]) && adjoins(last)) last++
      const count = runs.slice(first, last + 1).reduce((sum, one) => sum + one.looks, 0)
      if (count < looks) {
        const before = first > 0 && adjoins(first - 1) ? states[first - 1] : undefined
        const after = adjoins(last) ? states[last + 1] : undefined
        const instead = between(before, after, worse)
        for (let index = first; index <= last; index++) states[index] = instead
      }
      first = last
    }
  }
  return states
}

function between(before: LineState | undefined, after: LineState | undefined, worse: LineState): LineState {
  if (worse === 'degraded_v6') return 'up' // IPv4 answered
  const answers: (LineState | undefined)[] = ['up', 'degraded_v6']
  if (!answers.includes(before) || !answers.includes(after)) return 'unmeasured'
  return before === 'degraded_v6' && after === 'degraded_v6' ? 'degraded_v6' : 'up'
}

function stateOf(seen: ReachRun['seen'], down: AccountingMethod['down']): LineState {
  if (seen === 'void') return 'void'
  const { ipv4, ipv6 } = seen
  const families = [ipv4, ipv6].filter((one) => one !== null)
  const isDown = {
    all_silent: families.every((answered) => !answered),
    ipv4_silent: ipv4 === null ? ipv6 === false : !ipv4,
    any_silent: families.some((answered) => !answered),
  }[down]
  if (isDown) return 'down'
  return ipv6 === false ? 'degraded_v6' : 'up'
}

/** Which of several states that a minute was in for equally long counts, the first of these. */
const gravest: readonly LineState[] = ['down', 'unmeasured', 'void', 'degraded_v6', 'up', 'maintenance']

/** What a minute is in which the state changes. */
function mixed(lengths: ReadonlyMap<LineState, number>, rule: AccountingMethod['minute']): LineState {
  if (rule === 'any_down' && lengths.has('down')) return 'down'
  return longestOf(lengths, gravest) ?? 'unmeasured'
}
