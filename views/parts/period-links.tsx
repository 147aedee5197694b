import { formatDay } from '../../src/i18n/format.ts'
import type { Day, Instant } from '../../src/model.ts'
import { dayOf } from '../../src/report/period.ts'
import { type Frame, withQuery } from '../frame.ts'

/** A month of the calendar and the months beside it; `next` is null where that has not begun. */
export type PeriodProps = {
  period: { name: string; from: Instant; to: Instant; previous: string; next: string | null }
  frame: Frame
}

/** Which month the figures are of, and the ways to those beside it. */
export function PeriodLinks({ period, frame }: PeriodProps) {
  const { t } = frame
  const href = (name: string) =>
    withQuery(frame.url, { period: name, from: null, to: null, range: null, page: null, day: null })
  return (
    <nav class="ranges no-print" aria-label={t.lines.period}>
      <ul class="chips">
        <li>
          <a class="chip" rel="prev" href={href(period.previous)}>
            {monthName(period.previous, frame)}
          </a>
        </li>
        <li>
          <a class="chip" href={href(period.name)} aria-current="true">
            {monthName(period.name, frame)}
          </a>
        </li>
        {period.next !== null && (
          <li>
            <a class="chip" rel="next" href={href(period.next)}>
              {monthName(period.next, frame)}
            </a>
          </li>
        )}
      </ul>
    </nav>
  )
}

/** "tháng 6/2022", "June 2022". */
export function monthName(name: string, { t, locale }: Pick<Frame, 't' | 'locale'>): string {
  const [year = '', month = ''] = name.split('-')
  return t.lines.periodOf(
    locale === 'vi' ? `${Number(month)}/${year}` : formatDay(`${name}-01`, 'en').slice(2),
  )
}

/** The last day that figures up to a moment hold. */
export function lastDayBefore(to: Instant): Day {
  return dayOf(new Date(Date.parse(to) - 1).toISOString())
}
