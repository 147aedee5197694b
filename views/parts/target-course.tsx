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
import type { TargetProgress } from '../../src/readiness/plan-progress.ts'
import { type Frame, withQuery } from '../frame.ts'
import { Gap, ReachedBar, ReachedText } from './plan-parts.tsx'
import { TargetChart } from './target-chart.tsx'

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
      <TargetChart of={of} frame={frame} />
      <Ahead of={of} frame={frame} />
      <Blocks of={of} frame={frame} />
    </article>
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
