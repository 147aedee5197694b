import type { DroppedInterval, Instant } from '../model.ts'

/** The clocks of an agent at one moment; those that it does not tell are NaN. */
export type AgentClocks = {
  /** sysUpTime, in hundredths of a second; wraps after 497 days. */
  sysUpTime: number
  /** snmpEngineBoots and snmpEngineTime (seconds), which tell a reboot from that wrap. */
  engineBoots: number
  engineTime: number
}

/** What an agent said of its counters at one moment. */
export type CounterReading = AgentClocks & {
  /** By our clock. */
  at: Instant
  /** Moments of the last discontinuity of each table that the counters come from. */
  discontinuities: Record<string, number>
  counters: Record<string, Counter>
}

/** `speedMbps` of the link that it counts on; null when not known, or when it counts on several. */
export type Counter = {
  value: bigint
  bits: 32 | 64
  of: 'octets' | 'packets'
  speedMbps: number | null
}

/** What each counter of both readings grew by in `seconds` of the agent's clock, or why that is not known. */
export type Growth = { growth: Record<string, bigint>; seconds: number } | { dropped: DroppedInterval }

const wrap32 = 2 ** 32
/** The agent's clock and ours may differ by so much, in shares and in seconds. */
const tolerance = { share: 0.1, seconds: 5 }
/** Links carry a little more than they say. */
const speedTolerance = 1.05

/**
 * The delta rules (domain rules 3.7): a time between two looks in which the agent restarted, stood still, or reset or
 * may have wrapped a counter more than once, or of which only one of the looks brought a counter, is dropped for all its
 * counters together, so that sums of different counters are of the same time. What is dropped is missing, never zero.
 */
export function counterGrowth(before: CounterReading, after: CounterReading): Growth {
  const seconds = agentSeconds(before, after, (Date.parse(after.at) - Date.parse(before.at)) / 1000)
  if (typeof seconds !== 'number') return { dropped: seconds }
  for (const [table, at] of Object.entries(after.discontinuities))
    if ((before.discontinuities[table] ?? at) !== at) return { dropped: 'discontinuity' }
  if (Object.keys(before.counters).some((name) => after.counters[name] === undefined))
    return { dropped: 'discontinuity' }
  const growth: Record<string, bigint> = {}
  for (const [name, counter] of Object.entries(after.counters)) {
    const was = before.counters[name]
    if (was === undefined || was.bits !== counter.bits) return { dropped: 'discontinuity' }
    const grown = counter.value - was.value
    const wrapped = wrapOf(Number(grown), counter, seconds)
    if (typeof wrapped !== 'number') return { dropped: wrapped }
    growth[name] = grown + BigInt(wrapped)
  }
  return { growth, seconds }
}

/** The seconds between two looks by the agent's clock; `wallSeconds` by ours. Rules 1 and 2. */
export function agentSeconds(
  before: AgentClocks,
  after: AgentClocks,
  wallSeconds: number,
): number | DroppedInterval {
  let hundredths = after.sysUpTime - before.sysUpTime
  if (Number.isNaN(hundredths)) return 'no_clock'
  const boots = after.engineBoots - before.engineBoots
  if (!Number.isNaN(boots) && boots !== 0) return 'reboot'
  if (hundredths < 0) {
    if (!engineWentOn(before, after, wallSeconds)) return 'reboot'
    hundredths += wrap32
  }
  const seconds = hundredths / 100
  return seconds > 0 && agree(seconds, wallSeconds) ? seconds : 'stalled'
}

function engineWentOn(before: AgentClocks, after: AgentClocks, wallSeconds: number): boolean {
  const isKnown = before.engineBoots === after.engineBoots // which NaN never is
  return isKnown && agree(after.engineTime - before.engineTime, wallSeconds)
}

function agree(seconds: number, wallSeconds: number): boolean {
  const apart = Math.abs(seconds - wallSeconds)
  return apart <= tolerance.seconds || apart <= tolerance.share * wallSeconds
}

/** The fewest bits on the wire that make one of these grow by one: a frame has at least 64 octets. */
const leastBits = { octets: 8, packets: 512 }

/**
 * What to add to the step of a counter between two looks: 0, or 2^32 where it wrapped; or why the step says nothing. Rules
 * 4 to 6.
 */
export function wrapOf(
  step: number,
  { bits, of, speedMbps }: Omit<Counter, 'value'>,
  seconds: number,
): number | DroppedInterval {
  let wrapped = 0
  if (bits === 64 && step < 0) return 'decreased'
  if (bits === 32) {
    // in a time in which the link could fill the counter it may have wrapped unseen, even where it did not go back
    const wrapSeconds = speedMbps === null ? null : (wrap32 * leastBits[of]) / (speedMbps * 1e6)
    const mayHaveWrapped = wrapSeconds === null ? step < 0 : seconds >= wrapSeconds
    if (mayHaveWrapped) return 'ambiguous_wrap'
    if (step < 0) wrapped = wrap32
  }
  const mbps = ((step + wrapped) * leastBits[of]) / seconds / 1e6
  return speedMbps !== null && mbps > speedTolerance * speedMbps ? 'implausible' : wrapped
}
