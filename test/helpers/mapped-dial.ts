import { type Dial, type Endpoint, ProbeError } from '../../probes/probe.ts'

/** Brings the addresses that a test names to where its servers listen; anything else is refused. */
export function mappedDial(map: Record<string, Endpoint>): Dial {
  return (address, port) => {
    const endpoint = map[`${address}#${port}`]
    if (endpoint) return endpoint
    throw new ProbeError('target_refused', `${address} port ${port} is not in the test's network`)
  }
}
