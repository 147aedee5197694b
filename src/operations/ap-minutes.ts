import type { Observation } from '../model.ts'
import type { AccountingMethod } from './accounting-method.ts'
import { findAp, stateOfItself, stateOnController } from './ap-state.ts'
import { reachRun } from './line-day.ts'
import { reachSpans } from './line-minutes.ts'
import {
  heldSpans,
  laid,
  longestOf,
  minuteMs,
  runsOf,
  type Span,
  type Stretch,
  wholeMinutes,
} from './minutes.ts'
import type { ApRun, ApState } from './wifi-figures.ts'

/** What was seen where an access point can be looked at: through its controller, or itself. Looks oldest first. */
export type ApSeen =
  | {
      by: 'controller'
      /** Those that any access point of the controller was looked at by. */
      looks: Observation[]
      periodMs: number
      /** Whether the controller had it in its list before the first of the looks. */
      wasListed: boolean
      /** Those at other controllers that it may have gone over to. */
      others?: Observation[][]
    }
  | {
      by: 'itself'
      /** What it tells of its Wi-Fi; null where it cannot be asked. */
      looks: { wifi: Observation[] | null; reach: Observation[] }
      periodMs: { wifi: number; reach: number }
      /** When the prober had no way to it. */
      blind: Stretch[]
    }

type Time = Stretch & { method: AccountingMethod; maintenance: Stretch[] }

/** Which of several states that a minute was in for equally long counts, the first of these. */
const gravest: readonly ApState[] = ['down', 'unmeasured', 'void', 'up', 'maintenance']

/** What an access point was minute by minute (domain rules 3.8): every minute that begins in the time, in runs. */
export function apMinutes(name: string, seen: ApSeen | null, time: Time): ApRun[] {
  const { method, maintenance } = time
  const toMs = Math.ceil(time.toMs / minuteMs) * minuteMs
  const until = { ...time, toMs }
  let spans =
    seen === null
      ? [{ fromMs: time.fromMs, toMs, state: 'unmeasured' as const }]
      : seen.by === 'controller'
        ? listedSpans(name, seen, until)
        : ownSpans(seen, until)
  for (const window of method.maintenance === 'apart' ? maintenance : [])
    spans = laid<ApState>(spans, { ...wholeMinutes(window), state: 'maintenance' })
  return runsOf<ApState>(
    spans,
    { fromMs: Math.ceil(time.fromMs / minuteMs) * minuteMs, toMs },
    (lengths) => longestOf(lengths, gravest) ?? 'unmeasured',
  )
}

function listedSpans(
  name: string,
  { looks, periodMs, wasListed, others = [] }: Extract<ApSeen, { by: 'controller' }>,
  time: Time,
): Span<ApState>[] {
  let listed = wasListed
  const runs = looks.map((look) => {
    listed ||= isListed(look, name)
    return { ...timesOf(look), state: stateOnController(look, name, listed) }
  })
  const own = heldSpans<ApState>(runs, { ...time, periodMs, nobody: 'unmeasured' })
  // one that serves at another controller serves
  return others
    .flatMap((told) => {
      const there = told.map((look) => ({ ...timesOf(look), state: stateOnController(look, name, false) }))
      return heldSpans<ApState>(there, { ...time, periodMs, nobody: 'unmeasured' })
    })
    .filter(({ state }) => state === 'up')
    .reduce((spans, span) => laid<ApState>(spans, span), own)
}

export function isListed({ result }: Observation, name: string): boolean {
  return result.ok && findAp(result.facts as Parameters<typeof findAp>[0], name) !== null
}

/**
 * An access point that is asked itself: what it says of its Wi-Fi. Where it says nothing, its silence to ping as well is an
 * outage; an answer to ping alone shows that it is there, and not that it serves, unless nobody can ask it more.
 */
function ownSpans(
  { looks, periodMs, blind }: Extract<ApSeen, { by: 'itself' }>,
  time: Time,
): Span<ApState>[] {
  const there = reachSpans({
    ...time,
    runs: looks.reach.map(reachRun),
    periodMs: periodMs.reach,
    blind,
    there: [],
  }).map(({ state, ...span }): Span<ApState> => {
    const answers = state === 'up' || state === 'degraded_v6'
    const isDownOrBlind = state === 'down' || state === 'void'
    return {
      ...span,
      state: answers ? (looks.wifi === null ? 'up' : 'unmeasured') : isDownOrBlind ? state : 'unmeasured',
    }
  })
  if (looks.wifi === null) return there
  const told = looks.wifi.map((look) => ({ ...timesOf(look), state: stateOfItself(look) }))
  return heldSpans<ApState | null>(told, { ...time, periodMs: periodMs.wifi, nobody: null }).reduce(
    (spans, { state, ...span }) => (state === null ? spans : laid(spans, { ...span, state })),
    there,
  )
}

function timesOf({ firstSeenAt, lastSeenAt }: Observation): { fromMs: number; lastMs: number } {
  return { fromMs: Date.parse(firstSeenAt), lastMs: Date.parse(lastSeenAt) }
}
