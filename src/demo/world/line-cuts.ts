import { chance } from './chance.ts'
import type { Place } from './places.ts'
import type { Spells } from './spells.ts'

const hour = 3_600_000

/** How often IPv6 alone is lost on the line of a place: somewhere nobody set the way back, and elsewhere now and then. */
export function lineCuts6(seed: number, place: Place): Spells | 'always' | null {
  if (place.router === 'no_default6') return 'always'
  if (chance(seed, 'IPv6 of the line', place.code) >= 0.15) return null
  const key = `line6 ${place.code}`
  return { key, everyMs: 12 * hour, likelihood: 0.8, shortestMs: 0.5 * hour, longestMs: 2 * hour }
}

/** How often the leased line of a place is cut. */
export function lineCuts(seed: number, place: Place): Spells {
  const key = `line ${place.code}`
  if (place.router === 'line_drops') {
    return { key, everyMs: 8 * hour, likelihood: 1, shortestMs: 0.75 * hour, longestMs: 1.5 * hour }
  }
  const poor = place.router === 'poor_line' || chance(seed, 'poor line', place.code) < 0.15
  return poor
    ? { key, everyMs: 72 * hour, likelihood: 0.7, shortestMs: 0.5 * hour, longestMs: 4 * hour }
    : { key, everyMs: 288 * hour, likelihood: 0.4, shortestMs: 0.2 * hour, longestMs: hour }
}
