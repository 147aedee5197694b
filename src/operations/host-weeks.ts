import { dayMsOf } from '../days.ts'

/** MAC addresses are comparable only within the seven days of one salt (src/days.ts), so weeks are counted apart. */
export const weekDays = 7
/** Whole weeks in the 30 days over which machines on the network are counted (domain rules 2.5). */
export const hostWeeks = 4

/** Milliseconds from the end of one such week to that of the next. */
export function weekMsOf(pace: number): number {
  return weekDays * dayMsOf(pace)
}
