import type { Unit } from '../model/inventory.ts'
import type { Day } from '../model.ts'
import type { DayTally } from './month-rule.ts'
import type { MonthlyReport } from './monthly-report.ts'
import { daysOf, type Period } from './period.ts'

/**
 * The days of a longer period as the reports of its months count them, oldest first. Days of a month without a report,
 * from before anything was looked at, are days on which nothing passed.
 */
export function tallyMonths(
  unit: Pick<Unit, 'code' | 'validFrom'>,
  months: MonthlyReport[],
  period: Period,
  until: string,
): DayTally {
  const passed = new Map<string, number>()
  const servicePassed = new Map<string, number>()
  for (const { units, services } of months) {
    for (const { id, daysPassed } of units.find(({ code }) => code === unit.code)?.verdicts ?? [])
      add(passed, id, daysPassed)
    for (const service of services)
      if (service.unit === unit.code) add(servicePassed, service.code, service.daysPassed)
  }
  const newest = months.at(-1)?.units.find(({ code }) => code === unit.code)
  const unknownSince = new Map<string, Day>()
  for (const { id, unknownSince: since } of newest?.verdicts ?? [])
    if (since !== null) unknownSince.set(id, since)
  const days = daysOf(period, until).filter((day) => unit.validFrom === null || day >= unit.validFrom)
  // the months have looked back over the reports before them already
  return { days: days.length, firstDay: null, passed, unknownSince, servicePassed }
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count)
}
