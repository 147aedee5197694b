import { setMaxListeners } from 'node:events'
import type { Endpoint, ProbeContext, SnmpCredential } from '../../../probes/probe.ts'
import { startDeadline } from '../../../src/jobs/deadline.ts'

export const credentials: Record<string, SnmpCredential> = {
  v2c: { version: '2c', community: 'public' },
  v3: {
    version: '3',
    user: 'v6gov',
    level: 'authPriv',
    authProtocol: 'sha',
    authKey: 'authentication-pass',
    privProtocol: 'aes',
    privKey: 'privacy-pass-phrase',
  },
}

const stopping = new AbortController()
setMaxListeners(0, stopping.signal) // every look under way listens

/**
 * Looks as the product does, with a deadline of its own, but every address leads to one endpoint of loopback.
 */
export async function withContext<T>(
  to: Endpoint,
  budgetMs: number,
  look: (context: ProbeContext) => Promise<T>,
  more: Partial<Omit<ProbeContext, 'signal'>> = {},
): Promise<T> {
  const { signal, expired, end } = startDeadline(budgetMs, stopping.signal)
  try {
    return await Promise.race([look({ signal, ...contextOf(to), ...more }), expired])
  } finally {
    end()
  }
}

function contextOf(to: Endpoint): Omit<ProbeContext, 'signal'> {
  return {
    now: () => '2022-06-30T12:00:00.000Z',
    secret: (name) => credentials[name],
    dial: () => to,
    vantage: 'inside',
    patience: 1,
    resolvers: [],
    trustedCa: undefined,
  }
}
