import type { Instant } from '../model.ts'
import type { Stretch } from './minutes.ts'
import type { Series } from './series.ts'
import type { ApRun, WifiClients } from './wifi-figures.ts'

/** The clients of a site at steps of the clock of a day; null where no access point told any. */
export type ClientSteps = { stepMs: number; values: (number | null)[] }

/** What a look counted holds for so many periods where the next is missing. */
const heldPeriods = 2
/** From less of a day nothing is concluded (domain rules 2.5 of days, 3.7 of shares). */
const leastOfDay = 0.8

type Counted = { readings: Series | undefined; runs: ApRun[] }

/**
 * How many clients a site had at the end of each step: what its access points counted last, added up. One that is down has
 * none. Steps are those that begin in the time.
 */
export function clientSteps(
  aps: Counted[],
  { fromMs, toMs, stepMs }: Stretch & { stepMs: number },
): ClientSteps {
  const first = Math.floor(fromMs / stepMs)
  const count = Math.max(0, Math.ceil(toMs / stepMs) - first)
  const sums = new Array<number | null>(count).fill(null)
  for (const { readings, runs } of aps) {
    let place = 0
    let run = 0
    for (let step = 0; step < count; step++) {
      const endMs = (first + step + 1) * stepMs
      while ((readings?.at[place + 1] ?? Number.POSITIVE_INFINITY) < endMs) place++
      const at = readings?.at[place] ?? Number.POSITIVE_INFINITY
      const told = at < endMs && endMs - at <= heldPeriods * stepMs ? (readings?.values[place] ?? null) : null
      while (runs[run + 1] !== undefined && Date.parse(runs[run + 1]?.from ?? '') < endMs) run++
      const value = runs[run]?.state === 'down' ? 0 : told
      if (value !== null) sums[step] = (sums[step] ?? 0) + value
    }
  }
  return { stepMs, values: sums }
}

/** The moments of the steps of a day: each at its beginning. */
export function stepMoments({ from }: { from: Instant }, { stepMs, values }: ClientSteps): number[] {
  const first = Math.floor(Date.parse(from) / stepMs)
  return values.map((_, step) => (first + step) * stepMs)
}

/** The clients of a site over days. */
export function clientsOf(days: { from: Instant; clients: ClientSteps }[]): WifiClients {
  let most: WifiClients['most'] = null
  let [sum, told, steps, daysTold] = [0, 0, 0, 0]
  for (const { from, clients } of days) {
    const moments = stepMoments({ from }, clients)
    let own = 0
    clients.values.forEach((value, step) => {
      if (value === null) return
      own++
      sum += value
      if (most === null || value > most.clients)
        most = { clients: value, at: new Date(Math.max(moments[step] ?? 0, Date.parse(from))).toISOString() }
    })
    told += own
    steps += clients.values.length
    if (clients.values.length > 0 && own >= leastOfDay * clients.values.length) daysTold++
  }
  return {
    most,
    mean: told === 0 ? null : sum / told,
    days: days.length,
    daysTold,
    coverage: steps === 0 ? 0 : told / steps,
  }
}
