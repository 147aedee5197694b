import type { Endpoint, ProbeContext, SnmpCredential } from '../../probes/probe.ts'

/**
 * A context for SNMP tests: credentials by name, and `dial` that leads every address to `to`, or only the families
 * that `to` lists. Waits are a tenth of the product's.
 */
export function snmpContext(options: {
  credentials: Record<string, SnmpCredential>
  to?: Endpoint | { 4?: Endpoint; 6?: Endpoint }
  patience?: number
  signal?: AbortSignal
}): ProbeContext {
  const { credentials, to, patience = 0.1, signal = new AbortController().signal } = options
  return {
    signal,
    now: () => '2022-06-30T12:00:00.000Z',
    secret: (name) => credentials[name],
    dial: (address, port) => {
      if (!to) return { address, port }
      if ('port' in to) return to
      return to[address.includes(':') ? 6 : 4] ?? { address, port }
    },
    vantage: 'inside',
    patience,
    resolvers: [],
    trustedCa: undefined,
  }
}
