import type { z } from 'zod'
import type { proberSelfTest } from '../../probes/prober-self-test.ts'
import type { Instant, Observation } from '../model.ts'

export type SelfTestFacts = z.output<typeof proberSelfTest.facts>

/**
 * How it stands with looking from a vantage: `up`; `degraded`, when the self-test there fails; `down`, when no process
 * that looks from there has been heard of lately; `void`, when there has never been one.
 */
export type VantageState = 'up' | 'degraded' | 'down' | 'void'

/** What a self-test says of each family. */
export type Works = { working: boolean }

/** Processes announce themselves every few seconds; one silent for longer than this is missed. */
const processSilentMs = 15_000

export function isHeard({ heardAt }: { heardAt: Instant }, now: Instant): boolean {
  return Date.parse(now) - Date.parse(heardAt) <= processSilentMs
}

/** `processes`: those that look from this vantage. `test`: what its newest self-test saw; null before the first. */
export function vantageState(
  { processes, test }: { processes: { heardAt: Instant }[]; test: Observation | null },
  now: Instant,
): VantageState {
  if (!processes.some((one) => isHeard(one, now)))
    return processes.length === 0 && test === null ? 'void' : 'down'
  if (test === null) return 'up' // its first self-test is due within a minute
  const facts = test.result.ok ? (test.result.facts as SelfTestFacts) : null
  return facts?.ipv4.working && facts.ipv6.working ? 'up' : 'degraded'
}
