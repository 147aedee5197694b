import type { Line } from '../src/model/inventory.ts'
import type { Chart } from '../src/operations/chart.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { ChartFigure } from './parts/chart.tsx'
import { ChartTable } from './parts/chart-table.tsx'
import { LineCrumbs } from './parts/line-crumbs.tsx'
import { RangeLinks, type RangeProps } from './parts/range-links.tsx'

type ChartName = 'traffic' | 'rtt' | 'loss' | 'jitter' | 'errors'
export type LineChartsProps = {
  frame: Frame
  line: Pick<Line, 'code'>
  charts: { name: ChartName; chart: Chart }[]
  range: RangeProps['range']
}

/** Use, delay, loss, jitter and errors of a line over one time. */
export function LineCharts(props: LineChartsProps) {
  const { frame, charts, range } = props
  const { t } = frame
  return (
    <section class="block" id="charts" hx-morph-skip>
      <header>
        <h2>{t.lines.charts.title}</h2>
        <RangeLinks range={range} frame={frame} />
      </header>
      {charts.slice(0, 1).map((one) => (
        <LineChart {...props} {...one} />
      ))}
      <div class="columns wide">
        {charts.slice(1).map((one) => (
          <LineChart {...props} {...one} />
        ))}
      </div>
      <p class="muted small no-print">{t.chart.drag}</p>
    </section>
  )
}

type OneProps = Omit<LineChartsProps, 'charts'> & { name: ChartName; chart: Chart; open?: boolean }

function LineChart({ frame, line, name, chart, range, open = false }: OneProps) {
  const { t } = frame
  return (
    <ChartFigure
      id={`chart-${name}`}
      title={t.lines.charts[name]}
      chart={chart}
      names={namesOf(frame)}
      href={chartHref(line, name, range, frame)}
      isLive={range.name !== null && frame.asOf === null}
      open={open}
      frame={frame}
    />
  )
}

function namesOf({ t }: Frame): Record<string, string> {
  return { ...t.lines.charts.names, ...t.lines.charts.limits }
}

function chartHref(
  line: Pick<Line, 'code'>,
  name: ChartName,
  range: RangeProps['range'],
  frame: Frame,
): string {
  const period = new URLSearchParams(frame.url.split('?')[1] ?? '').get('period')
  const values = range.name === null ? { from: range.from, to: range.to } : { range: range.name }
  return withQuery(atMoment(`/lines/${encodeURIComponent(line.code)}/${name}`, frame), { ...values, period })
}

/** One chart with its numbers, on a page of its own. */
export function LineChartPage(props: OneProps) {
  const { frame, line, name, range } = props
  const { t } = frame
  return (
    <Layout frame={frame} title={`${t.lines.charts[name]} · ${line.code}`} section="lines" charts>
      <div>
        <LineCrumbs code={line.code} frame={frame} />
        <h1>{t.lines.charts[name]}</h1>
      </div>
      <section class="block" id="charts">
        <RangeLinks range={range} frame={frame} />
        <LineChart {...props} open />
      </section>
    </Layout>
  )
}

/** The numbers alone, as they are unfolded inside a page. */
export function LineChartTable({ frame, line, name, chart, range }: OneProps) {
  return (
    <ChartTable
      chart={chart}
      names={namesOf(frame)}
      href={chartHref(line, name, range, frame)}
      open
      frame={frame}
    />
  )
}
