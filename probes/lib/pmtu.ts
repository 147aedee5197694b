import { ProbeError } from '../probe.ts'
import { beginExchange, type Look } from './look.ts'
import { readPing, runProgram } from './ping-program.ts'
import { whenAborted } from './when-aborted.ts'

/** Octets of data that make packets of 1,280, which every link must carry, and of 1,500 (RFC 8200 5). */
const [small, large] = [1232, 1452]
const packets = 3
/** Milliseconds for all packets of a size, with a margin. */
const longestMs = 10_000

/**
 * Whether it can be proved that packets of 1,500 octets to an IPv6 address are lost on the way without a word, while
 * those of 1,280 come back (RFC 4821 1; domain rules 4.5, PMTUD_BLACKHOLE). false too when nothing can be proved: ICMP is
 * filtered, we may send none, our own link is smaller, a Packet Too Big came, or the address stands for another one.
 */
export async function losesLargePackets(address: string, look: Look): Promise<boolean> {
  if (!isItself(address, look)) return false
  const passed = await pingUnfragmented(address, small, look)
  if (passed === null || passed.answered < 2 || passed.tooBig) return false
  const lost = await pingUnfragmented(address, large, look)
  return lost !== null && lost.answered === 0 && !lost.tooBig
}

/** ICMP cannot follow a dial map. */
function isItself(address: string, look: Look): boolean {
  try {
    return look.dial(address, 443).address === address
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'target_refused') return false
    throw error
  }
}

/** null: no ping, or it could not send. */
async function pingUnfragmented(
  address: string,
  bytes: number,
  look: Look,
): Promise<{ answered: number; tooBig: boolean } | null> {
  const numbers = ['-c', packets, '-i', 0.3, '-W', 1, '-s', bytes].map(String)
  const args = ['-6', '-n', '-M', 'do', ...numbers, '--', address]
  const note = beginExchange(look, { address, port: 0 })
  // AbortSignal.any would keep memory of each call (Node 20)
  const stop = new AbortController()
  const leave = whenAborted(look.signal, () => stop.abort())
  const timer = setTimeout(() => stop.abort(), longestMs)
  if (look.signal.aborted) stop.abort()
  const ran = await runProgram('ping', args, '', stop.signal).catch(() => null)
  clearTimeout(timer)
  leave()
  if (look.signal.aborted) throw new ProbeError('out_of_time', 'the time for this look is up')
  const seen = ran && readPing(ran.code, ran.out, packets, '')
  const answered = seen?.rttMs.length ?? 0
  note({
    protocol: 'ping',
    transport: 'icmp',
    peer: answered > 0 ? { address, port: 0 } : null,
    request: [['ping', ...args].join(' ')],
    response: seen?.said ?? [],
    ...(answered === 0 && { failure: seen ? 'no answer' : 'could not send' }),
  })
  // both what a router sent and what our own kernel knows: "Packet too big: mtu=1400", "message too long, mtu: 1400"
  return seen && { answered, tooBig: /too (?:big|long)/i.test(ran?.out ?? '') }
}
