/** IF-MIB's words for the state of an interface (RFC 2863) as facts spell them. */
export const ifStatusFact = {
  up: 'up',
  down: 'down',
  testing: 'testing',
  unknown: 'unknown',
  dormant: 'dormant',
  notPresent: 'not_present',
  lowerLayerDown: 'lower_layer_down',
} as const

/**
 * The ifIndex that a row's index is; null when it is none. The standard ends at 2^31 - 1, but agents go up to
 * 4194316032 (Huawei OLT).
 */
export function parseIfIndex(index: string): number | null {
  const number = Number(index)
  return /^\d{1,10}$/.test(index) && number < 2 ** 32 ? number : null
}
