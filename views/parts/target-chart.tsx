import { formatDay, formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Day } from '../../src/model.ts'
import type { Plan } from '../../src/readiness/plan.ts'
import { plannedShare } from '../../src/readiness/plan-line.ts'
import type { TargetProgress } from '../../src/readiness/plan-progress.ts'
import { dayOf } from '../../src/report/period.ts'
import type { Frame } from '../frame.ts'
import { TableBox } from './table.tsx'
import type { Course } from './target-course.tsx'
import { Ends } from './trend.tsx'

/** As many points as a chart of this width can tell apart. */
const pointsShown = 120
/** How far a forecast is drawn at most when its target is past or near. */
const drawnDays = 180

/** What the plan wants of a target, what has been reached, and how it goes on with its band. */
export function TargetChart({ of, frame }: { of: Course; frame: Frame }) {
  const { t, locale } = frame
  const { plan, progress, line, forecast } = of
  const { target } = progress
  if (line.length === 0) return null
  const today = dayOf(frame.asOf ?? frame.now)
  const ahead = forecast?.points.slice(0, drawnDays) ?? []
  const first = line[0]?.day ?? today
  const last = [target.date, today, ahead.at(-1)?.day ?? today].sort().at(-1) ?? today
  const start = Date.parse(first)
  const length = Math.max(1, Date.parse(last) - start)
  const x = (day: Day) => round((1000 * (Date.parse(day) - start)) / length)
  const y = (share: number) => round(200 - 200 * share)
  const actual = thinned(line.filter(({ units }) => units > 0)).map(({ day, done, units }) => ({
    day,
    share: done / units,
  }))
  const band = thinned(ahead)
  const known = actual.at(-1)
  const said = t.plan.chart(
    target.name[locale],
    progress.share === null ? t.none : formatShare(progress.share, locale),
    formatShare(target.share, locale, 0),
  )
  return (
    <figure class="chart">
      <div class="plot">
        <p class="scale muted small" aria-hidden="true">
          <span>100%</span>
          <span>0%</span>
        </p>
        <svg viewBox="0 0 1000 200" preserveAspectRatio="none" role="img" aria-label={said}>
          <path class="base" d="M0 0H1000M0 100H1000M0 200H1000" />
          {band.length > 0 && known && (
            <>
              <path
                class="band"
                d={`M${[
                  `${x(known.day)} ${y(known.share)}`,
                  ...band.map(({ day, high }) => `${x(day)} ${y(high)}`),
                  ...band.toReversed().map(({ day, low }) => `${x(day)} ${y(low)}`),
                ].join('L')}Z`}
              />
              <path
                class="ahead"
                d={`M${[known, ...band].map(({ day, share }) => `${x(day)} ${y(share)}`).join('L')}`}
              />
            </>
          )}
          <path class="plan" d={planPath(plan, target, { first, last, x, y })} />
          <path class="line" d={`M${actual.map(({ day, share }) => `${x(day)} ${y(share)}`).join('L')}`} />
          <path class="today" d={`M${x(today)} 0V200`} />
        </svg>
      </div>
      <Ends first={first} last={last} frame={frame} />
      <ChartTable of={of} frame={frame} />
    </figure>
  )
}

/** Steps on the dates of milestones, or straight between them. */
function planPath(
  plan: Plan,
  target: TargetProgress['target'],
  { first, last, x, y }: { first: Day; last: Day; x(day: Day): number; y(share: number): number },
): string {
  const dates = plan.targets.map(({ date }) => date).filter((date) => date > first && date < last)
  const days = [first, ...new Set(dates.sort()), last]
  const at = (day: Day) => y(plannedShare(plan, target, day))
  const [start = first, ...rest] = days
  const way = rest.map((day) => (plan.line === 'step' ? `H${x(day)}V${at(day)}` : `L${x(day)} ${at(day)}`))
  return `M${x(start)} ${at(start)}${way.join('')}`
}

/** The chart in figures: the last day of each month, and months ahead. */
function ChartTable({ of: { plan, progress, line, forecast }, frame }: { of: Course; frame: Frame }) {
  const { t, locale } = frame
  const columns = t.plan.chartColumns
  const share = (value: number) => formatShare(value, locale)
  const months = lastOfMonths(line)
  const ahead = lastOfMonths(forecast?.points ?? [])
  return (
    <details>
      <summary class="small">{t.plan.chartTable}</summary>
      <TableBox label={`${t.plan.chartTable}: ${progress.target.name[locale]}`}>
        <thead>
          <tr>
            <th scope="col">{columns.day}</th>
            <th scope="col" class="number">
              {columns.plan}
            </th>
            <th scope="col" class="number">
              {columns.actual}
            </th>
            <th scope="col" class="number">
              {columns.units}
            </th>
            <th scope="col" class="number">
              {columns.forecast}
            </th>
          </tr>
        </thead>
        <tbody>
          {months.map(({ day, done, units }) => (
            <tr>
              <th scope="row" class="nowrap">
                {formatDay(day, locale)}
              </th>
              <td class="number">{share(plannedShare(plan, progress.target, day))}</td>
              <td class="number">{units === 0 ? t.none : share(done / units)}</td>
              <td class="number">
                {formatNumber(done, locale)}/{formatNumber(units, locale)}
              </td>
              <td class="number" />
            </tr>
          ))}
          {ahead.map((point) => (
            <tr>
              <th scope="row" class="nowrap">
                {formatDay(point.day, locale)}
              </th>
              <td class="number">{share(plannedShare(plan, progress.target, point.day))}</td>
              <td class="number" />
              <td class="number" />
              <td class="number">
                {share(point.share)} ({share(point.low)}–{share(point.high)})
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </details>
  )
}

/** The last entry of each calendar month, oldest first. */
function lastOfMonths<Point extends { day: Day }>(points: Point[]): Point[] {
  return points.filter(({ day }, index) => points[index + 1]?.day.slice(0, 7) !== day.slice(0, 7))
}

function thinned<Point>(points: Point[]): Point[] {
  const every = Math.ceil(points.length / pointsShown)
  return points.filter((_, index) => index % every === 0 || index === points.length - 1)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
