import type { Finding } from '../criterion.ts'

/**
 * The verdict on a share of which some is not known: certain when the best and the worst case come to the same, else
 * null. `good` and `unknown` are counts out of `all`; `partial` is the share from which on it is partial.
 */
export function certainShare(
  { good, unknown, all }: { good: number; unknown: number; all: number },
  partial: number,
): Exclude<Finding['verdict'], 'unknown'> | null {
  const atWorst = verdictOf(good / all, partial)
  return atWorst === verdictOf((good + unknown) / all, partial) ? atWorst : null
}

function verdictOf(share: number, partial: number) {
  if (share >= 1) return 'pass'
  return share >= partial ? 'partial' : 'fail'
}
