import { shippedPlan } from '../../src/plan-file.ts'
import { measureKey } from '../../src/readiness/standing.ts'
import type { Database } from '../../src/store/database.ts'
import { addMeasures, closeStandingDay } from '../../src/store/standings.ts'
import { now } from './looks.ts'

/** Ninety days up to 29 June 2022 on which R and the share of communes at level 4 grow. */
export async function fillHistory(db: Database): Promise<void> {
  const target = shippedPlan().targets.find(({ id }) => id === '2023-commune-level')
  if (target === undefined) throw new Error('the plan that ships has lost a target')
  for (let index = 0; index < 90; index++) {
    const day = new Date(Date.UTC(2022, 3, 1 + index)).toISOString().slice(0, 10)
    const group = {
      units: 8,
      score: 10 + index / 3,
      scoreMax: 60 + index / 4,
      coverage: 0.3 + index / 200,
      levels: [6 - Math.floor(index / 20), 1, Math.floor(index / 20), 1, 0, 0],
      broken: index % 3,
    }
    await closeStandingDay(db, { day, catalogue: '1', keptAt: now, groups: new Map([['all', group]]) })
    await addMeasures(db, [
      { measure: measureKey(target), day, done: Math.floor(index / 2), unknown: 20, units: 100 },
    ])
  }
}
