import { type Endpoint, ProbeError } from '../probe.ts'
import type { Ended } from './evidence.ts'
import type { FailureClass } from './failure-class.ts'
import { beginExchange, type Look } from './look.ts'
import { pause } from './pause.ts'
import { ping } from './ping.ts'
import type { Pinged } from './ping-program.ts'
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
    const note = beginExchange(look, { address, port: 0 })
    const times = { timeoutMs: timeoutMs * look.patience, spacingMs: spacingMs * look.patience }
    const pinged = await ping(address, { packets, bytes, ...times }, look.signal)
    if (pinged) {
      note(endOf(pinged, address))
      return { method: 'icmp', sent: pinged.sent, rttMs: pinged.rttMs, failure: null }
    }
  }
  if (tcpPort === null)
    throw new ProbeError(
      'ping_unavailable',
      'no program of ours can send ICMP there, and no TCP port is given',
    )
  return connectRepeatedly({ address, port: tcpPort }, packets, look)
}

/** What the program was asked, and what it said of this address. */
export function endOf({ command, said, sent, rttMs }: Pinged, address: string): Ended {
  return {
    protocol: 'ping',
    transport: 'icmp',
    peer: rttMs.length > 0 ? { address, port: 0 } : null,
    request: command.endsWith(address) ? [command] : [command, `on its standard input: ${address}`],
    response: said,
    failure: rttMs.length > 0 ? undefined : `no answer to ${sent} packets`,
  }
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
