import { formatMoment, formatNumber, formatSpan } from '../../src/i18n/format.ts'
import type { Chart } from '../../src/operations/chart.ts'
import { type ChartScale, scaleOf } from '../../src/operations/chart-scale.ts'
import { type Frame, inFormat } from '../frame.ts'
import { ChartPicture } from './chart-picture.tsx'
import { ChartTable } from './chart-table.tsx'
import { formatValue } from './chart-value.ts'

export type ChartProps = {
  /** Unique on the page. */
  id: string
  title: string
  chart: Chart
  /** What to call curves and limits; one that is not here goes by its own name. */
  names: Record<string, string>
  /** Address of the same chart by itself, whose `.json` and `.csv` have exactly the numbers shown. */
  href: string
  /** Whether it is by itself on a page that is called what it is called, with its table there from the start. */
  open?: boolean
  /** Whether it ends now and goes on. */
  isLive?: boolean
  frame: Frame
}

/** Curves with what they are called, the same as a table and as files. views/charts.js makes the picture one to walk in. */
export function ChartFigure({
  id,
  title,
  chart,
  names,
  href,
  open = false,
  isLive = false,
  frame,
}: ChartProps) {
  const { t, locale } = frame
  const scale = scaleOf(chart)
  const isEmpty = chart.curves.every(({ mean }) => mean.every((value) => value === null))
  return (
    <figure
      class="card graph"
      id={id}
      data-chart={isEmpty ? undefined : inFormat(href, 'json')}
      data-every={isLive ? (frame.refreshSeconds ?? undefined) : undefined}
    >
      <figcaption>
        {!open && <h3>{title}</h3>}
        <Legend chart={chart} names={names} scale={scale} frame={frame} />
      </figcaption>
      {isEmpty ? (
        <p class="muted">{t.chart.empty(formatMoment(chart.from, locale), formatMoment(chart.to, locale))}</p>
      ) : (
        <ChartPicture chart={chart} label={summaryOf(title, chart, names, scale, frame)} frame={frame} />
      )}
      <p class="muted small">{resolutionOf(chart, frame)}</p>
      <ChartTable chart={chart} names={names} href={href} open={open} frame={frame} />
    </figure>
  )
}

function Legend({
  chart,
  names,
  scale,
  frame,
}: Pick<ChartProps, 'chart' | 'names' | 'frame'> & { scale: ChartScale }) {
  return (
    <ul class="legend small">
      {chart.curves.map(({ name }, index) => (
        <li data-curve={index}>
          <Sample class={`curve curve-${index + 1}`} /> {names[name] ?? name}
        </li>
      ))}
      {chart.limits.map(({ name, value }, index) => (
        <li data-limit={index}>
          <Sample class={`limit limit-${index + 1}`} /> {names[name] ?? name}{' '}
          {formatValue(value, scale, frame.locale)}
        </li>
      ))}
    </ul>
  )
}

function Sample({ class: name }: { class: string }) {
  return (
    <svg class="sample" viewBox="0 0 24 8" aria-hidden="true">
      <path class={name} d="M0 4H24" />
    </svg>
  )
}

/** What a person who sees no picture is told first; the table has the rest. */
function summaryOf(
  title: string,
  chart: Chart,
  names: ChartProps['names'],
  scale: ChartScale,
  frame: Frame,
): string {
  const { t, locale } = frame
  const curves = chart.curves.map(({ name, mean, range }) => {
    const known = mean.filter((value) => value !== null)
    const highest = (range?.most ?? mean).reduce<number>(
      (one, other) => Math.max(one, other ?? one),
      known[0] ?? 0,
    )
    const last = known.at(-1)
    const said = names[name] ?? name
    return last === undefined
      ? t.chart.curveEmpty(said)
      : t.chart.curve(said, formatValue(last, scale, locale), formatValue(highest, scale, locale))
  })
  return `${title}. ${curves.join('; ')}.`
}

function resolutionOf({ stepSeconds, at, curves }: Chart, frame: Frame): string {
  const { t, locale } = frame
  const points = formatNumber(at.length, locale)
  const gaps = curves.some(({ mean }) => mean.includes(null)) ? ` ${t.chart.gaps}` : ''
  return stepSeconds === null
    ? t.chart.looks(points) + gaps
    : t.chart.folded(points, formatSpan(stepSeconds, locale)) + gaps
}
