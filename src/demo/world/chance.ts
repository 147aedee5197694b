/** A number in [0, 1) that depends on nothing but its arguments: the demo's only source of chance. */
export function chance(seed: number, ...keys: (string | number)[]): number {
  let hash = 0x811c9dc5 ^ seed
  for (const character of keys.join('~')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  // The finaliser of MurmurHash3: FNV alone leaves neighbouring keys with neighbouring values.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/** A number between two bounds, the same for the same keys. */
export function between(low: number, high: number, share: number): number {
  return low + (high - low) * share
}
