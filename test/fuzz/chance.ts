/** Chance that comes from a seed alone, so that whatever was found can be found again. */
export type Chance = {
  /** A whole number from 0 to `below` - 1. */
  upTo(below: number): number
  /** True in this share of cases. */
  is(share: number): boolean
  pick<T>(choices: readonly T[]): T
  bytes(count: number): Buffer
}

/** A generator of its own for each key: what one look does is no matter of what others did before it. */
export function chanceOf(seed: number, key: number): Chance {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(key + 1, 0xc2b2ae35)) | 0
  // mulberry32
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const upTo = (below: number) => Math.floor(next() * below)
  return {
    upTo,
    is: (share) => next() < share,
    pick: <T>(choices: readonly T[]) => choices[upTo(choices.length)] as T,
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => upTo(256))),
  }
}
