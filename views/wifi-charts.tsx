import type { Hotspot } from '../src/model/inventory.ts'
import type { Chart } from '../src/operations/chart.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { ChartFigure } from './parts/chart.tsx'
import { ChartTable } from './parts/chart-table.tsx'
import { RangeLinks, type RangeProps } from './parts/range-links.tsx'
import { Raw } from './parts/raw.tsx'
import { wifiPath } from './parts/wifi-path.ts'
import { WifiCrumbs } from './wifi-looks.tsx'

type ChartName = 'clients' | 'aps' | 'traffic'
type Site = Pick<Hotspot, 'code' | 'name'>
export type WifiChartsProps = {
  frame: Frame
  site: Site
  charts: { name: ChartName; chart: Chart }[]
  range: RangeProps['range']
}

/** Clients, access points and traffic of a site over one time. */
export function WifiCharts(props: WifiChartsProps) {
  const { frame, charts, range } = props
  const { t } = frame
  return (
    <section class="block" id="charts" hx-morph-skip>
      <header>
        <h2>{t.wifi.charts.title}</h2>
        <RangeLinks range={range} frame={frame} />
      </header>
      {charts.slice(0, 1).map((one) => (
        <WifiChart {...props} {...one} />
      ))}
      <div class="columns wide">
        {charts.slice(1).map((one) => (
          <WifiChart {...props} {...one} />
        ))}
      </div>
      <p class="muted small no-print">{t.chart.drag}</p>
    </section>
  )
}

type OneProps = Omit<WifiChartsProps, 'charts'> & { name: ChartName; chart: Chart; open?: boolean }

function WifiChart({ frame, site, name, chart, range, open = false }: OneProps) {
  return (
    <ChartFigure
      id={`chart-${name}`}
      title={frame.t.wifi.charts[name]}
      chart={chart}
      names={namesOf(frame)}
      href={chartHref(site, name, range, frame)}
      isLive={range.name !== null && frame.asOf === null}
      open={open}
      frame={frame}
    />
  )
}

function namesOf({ t }: Frame): Record<string, string> {
  return { ...t.wifi.charts.names, ...t.wifi.charts.limits }
}

function chartHref({ code }: Site, name: ChartName, range: RangeProps['range'], frame: Frame): string {
  const values = range.name === null ? { from: range.from, to: range.to } : { range: range.name }
  return withQuery(wifiPath(code, frame, `/${name}`), values)
}

/** One chart with its numbers, on a page of its own. */
export function WifiChartPage(props: OneProps) {
  const { frame, site, name, range } = props
  const { t } = frame
  return (
    <Layout frame={frame} title={`${t.wifi.charts[name]} · ${site.name}`} section="wifi" charts>
      <div>
        <WifiCrumbs site={site} frame={frame} />
        <h1>
          {t.wifi.charts[name]} · <Raw text={site.name} />
        </h1>
      </div>
      <section class="block" id="charts">
        <RangeLinks range={range} frame={frame} />
        <WifiChart {...props} open />
      </section>
    </Layout>
  )
}

/** The numbers alone, as they are unfolded inside a page. */
export function WifiChartTable({ frame, site, name, chart, range }: OneProps) {
  return (
    <ChartTable
      chart={chart}
      names={namesOf(frame)}
      href={chartHref(site, name, range, frame)}
      open
      frame={frame}
    />
  )
}
