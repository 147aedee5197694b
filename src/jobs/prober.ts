import { performance } from 'node:perf_hooks'
import { proberSelfTest } from '../../probes/prober-self-test.ts'
import { startDeadline } from './deadline.ts'
import type { Surroundings } from './run-job.ts'

/** A self-test older than this says nothing about now. */
const freshMs = 5_000

export type Prober = {
  /** Whether this process itself has working IPv6, as tested within the last seconds. */
  hasIpv6(): Promise<boolean>
}

/** Tests ourselves before anybody else is judged; looks of the same seconds share one test. */
export function createProber(surroundings: Surroundings, stopping: AbortSignal): Prober {
  let tested = Number.NEGATIVE_INFINITY
  let test: Promise<boolean> | undefined
  return {
    hasIpv6() {
      if (test === undefined || performance.now() - tested > freshMs) {
        tested = performance.now()
        const { signal, end } = startDeadline(proberSelfTest.budgetMs, stopping)
        test = proberSelfTest
          .run({}, { ...surroundings, signal, vantage: 'self' })
          .then(({ facts }) => facts.ipv6.working)
          .catch(() => false) // could not even test: nothing may be believed
          .finally(end)
      }
      return test
    },
  }
}
