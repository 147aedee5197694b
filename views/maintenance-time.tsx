import { formatDay, formatMoment } from '../src/i18n/format.ts'
import type { Maintenance } from '../src/model/maintenance.ts'
import { clockMs, clockTime, provinceZone } from '../src/operations/local-time.ts'
import type { MaintenanceTime } from '../src/operations/maintenance.ts'
import type { Frame } from './frame.ts'

/** One time of announced work, on the clocks of its own zone and, where they differ, on those of the province. */
export function TimeSpan({ time, zone, frame }: { time: MaintenanceTime; zone: string; frame: Frame }) {
  const { t, locale } = frame
  const utc = [time.fromMs, time.toMs].map((ms) => new Date(ms).toISOString())
  const local = spanText(time.startLocal, time.endLocal, frame)
  const [from = '', to = ''] = utc.map((at) => formatMoment(at, locale))
  return (
    <span title={utc.join(' – ')}>
      {t.maintenance.inZone(local, zone)}
      {zone !== provinceZone && (
        <span class="muted small"> = {t.maintenance.provinceTime(`${from} – ${to}`)}</span>
      )}
    </span>
  )
}

/** "30/06/2022 22:00 – 02:00", with the second day only where it is needed to tell. */
function spanText(start: string, end: string, { locale }: Frame): string {
  const [day = '', time] = start.split('T')
  const [endDay = '', endTime] = end.split('T')
  const within = clockMs(end) - clockMs(start) < 86_400_000
  return `${formatDay(day, locale)} ${time} – ${within ? '' : `${formatDay(endDay, locale)} `}${endTime}`
}

/** When it comes again, in words. */
export function ruleText({ repetition, openEnd }: Maintenance, { t, locale }: Frame): string {
  const { rule, nths, weekdays, once, openEnd: open } = t.maintenance
  if (repetition === null) return openEnd ? `${once}, ${open}` : once
  const { interval, until, count } = repetition
  const parts = [
    repetition.every === 'week'
      ? rule.weekly(repetition.on.map((day) => weekdays[day]).join(', '), interval)
      : 'date' in repetition.on
        ? rule.monthlyDate(repetition.on.date, interval)
        : rule.monthlyWeekday(weekdays[repetition.on.weekday], nths[repetition.on.nth], interval),
    until !== null && rule.until(formatDay(until, locale)),
    count !== null && rule.count(count),
  ]
  return parts.filter((part) => part !== false).join(', ')
}

/** "22:00" of a moment in the province. */
export function provinceClock(ms: number): string {
  return clockTime(ms + 7 * 3_600_000).slice(11)
}
