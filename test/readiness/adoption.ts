import { chance } from '../../src/demo/world/chance.ts'
import type { SharePoint } from '../../src/readiness/forecast.ts'

export type Adoption = { units: number; line: SharePoint[] }

/**
 * A history of years as provinces write it: each unit is done on a day of its own around a middle (which draws an
 * S-curve), nobody gets on during stalls, some units fall back for days, and some are unknown for a while.
 */
export function generateAdoption(seed: number, days = 720): Adoption {
  const draw = (...of: (string | number)[]) => chance(seed, 'adoption', ...of.map(String))
  const units = [12, 27, 60, 235][Math.floor(draw('units') * 4)] ?? 12
  const middle = days * (0.25 + 0.6 * draw('middle'))
  const spread = days * (0.04 + 0.1 * draw('spread'))
  const stalls = Array.from({ length: Math.floor(draw('stalls') * 3) }, (_, index) => {
    const from = days * draw('stall', index)
    return { from, to: from + 20 + 60 * draw('stall-length', index) }
  })
  const doneFrom = Array.from({ length: units }, (_, unit) => {
    const rank = 0.01 + 0.98 * draw('rank', unit)
    const day = middle + spread * Math.log(rank / (1 - rank))
    const stall = stalls.find(({ from, to }) => day >= from && day < to)
    return stall ? stall.to + 10 * draw('after-stall', unit) : day
  })
  const falls = 0.004 * draw('falls')
  const line = Array.from({ length: days }, (_, day): SharePoint => {
    const done = doneFrom.filter(
      (from, unit) => day >= from && ![0, 1, 2, 3].some((ago) => draw('fall', unit, day - ago) < falls),
    ).length
    return {
      day: new Date(Date.UTC(2021, 0, 1 + day)).toISOString().slice(0, 10),
      share: done / units,
    }
  })
  return { units, line }
}
