import type { FactsOf } from '../../probes/probe.ts'
import type { reachPing } from '../../probes/reach-ping.ts'
import type { Observation } from '../model.ts'
import type { Stretch } from '../operations/minutes.ts'
import type { SelfTestFacts } from '../operations/vantage-state.ts'
import type { LookRun } from './outages.ts'

/**
 * Looks at an address or two, oldest first. Silence in a time in which we were `blind` ourselves says nothing, and none
 * while the other end says that it is `there` is a fall.
 */
export function reachRuns(observations: Observation[], blind: Stretch[], there: Stretch[] = []): LookRun[] {
  return observations.flatMap((one) => {
    const facts = one.result.ok ? (one.result.facts as FactsOf<typeof reachPing>) : null
    const run = runOf(one, facts === null ? 'void' : stateOf(facts))
    if (run.state === 'ipv6_lost') return without(run, blind)
    if (run.state !== 'down') return [run]
    const fallen = without(run, blind)
    const doubted = there.flatMap((stretch) => fallen.flatMap((each) => within(each, stretch)))
    return [...fallen.flatMap((each) => without(each, there)), ...doubted].sort((a, b) => a.fromMs - b.fromMs)
  })
}

/** Looks at an SNMP agent. What fails by our own doing, or answers unreadably, is no silence. */
export function agentRuns(observations: Observation[], blind: Stretch[]): LookRun[] {
  return observations.flatMap((one) => {
    const { result } = one
    if (result.ok) return [runOf(one, 'up')]
    return result.error === 'snmp_timeout' ? without(runOf(one, 'down'), blind) : [runOf(one, 'void')]
  })
}

/** Our own self-tests: `down` when some family is lost that has worked. */
export function selfTestRuns(observations: Observation[]): LookRun[] {
  const had = { ipv4: false, ipv6: false }
  return observations.map((one) => {
    const facts = one.result.ok ? (one.result.facts as SelfTestFacts) : null
    if (facts === null) return runOf(one, 'void')
    had.ipv4 ||= facts.ipv4.working
    had.ipv6 ||= facts.ipv6.working
    const isLost = (had.ipv4 && !facts.ipv4.working) || (had.ipv6 && !facts.ipv6.working)
    return runOf(one, isLost ? 'down' : 'up')
  })
}

function stateOf({ ipv4, ipv6 }: FactsOf<typeof reachPing>): LookRun['state'] {
  if (!ipv4?.answered && !ipv6?.answered) return 'down'
  return ipv6?.answered === false ? 'ipv6_lost' : 'up'
}

function runOf(
  { checkId, firstDueAt, firstSeenAt, lastSeenAt, timesSeen }: Observation,
  state: LookRun['state'],
): LookRun {
  return {
    fromMs: Date.parse(firstSeenAt),
    lastMs: Date.parse(lastSeenAt),
    looks: timesSeen,
    state,
    evidence: { checkId, firstDueAt, seenAt: firstSeenAt },
  }
}

/** What is left of silent looks outside of the times in which they say nothing. */
function without(run: LookRun, unseen: Stretch[]): LookRun[] {
  return unseen.reduce<LookRun[]>(
    (runs, { fromMs, toMs }) =>
      runs.flatMap((one) => {
        if (one.lastMs <= fromMs || one.fromMs >= toMs) return [one]
        return [
          ...(one.fromMs < fromMs ? [part(one, one.fromMs, fromMs)] : []),
          ...(one.lastMs > toMs ? [part(one, toMs, one.lastMs)] : []),
        ]
      }),
    [run],
  )
}

/** What is left of them inside: they did not see it gone. */
function within(run: LookRun, { fromMs, toMs }: Stretch): LookRun[] {
  if (run.lastMs <= fromMs || run.fromMs >= toMs) return []
  return [{ ...part(run, Math.max(run.fromMs, fromMs), Math.min(run.lastMs, toMs)), state: 'up' }]
}

/** Looks come at an even rate. */
function part(run: LookRun, fromMs: number, lastMs: number): LookRun {
  const share = (lastMs - fromMs) / Math.max(1, run.lastMs - run.fromMs)
  return { ...run, fromMs, lastMs, looks: Math.max(1, Math.round(run.looks * share)) }
}
