import { formatMoment } from '../../src/i18n/format.ts'
import type { Chart, Curve } from '../../src/operations/chart.ts'
import { scaleOf } from '../../src/operations/chart-scale.ts'
import type { Frame } from '../frame.ts'
import { formatValue } from './chart-value.ts'

const height = 100
const width = 1000

/** The picture that the server draws; where there is JavaScript, one of the same numbers that can be walked takes its place. */
export function ChartPicture({ chart, label, frame }: { chart: Chart; label: string; frame: Frame }) {
  const { locale } = frame
  const scale = scaleOf(chart)
  const start = Date.parse(chart.from)
  const length = Date.parse(chart.to) - start
  const half = chart.stepSeconds === null ? 0 : chart.stepSeconds * 500
  const x = chart.at.map((at) => round((width * (Date.parse(at) + half - start)) / length))
  const y = (value: number) => round((height * (scale.most - value)) / (scale.most - scale.least))
  return (
    <div class="plot">
      <p class="scale muted small" aria-hidden="true">
        {scale.marks.toReversed().map((value) => (
          <span>{formatValue(value, { ...scale, digits: scale.markDigits }, locale)}</span>
        ))}
      </p>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {scale.marks.map((value) => (
          <path class="base" d={`M0 ${y(value)}H${width}`} />
        ))}
        {chart.curves.map((curve, index) => (
          <Band curve={curve} number={index + 1} x={x} y={y} />
        ))}
        {chart.limits.map(({ value }, index) => (
          <path class={`limit limit-${index + 1}`} d={`M0 ${y(value)}H${width}`} />
        ))}
        {chart.curves.map((curve, index) => (
          <path class={`curve curve-${index + 1}`} d={lineOf(curve.mean, x, y)} />
        ))}
      </svg>
      <p class="ends muted small" aria-hidden="true">
        <span>{formatMoment(chart.from, locale)}</span>
        <span>{formatMoment(chart.to, locale)}</span>
      </p>
    </div>
  )
}

type Places = { x: number[]; y(value: number): number }

/** From the least to the greatest of each point's time. */
function Band({ curve: { range }, number, x, y }: { curve: Curve; number: number } & Places) {
  if (range === null) return null
  const areas = stretches(range.least).map(([from, to]) => {
    const points = (values: (number | null)[]) =>
      x.slice(from, to).map((place, index) => `${place} ${y(values[from + index] ?? 0)}`)
    return `M${points(range.most).join('L')}L${points(range.least).toReversed().join('L')}Z`
  })
  return <path class={`band curve-${number}`} d={areas.join('')} />
}

/** A stretch of a single point is a dot: a line of no length with round ends. */
function lineOf(values: (number | null)[], x: number[], y: (value: number) => number): string {
  return stretches(values)
    .map(([from, to]) => {
      const points = x.slice(from, to).map((place, index) => `${place} ${y(values[from + index] ?? 0)}`)
      return `M${points.join('L')}${points.length === 1 ? 'h0' : ''}`
    })
    .join('')
}

/** Where values follow each other without a gap: [from, to). */
function stretches(values: (number | null)[]): [number, number][] {
  const found: [number, number][] = []
  values.forEach((value, index) => {
    if (value === null) return
    const last = found.at(-1)
    if (last !== undefined && last[1] === index) last[1] = index + 1
    else found.push([index, index + 1])
  })
  return found
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
