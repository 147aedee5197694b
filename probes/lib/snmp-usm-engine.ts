/**
 * The SNMP engine of an agent, as far as it is known (RFC 3414 section 2.2): how often it has booted, and its clock in
 * seconds since then, as it stood `atMs` of our monotonic clock. `latestTime` is the highest that came authenticated.
 */
export type UsmEngine = { id: Buffer; boots: number; time: number; atMs: number; latestTime: number }

/** RFC 3411: 5 to 32 octets; some agents have fewer. */
const longestId = 32
const highest = 2 ** 31 - 1
/** RFC 3414 section 2.2.3, in seconds. */
const windowSeconds = 150

/** What an agent tells of its engine; undefined for an engine that cannot be. */
export function engineOf(id: Buffer, boots: number, time: number): UsmEngine | undefined {
  const fits = (number: number) => number >= 0 && number <= highest
  if (id.length === 0 || id.length > longestId || !fits(boots) || !fits(time)) return undefined
  return { id: Buffer.from(id), boots, time, atMs: performance.now(), latestTime: 0 }
}

/** Boots and time as they should be there now. */
export function clockOf({ boots, time, atMs }: UsmEngine): { boots: number; time: number } {
  const now = time + Math.floor((performance.now() - atMs) / 1000)
  // the clock begins anew with another boot, of which there are no more than that
  return now <= highest
    ? { boots, time: now }
    : { boots: Math.min(boots + 1, highest), time: now - highest - 1 }
}

/** Follows the clock of an authentic message where it is ahead of ours (RFC 3414 section 3.2, step 7b 1). */
export function followClock(engine: UsmEngine, { boots, time }: { boots: number; time: number }): void {
  if (boots < engine.boots || (boots === engine.boots && time <= engine.latestTime)) return
  Object.assign(engine, { boots, time, atMs: performance.now(), latestTime: time })
}

/** Whether an authentic message is of now (RFC 3414 section 3.2, step 7b 2). */
export function isInWindow(engine: UsmEngine, { boots, time }: { boots: number; time: number }): boolean {
  const now = clockOf(engine)
  return now.boots < highest && boots === now.boots && Math.abs(time - now.time) <= windowSeconds
}

/** Engines by the endpoint that they answer at, so that the next conversation begins without asking. */
const known = new Map<string, UsmEngine>()
const mostKnown = 20_000

export function knownEngine(endpoint: string): UsmEngine | undefined {
  return known.get(endpoint)
}

/** Beyond `mostKnown` the one that was met first is forgotten. */
export function keepEngine(endpoint: string, engine: UsmEngine): void {
  if (known.get(endpoint) === engine) return
  const [oldest] = known.keys()
  if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest)
  known.set(endpoint, engine)
}

export function forgetEngine(endpoint: string): void {
  known.delete(endpoint)
}
