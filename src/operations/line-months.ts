import type { Line } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { dayOf, type Period, periodAt } from '../report/period.ts'

/** The month of the calendar in which a moment lies; reports go by another (src/report/period.ts). */
export function calendarMonth(at: Instant): Period {
  return periodAt(at, { cutoffDay: 31 })
}

/** The days on which the contract is in force. */
export function contractDays<Day extends { from: Instant }>(
  days: Day[],
  { contractFrom, contractTo }: Pick<Line, 'contractFrom' | 'contractTo'>,
): Day[] {
  return days.filter(({ from }) => {
    const day = dayOf(from)
    return (contractFrom === null || day >= contractFrom) && (contractTo === null || day <= contractTo)
  })
}
