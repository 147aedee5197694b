import { Address6 } from 'ip-address'

export type RateLimiter = {
  /** Counts one attempt. 0: go on; else how many milliseconds to wait, and the attempt must not be made. */
  attempt(key: string): number
  /** Forgets a key, after a success that proves it harmless. */
  forget(key: string): void
}

/** Enough for every account and a crowd of addresses; past it the key that is due soonest makes room. */
const maxKeys = 10_000

/**
 * Allows `max` attempts per key within `windowMs`, counted from the key's first. Lives in memory: a restart forgets,
 * which costs an attacker more than it gives. `elapsedMs` is the monotonic clock, so that setting the clock of the
 * machine neither locks people out nor lets anybody in.
 */
export function createRateLimiter({
  max,
  windowMs,
  elapsedMs,
}: {
  max: number
  windowMs: number
  elapsedMs: () => number
}): RateLimiter {
  // a Map keeps the order in which windows were opened, so the oldest is always first
  const windows = new Map<string, { endsAtMs: number; attempts: number }>()
  return {
    attempt(key) {
      const now = elapsedMs()
      const open = windows.get(key)
      if (open === undefined || open.endsAtMs <= now) {
        windows.delete(key)
        makeRoom(windows, now)
        windows.set(key, { endsAtMs: now + windowMs, attempts: 1 })
        return 0
      }
      if (open.attempts >= max) return Math.ceil(open.endsAtMs - now)
      open.attempts += 1
      return 0
    },
    forget(key) {
      windows.delete(key)
    },
  }
}

/**
 * Under which key an address is counted: one IPv4 address, or one IPv6 /64, since whoever has one address of a /64
 * has all of them. IPv4-mapped addresses count as IPv4. Text that is no address is its own key.
 */
export function addressKey(address: string): string {
  const bare = address.replace(/%.*$/, '')
  if (!Address6.isValid(bare)) return bare
  const value = new Address6(bare).bigInt()
  if (value >> 32n === 0xffffn) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')
  return `${(value >> 64n).toString(16)}/64`
}

function makeRoom(windows: Map<string, { endsAtMs: number }>, now: number): void {
  for (const [key, { endsAtMs }] of windows) {
    if (endsAtMs > now && windows.size < maxKeys) return
    windows.delete(key)
  }
}
