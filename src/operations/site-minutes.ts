import { minuteMs } from './minutes.ts'
import {
  type ApMinutes,
  type ApRun,
  apStates,
  type SiteMinutes,
  type SiteRun,
  type SiteState,
} from './wifi-figures.ts'

/**
 * What a site was minute by minute, of runs of its access points over the same minutes. `contracted`: as many are counted;
 * one more makes up for another of the same minute only, and one that nobody named is not measured.
 */
export function siteMinutes(
  aps: ApRun[][],
  { fromMs, toMs, contracted }: { fromMs: number; toMs: number; contracted: number },
): SiteRun[] {
  const runs: SiteRun[] = []
  const places = aps.map(() => 0)
  let at = fromMs
  while (at < toMs) {
    let until = toMs
    const counts = noMinutes()
    for (const [index, own] of aps.entries()) {
      let run = own[places[index] ?? 0]
      while (run !== undefined && endOf(run) <= at) run = own[++(places[index] as number)]
      if (run === undefined) continue
      counts[run.state]++
      until = Math.min(until, endOf(run))
    }
    const shown = within(counts, contracted)
    const state = stateOf(shown, contracted)
    const last = runs.at(-1)
    const minutes = (until - at) / minuteMs
    if (last && last.state === state && apStates.every((one) => last.aps[one] === shown[one]))
      last.minutes += minutes
    else runs.push({ state, from: new Date(at).toISOString(), minutes, aps: shown })
    at = until
  }
  return runs
}

function endOf({ from, minutes }: ApRun): number {
  return Date.parse(from) + minutes * minuteMs
}

function noMinutes(): ApMinutes {
  return { up: 0, down: 0, maintenance: 0, void: 0, unmeasured: 0 }
}

/** As many as are contracted, those that serve first. */
function within(counts: ApMinutes, contracted: number): ApMinutes {
  const shown = noMinutes()
  let left = contracted
  for (const state of apStates) {
    shown[state] = Math.min(counts[state], left)
    left -= shown[state]
  }
  shown.unmeasured += left
  return shown
}

function stateOf(aps: ApMinutes, contracted: number): SiteState {
  if (contracted === 0) return 'unmeasured'
  if (aps.up === contracted) return 'up'
  if (aps.up > 0) return 'partial'
  if (aps.void + aps.unmeasured > 0) return aps.void > 0 ? 'void' : 'unmeasured'
  return aps.down > 0 ? 'down' : 'maintenance'
}

/** Minutes of access points by state. */
export function countApMinutes(runs: SiteRun[]): ApMinutes {
  const sum = noMinutes()
  for (const { minutes, aps } of runs) for (const state of apStates) sum[state] += minutes * aps[state]
  return sum
}

/** Minutes of the site by state. */
export function countSiteMinutes(runs: SiteRun[]): SiteMinutes {
  const sum: SiteMinutes = { up: 0, partial: 0, down: 0, maintenance: 0, void: 0, unmeasured: 0 }
  for (const { state, minutes } of runs) sum[state] += minutes
  return sum
}
