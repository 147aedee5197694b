import type { Check, Look } from '../../src/model.ts'

/** A check of a web host every 30 minutes, changed as a test needs. */
export function exampleCheck(change: Partial<Check> = {}): Check {
  return {
    id: 'service~W1~dns-address',
    unit: null,
    asset: { kind: 'service', code: 'W1' },
    probe: 'dns-address',
    settings: { host: 'www.example.test' },
    vantage: 'inside',
    everySeconds: 1800,
    host: 'name:www.example.test',
    ...change,
  }
}

/** A look at that check which saw `facts` at `at`, due at the same moment. */
export function exampleLook(at: string, change: Partial<Look> = {}): Look {
  return {
    checkId: 'service~W1~dns-address',
    dueAt: at,
    startedAt: at,
    endedAt: at,
    durationMs: 12.3,
    vantage: 'inside',
    probeVersion: 1,
    manual: false,
    result: { ok: true, facts: { host: 'www.example.test' } },
    samples: [],
    evidence: { exchanges: [] },
    ...change,
  }
}
