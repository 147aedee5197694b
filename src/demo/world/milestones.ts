import type { UnitKind } from '../../model/inventory.ts'
import { chance } from './chance.ts'

/** When in the plan (0 to 1) each kind of unit gets each thing, in the middle of its crowd, and how far it spreads. */
const middles: Record<UnitKind, { site: number; line: number; internet: number; spread: number }> = {
  platform: { site: 0.24, line: 0.22, internet: 0.18, spread: 0.02 },
  department: { site: 0.45, line: 0.55, internet: 0.42, spread: 0.08 },
  district: { site: 0.5, line: 0.6, internet: 0.45, spread: 0.08 },
  commune: { site: 0.85, line: 0.78, internet: 0.9, spread: 0.09 },
}

/**
 * The progress of the plan at which one thing comes to one unit. Over all units this draws the S-curve of an
 * adoption: a logistic around the middle, so that a few come early and some not before the plan ends (above 1).
 */
export function milestone(
  seed: number,
  kind: UnitKind,
  thing: 'site' | 'line' | 'internet',
  key: string,
): number {
  const { spread, ...middle } = middles[kind]
  const rank = 0.01 + 0.98 * chance(seed, 'milestone', thing, key)
  return Math.max(0.02, middle[thing] + spread * Math.log(rank / (1 - rank)))
}
