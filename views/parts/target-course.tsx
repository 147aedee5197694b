import { formatDay, formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Day } from '../../src/model.ts'
import type { Blocker } from '../../src/readiness/blockers.ts'
import { criterionOf } from '../../src/readiness/catalogue.ts'
import {
  backTested,
  bandLevel,
  type Forecast,
  forecastMethod,
  leastDays,
  leastUnits,
  slopeDays,
} from '../../src/readiness/forecast.ts'
import type { Plan } from '../../src/readiness/plan.ts'
import { plannedShare } from '../../src/readiness/plan-line.ts'
import type { TargetProgress } from '../../src/readiness/plan-progress.ts'
import { dayOf } from '../../src/report/period.ts'
import { type Frame, withQuery } from '../frame.ts'
import { Gap, ReachedBar, ReachedText } from './plan-parts.tsx'
import { TableBox } from './table.tsx'
import { Ends } from './trend.tsx'

export type Course = {
  plan: Plan
  progress: TargetProgress
  line: { day: Day; done: number; unknown: number; units: number }[]
  forecast: Forecast | null
  without: 'no_history' | 'too_short' | 'few_units' | null
  reached: { middle: Day | null; earliest: Day | null; latest: Day | null } | null
  lateDays: number | null
  blockers: Blocker[]
}

const blockersShown = 5
/** As many points as a chart of this width can tell apart. */
const pointsShown = 120
/** How far a forecast is drawn at most when its target is past or near. */
const drawnDays = 180

/** A target: what the plan wants, what has been reached, how it goes on, and what is in the way. */
export function TargetCourse({ of, frame }: { of: Course; frame: Frame }) {
  const { t, locale } = frame
  const { progress } = of
  const { target } = progress
  return (
    <article class="card" id={target.id}>
      <h3>{target.name[locale]}</h3>
      <p class="small">
        {t.plan.columns.wanted} {formatShare(target.share, locale, 0)} {t.plan.columns.date.toLowerCase()}{' '}
        {formatDay(target.date, locale)} · <ReachedText of={progress} frame={frame} /> ·{' '}
        <Gap of={progress} frame={frame} />
      </p>
      <ReachedBar of={progress} target={target.share} frame={frame} />
      <Chart of={of} frame={frame} />
      <Ahead of={of} frame={frame} />
      <Blocks of={of} frame={frame} />
    </article>
  )
}

function Chart({ of, frame }: { of: Course; frame: Frame }) {
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

/** When it will be reached, and what that rests on. */
function Ahead({
  of: { progress, forecast, without, reached, lateDays, line },
  frame,
}: {
  of: Course
  frame: Frame
}) {
  const { t, locale } = frame
  const words = t.plan.forecast
  const day = (of: Day) => formatDay(of, locale)
  if (progress.state === 'met') return <p class="small">{words.reached}</p>
  if (forecast === null || reached === null) {
    const why = {
      no_history: t.plan.noHistory,
      few_units: t.plan.fewUnits(formatNumber(leastUnits, locale)),
      too_short: t.plan.tooShort(formatNumber(line.length, locale), formatNumber(leastDays, locale)),
    }
    return <p class="muted small">{why[without ?? 'no_history']}</p>
  }
  const { middle, earliest, latest } = reached
  const own = forecast.backTest
  return (
    <div class="small">
      <p>
        <strong>
          {middle === null
            ? words.notBefore(day(earliest ?? forecast.points.at(-1)?.day ?? progress.target.date))
            : words.by(day(middle))}
        </strong>
        {middle !== null &&
          earliest !== null &&
          ` (${latest === null ? words.earliest(day(earliest)) : words.between(day(earliest), day(latest))})`}
        {lateDays !== null && (
          <>
            {', '}
            <span class={lateDays > 0 ? 'error' : undefined}>
              {lateDays > 0 ? words.late(formatNumber(lateDays, locale)) : words.onTime}
            </span>
          </>
        )}
      </p>
      <p class="muted">
        {own === null
          ? t.plan.noOwnBackTest
          : t.plan.ownBackTest(
              formatShare(own.held / own.forecasts, locale, 0),
              formatNumber(own.forecasts, locale),
            )}
      </p>
    </div>
  )
}

/** How forecasts are made, and how the method fared: once for all targets. */
export function MethodNote({ frame }: { frame: Frame }) {
  const { t, locale } = frame
  return (
    <p class="muted small">
      {t.plan.chartLegend}{' '}
      {t.plan.method(forecastMethod, formatNumber(slopeDays, locale), formatShare(bandLevel, locale, 0))}{' '}
      {t.plan.backTest(
        formatShare(backTested.held / backTested.forecasts, locale),
        formatNumber(backTested.forecasts, locale),
        formatNumber(backTested.histories, locale),
      )}
    </p>
  )
}

function Blocks({ of: { progress, blockers }, frame }: { of: Course; frame: Frame }) {
  const { t, locale } = frame
  if (progress.state === 'met') return null
  return (
    <div class="small">
      <h4>{t.plan.blocks}</h4>
      {blockers.length === 0 && <p class="muted">{t.plan.blocksNone}</p>}
      <ul class="list">
        {blockers.slice(0, blockersShown).map(({ id, found }) => (
          <li>
            <a href={`/criteria/${id}`}>{id}</a> {criterionOf(id).name[locale]}:{' '}
            {found.map((one, index) => (
              <>
                {index > 0 && ', '}
                <a href={blockedPath(id, one, frame)}>
                  {t.plan.blocked[one.verdict](formatNumber(one.units.length, locale))}
                </a>
              </>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}

function blockedPath(
  id: string,
  { verdict, units, wholeKind }: Blocker['found'][number],
  frame: Frame,
): string {
  const which = wholeKind === null ? { codes: units.join(',') } : { kind: wholeKind, criterion: id, verdict }
  return withQuery('/units', { ...which, asOf: frame.asOf })
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
