import { expect } from 'vitest'
import type { z } from 'zod'
import {
  type Endpoint,
  type Looked,
  type Probe,
  ProbeError,
  type SnmpCredential,
} from '../../probes/probe.ts'
import { snmpContext } from './snmp-context.ts'

const credentials: Record<string, SnmpCredential> = {
  v1: { version: '1', community: 'public' },
  v2c: { version: '2c', community: 'public' },
}

export type Outcome<P extends Probe> = {
  looked?: Looked<z.output<P['facts']>>
  error?: ProbeError
  tookMs: number
}

/**
 * One look at an agent of the test, which must end within the probe's budget, in facts of the promised shape that can be
 * stored, or in a ProbeError.
 */
export async function lookAt<P extends Probe>(
  probe: P,
  to: Endpoint,
  settings: Record<string, unknown> = {},
  more: { version?: 'v1' | 'v2c'; patience?: number; signal?: AbortSignal; missing?: string[] } = {},
): Promise<Outcome<P>> {
  const { version = 'v2c', patience = 0.05, signal, missing = [] } = more
  const context = {
    ...snmpContext({ credentials, to, patience, ...(signal && { signal }) }),
    missingTables: missing,
  }
  const target = probe.settings.parse({ address: '10.0.0.1', credential: version, ...settings })
  const started = performance.now()
  const [ended] = await Promise.allSettled([probe.run(target, context)])
  const tookMs = performance.now() - started
  expect(tookMs).toBeLessThan(probe.budgetMs)
  if (ended.status === 'rejected') {
    expect(ended.reason).toBeInstanceOf(ProbeError)
    const error = ended.reason as ProbeError
    JSON.stringify(error.evidence)
    return { error, tookMs }
  }
  const looked = ended.value as Looked<z.output<P['facts']>>
  expect(probe.facts.parse(looked.facts)).toEqual(looked.facts)
  JSON.stringify([looked.facts, looked.evidence])
  return { looked, tookMs }
}

/** Like `lookAt`, for agents that can be read: facts, numbers by series, and how many requests it took. */
export async function see<P extends Probe>(
  probe: P,
  to: Endpoint,
  settings: Record<string, unknown> = {},
  more: Parameters<typeof lookAt>[3] = {},
): Promise<{ facts: z.output<P['facts']>; numbers: Record<string, number | bigint>; requests: number }> {
  const { looked, error } = await lookAt(probe, to, settings, more)
  if (!looked) throw new Error(`no look: ${error?.code} ${error?.message}`)
  return {
    facts: looked.facts,
    numbers: Object.fromEntries(looked.samples?.map(({ series, value }) => [series, value]) ?? []),
    requests: looked.evidence.exchanges.length,
  }
}
