import { backTest, backTested, bandLevel } from '../../src/readiness/forecast.ts'
import { generateAdoption } from '../readiness/adoption.ts'
import { countGoal, type Suite } from './suite.ts'

/** Forecasts of generated histories, tried against what came: what they cost, and how many of their bands held it. */
export async function* forecastCases(): AsyncGenerator<Suite> {
  const histories = Array.from({ length: backTested.histories }, (_, index) => generateAdoption(301 + index))
  const name = `forecast, ${bandLevel * 100} % band`
  yield {
    title: `Back-test of ${histories.length} generated histories`,
    unit: 'forecast',
    cases: [
      {
        name,
        async run() {
          const before = process.cpuUsage()
          const total = { forecasts: 0, held: 0 }
          for (const { line, units } of histories) {
            const tried = backTest(
              line.map(({ share }) => share),
              units,
            )
            total.forecasts += tried?.forecasts ?? 0
            total.held += tried?.held ?? 0
          }
          const { user, system } = process.cpuUsage(before)
          const coverage = total.held / total.forecasts
          return {
            units: total.forecasts,
            cpuMs: (user + system) / 1000,
            more: { forecasts: total.forecasts, coverage, 'coverage off': Math.abs(coverage - bandLevel) },
          }
        },
      },
    ],
    goals: [countGoal('coverage of the band off what it says', name, 'coverage off', 0.05)],
  }
}
