import { type Endpoint, ProbeError } from '../probe.ts'
import type { FailureClass } from './failure-class.ts'
import { beginExchange, type Look } from './look.ts'
import { pause } from './pause.ts'
import { pingBatch } from './ping.ts'
import { connectWithTries } from './tcp-connect.ts'

export type Reach = { method: 'icmp' | 'tcp'; sent: number; rttMs: number[]; failure: FailureClass | null }
type Asked = { packets: number; bytes: number; tcpPort: number | null }

const timeoutMs = 1000
const spacingMs = 250
/** ICMP has no ports; the safety check asks for one. This is echo's own (RFC 862). */
const echoPort = 7

/**
 * Pings an address, or connects to it over TCP where we can send no ICMP or where it stands for another address: ICMP
 * cannot follow a dial map to a port. Throws ProbeError `ping_unavailable` when there is no TCP port to try either.
 */
export async function lookAtReach(
  address: string,
  { packets, bytes, tcpPort }: Asked,
  look: Look,
): Promise<Reach> {
  const endpoint = look.dial(address, tcpPort ?? echoPort)
  if (endpoint.address === address) {
    const reach = await ping(address, { packets, bytes }, look)
    if (reach) return reach
  }
  if (tcpPort === null)
    throw new ProbeError(
      'ping_unavailable',
      'no program of ours can send ICMP there, and no TCP port is given',
    )
  return connectRepeatedly({ address, port: tcpPort }, packets, look)
}

async function ping(
  address: string,
  { packets, bytes }: Omit<Asked, 'tcpPort'>,
  look: Look,
): Promise<Reach | null> {
  const note = beginExchange(look, { address, port: 0 })
  const times = { timeoutMs: timeoutMs * look.patience, spacingMs: spacingMs * look.patience }
  const pinged = (await pingBatch([address], { packets, bytes, ...times }, look.signal)).get(address)
  if (!pinged) return null
  const { command, said, sent, rttMs } = pinged
  note({
    protocol: 'ping',
    transport: 'icmp',
    peer: rttMs.length > 0 ? { address, port: 0 } : null,
    request: [command, ...(command.endsWith(address) ? [] : [`on its standard input: ${address}`])],
    response: said,
    ...(rttMs.length === 0 && { failure: `no answer to ${sent} packets` }),
  })
  return { method: 'icmp', sent, rttMs, failure: null }
}

/** As many connections as packets: accepted and refused ones are answers of the host. */
async function connectRepeatedly(asked: Endpoint, packets: number, look: Look): Promise<Reach> {
  const rttMs: number[] = []
  let failure: FailureClass | null = null
  for (let sent = 0; sent < packets; sent++) {
    if (sent > 0) await pause(spacingMs * look.patience, look)
    const started = performance.now()
    const outcome = await connectWithTries(asked, { timeoutMs: timeoutMs * look.patience, tries: 1 }, look)
    if ('socket' in outcome) outcome.socket.destroy()
    else failure = outcome.failure
    if ('socket' in outcome) rttMs.push(outcome.connectMs)
    else if (outcome.failure === 'TCP_REFUSED') rttMs.push(performance.now() - started)
  }
  return { method: 'tcp', sent: packets, rttMs, failure: rttMs.length > 0 ? null : failure }
}
