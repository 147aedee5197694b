import { setTimeout as sleep } from 'node:timers/promises'
import { type Endpoint, ProbeError } from '../probe.ts'
import { endpointText } from './endpoint.ts'
import { beginExchange, type Look } from './look.ts'
import { ping } from './ping.ts'
import { endOf } from './ping-reach.ts'
import { connectTcp } from './tcp-connect.ts'

export type Loss = {
  sent: number
  answered: number
  /** Whether packets of 1,280 octets come back; null when nothing tells, as where nobody answers to ICMP. */
  passes1280: boolean | null
}

/** With three hosts about a hundred in all, so that one lost packet is about one per cent. */
const packets = 34
const spacingMs = 50
/** A late answer to a ping is no loss, as on a busy machine. */
const pingMs = 5_000
/** Shorter than the second after which a kernel sends its SYN again (RFC 6298 2.1), which would hide a loss. */
const answerMs = 900
/** Octets of data that make an IPv6 packet of 1,280, which every link must carry (RFC 8200 5). */
const largeOctets = 1232
const smallOctets = 56

/** Counts packets that are lost on the way to a host that answers on TCP: by pings of 1,280 octets, else by connections. */
export async function measureLoss(endpoint: Endpoint, look: Look): Promise<Loss> {
  if (look.dial(endpoint.address, endpoint.port).address === endpoint.address) {
    const large = await pingTimes(endpoint.address, packets, largeOctets, look)
    if (large !== null && large.answered > 0) return { ...large, passes1280: true }
    const small = large && (await pingTimes(endpoint.address, 3, smallOctets, look))
    if (small && small.answered > 0) return { sent: packets, answered: 0, passes1280: false }
  }
  return { ...(await connectRepeatedly(endpoint, look)), passes1280: null }
}

/** null: no program of ours can send ICMP. */
async function pingTimes(address: string, count: number, bytes: number, look: Look) {
  const note = beginExchange(look, { address, port: 0 })
  const options = { packets: count, bytes, timeoutMs: pingMs * look.patience, spacingMs }
  const pinged = await ping(address, options, look.signal)
  if (!pinged) return null
  note(endOf(pinged, address))
  return { sent: pinged.sent, answered: pinged.rttMs.length }
}

async function connectRepeatedly(asked: Endpoint, look: Look) {
  const endpoint = look.dial(asked.address, asked.port)
  const note = beginExchange(look, asked)
  let answered = 0
  for (let sent = 0; sent < packets; sent++) {
    if (sent > 0) await sleep(spacingMs * look.patience)
    if (look.signal.aborted) throw new ProbeError('out_of_time', 'the time for this look is up')
    const outcome = await connectTcp(endpoint, answerMs * look.patience, look.signal)
    if ('socket' in outcome) outcome.socket.destroy()
    if ('socket' in outcome || outcome.failure === 'TCP_REFUSED') answered++
  }
  note({
    protocol: 'tcp',
    transport: 'tcp',
    peer: answered > 0 ? endpoint : null,
    request: [`${packets} SYN to ${endpointText(asked)}, each with ${answerMs} ms to be answered`],
    response: [`${answered} answered`],
    ...(answered === 0 && { failure: 'no answer' }),
  })
  return { sent: packets, answered }
}
