import { formatChange, formatDay, formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Day } from '../../src/model.ts'
import type { Frame } from '../frame.ts'
import { type TrendDay, TrendTable } from './trend-table.tsx'

export type TrendProps = {
  title?: string
  trend: { points: TrendDay[]; rules: { catalogue: string; from: Day }[] }
  /** A unit has one level, a group has units at each. */
  single?: boolean
  /** What it is of, for the same as a file: `unit=291`, `group=all`. */
  of: string
  frame: Frame
}

/** R, coverage and level over the days kept: three small charts, and the same as a table. */
export function TrendSection({ title, trend: { points, rules }, single = false, of, frame }: TrendProps) {
  const { t, locale } = frame
  return (
    <section class="block">
      <h2>{title ?? t.trend.title}</h2>
      {points.length === 0 ? (
        <p class="muted small">{t.trend.none}</p>
      ) : (
        <>
          <div class="columns">
            <Figure
              name={t.trend.score}
              points={points}
              of={({ score }) => score}
              upTo={({ scoreMax }) => scoreMax}
              full={100}
              show={(value) => formatNumber(value, locale, 1)}
              points100={1}
              frame={frame}
            />
            <Figure
              name={t.trend.coverage}
              points={points}
              of={({ coverage }) => coverage}
              full={1}
              show={(value) => formatShare(value, locale)}
              points100={100}
              frame={frame}
            />
            {single ? (
              <Figure
                name={t.trend.level}
                points={points}
                of={({ levels }) => levels.indexOf(1)}
                full={5}
                show={(value) => formatNumber(value, locale)}
                points100={null}
                frame={frame}
              />
            ) : (
              <Levels points={points} frame={frame} />
            )}
          </div>
          <TrendTable points={points} single={single} of={of} frame={frame} />
          <p class="muted small">
            {t.trend.rules(
              rules
                .map(({ catalogue, from }) => t.trend.rulesFrom(catalogue, formatDay(from, locale)))
                .join(', '),
            )}
          </p>
        </>
      )}
    </section>
  )
}

/** The newest value, how it has changed, and the line. */
function Figure({
  name,
  points,
  of,
  upTo,
  full,
  show,
  points100,
  frame,
}: {
  name: string
  points: TrendDay[]
  of(point: TrendDay): number | null
  /** Upper end of the range that the value may lie in. */
  upTo?(point: TrendDay): number | null
  /** Top of the chart. */
  full: number
  show(value: number): string
  /** What makes a difference points of a hundred; null where it is none. */
  points100: number | null
  frame: Frame
}) {
  const { t, locale } = frame
  const known = points.flatMap((point) => {
    const value = of(point)
    return value === null ? [] : [{ day: point.day, value, top: upTo?.(point) ?? null }]
  })
  const [first] = known
  const last = known.at(-1)
  if (first === undefined || last === undefined) return null
  const from = formatDay(first.day, locale)
  const x = scaleOf(points)
  const y = (value: number) => round(30 - (30 * value) / full)
  const line = known.map(({ day, value }) => `${x(day)} ${y(value)}`)
  const tops = known.filter(({ top }) => top !== null)
  const change = (last.value - first.value) * (points100 ?? 1)
  return (
    <figure class="card">
      <figcaption>
        <span class="muted small">{name}</span>
        <br />
        <strong class="figure">{show(last.value)}</strong>{' '}
        {first !== last && (
          <span class="muted small nowrap">
            {points100 === null
              ? formatChange(change, locale, 0)
              : t.trend.change(formatChange(change, locale))}{' '}
            {t.trend.since(from)}
          </span>
        )}
      </figcaption>
      <svg
        class="spark"
        viewBox="0 0 100 30"
        preserveAspectRatio="none"
        role="img"
        aria-label={t.trend.line(
          name,
          show(first.value),
          from,
          show(last.value),
          formatDay(last.day, locale),
        )}
      >
        {tops.length > 1 && (
          <path
            class="range"
            d={`M${tops.map(({ day, top }) => `${x(day)} ${y(top ?? 0)}`).join('L')}L${line.toReversed().join('L')}Z`}
          />
        )}
        <path class="base" d="M0 30H100" />
        <path class="line" d={known.length === 1 ? `M0 ${y(last.value)}H100` : `M${line.join('L')}`} />
      </svg>
      <Ends first={points[0]?.day} last={points.at(-1)?.day} frame={frame} />
    </figure>
  )
}

/** Units by level, day by day: columns of six shades, the highest level on top. */
function Levels({ points, frame }: { points: TrendDay[]; frame: Frame }) {
  const { t, locale } = frame
  const x = scaleOf(points)
  const last = points.at(-1)
  const said = (last?.levels ?? [])
    .map((count, level) => `${t.level.short(level)} ${formatNumber(count, locale)}`)
    .join(', ')
  const width = 100 / points.length
  return (
    <figure class="card">
      <figcaption>
        <span class="muted small">{t.trend.levels}</span>
        <br />
        <span class="small">{said}</span>
      </figcaption>
      <svg
        class="spark"
        viewBox="0 0 100 30"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${t.trend.levels}: ${said}`}
      >
        {points.map(({ day, levels }) => {
          const all = levels.reduce((sum, count) => sum + count, 0)
          let under = 0
          return levels.map((count, level) => {
            const height = all === 0 ? 0 : (30 * count) / all
            under += height
            return count === 0 ? null : (
              <rect
                class={`level-${level}`}
                x={round((x(day) * (100 - width)) / 100)}
                y={round(30 - under)}
                width={round(Math.min(width + 0.1, 100 - (x(day) * (100 - width)) / 100))}
                height={round(height)}
              />
            )
          })
        })}
      </svg>
      <Ends first={points[0]?.day} last={last?.day} frame={frame} />
    </figure>
  )
}

/** Where the axis of time begins and ends. */
export function Ends({
  first,
  last,
  frame,
}: {
  first: Day | undefined
  last: Day | undefined
  frame: Frame
}) {
  return (
    <p class="ends muted small" aria-hidden="true">
      <span>{first && formatDay(first, frame.locale)}</span>
      <span>{last && first !== last && formatDay(last, frame.locale)}</span>
    </p>
  )
}

/** A day as 0 to 100 between the first and the last. */
function scaleOf(points: { day: Day }[]): (day: Day) => number {
  const start = Date.parse(points[0]?.day ?? '')
  const length = Date.parse(points.at(-1)?.day ?? '') - start
  return (day) => (length === 0 ? 100 : round((100 * (Date.parse(day) - start)) / length))
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
