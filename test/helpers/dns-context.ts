import type { Endpoint, ProbeContext } from '../../probes/probe.ts'
import { ProbeError } from '../../probes/probe.ts'

/**
 * A context for tests: whatever a probe dials is looked up in `dial` as `address` or `address#port`, and only loopback
 * goes through unmapped. `stop` ends the look like a budget that is used up.
 */
export function testContext(
  options: {
    dial?: Record<string, Endpoint>
    resolvers?: string[]
    patience?: number
    trustedCa?: string
    contact?: string
    signal?: AbortSignal
  } = {},
): ProbeContext {
  const { dial = {}, resolvers = [], patience = 1, trustedCa, contact } = options
  const { signal = new AbortController().signal } = options
  return {
    signal,
    now: () => '2022-06-30T12:00:00.000Z',
    secret: () => undefined,
    dial: (address, port) => {
      const mapped = dial[`${address}#${port}`] ?? dial[address]
      if (mapped) return mapped
      if (address === '::1' || address.startsWith('127.')) return { address, port }
      throw new ProbeError('target_refused', `${address} is not in the test's dial map`)
    },
    vantage: 'inside',
    patience,
    resolvers,
    trustedCa,
    contact,
  }
}

/** Types of what keeps the process busy: sockets and timers that a probe must not leave behind. */
export function busyHandles(): string[] {
  const ours = ['TCPSocketWrap', 'TCPConnectWrap', 'UDPWrap', 'TLSWrap', 'Timeout', 'GetAddrInfoReqWrap']
  return process.getActiveResourcesInfo().filter((type) => ours.includes(type))
}
