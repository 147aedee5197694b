import { isIP } from 'node:net'
import { ProbeError } from '../probe.ts'
import { familyOf, mayDial } from './endpoint.ts'
import type { FailureClass } from './failure-class.ts'
import type { LookUp } from './http-follow.ts'
import type { Look } from './look.ts'
import { connectWithTries } from './tcp-connect.ts'

/** Whether a host answers on TCP over IPv6. null: the safety check forbids asking. */
export type HostAnswer = { answers: boolean | null; failure: FailureClass | null }

const maxAddresses = 4
/** Three tries of 4 s (domain rules 4.5, TCP_TIMEOUT). */
const connecting = { timeoutMs: 4000, tries: 3 }

/** Connects to the AAAA of a host, on one port after the other, until one accepts. An IPv4 address has no AAAA. */
export async function answersOverIpv6(
  host: string,
  ports: number[],
  lookUp: LookUp,
  look: Look,
): Promise<HostAnswer> {
  const { addresses, failure } = await addressesOf(host, lookUp)
  if (addresses.length === 0) return { answers: false, failure }
  const dialled = addresses.filter(mayDial).slice(0, maxAddresses)
  if (dialled.length === 0) return { answers: false, failure: 'AAAA_FORBIDDEN_CLASS' }
  let last: HostAnswer = { answers: null, failure: null }
  for (const port of ports) {
    const outcomes = await Promise.all(dialled.map((address) => connect(address, port, look)))
    if (outcomes.includes('open')) return { answers: true, failure: null }
    for (const outcome of outcomes)
      if (outcome !== null && outcome !== 'open') last = { answers: false, failure: outcome }
  }
  return last
}

async function addressesOf(host: string, lookUp: LookUp) {
  if (isIP(host)) {
    const own = familyOf(host) === 6
    return { addresses: own ? [host] : [], failure: own ? null : ('NODATA' as const) }
  }
  const { aaaa } = await lookUp(host)
  return { addresses: aaaa.addresses.map(({ address }) => address), failure: aaaa.failure }
}

/** null: the safety check forbids this address. */
async function connect(address: string, port: number, look: Look): Promise<'open' | FailureClass | null> {
  try {
    const timeoutMs = connecting.timeoutMs * look.patience
    const outcome = await connectWithTries({ address, port }, { ...connecting, timeoutMs }, look)
    if (!('socket' in outcome)) return outcome.failure
    outcome.socket.destroy()
    return 'open'
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused') return null
    throw error
  }
}
