import type { Check } from '../src/model.ts'
import type { Chart } from '../src/operations/chart.ts'
import type { SeriesGroup } from '../src/operations/chart-groups.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { ChartFigure } from './parts/chart.tsx'
import { ChartTable } from './parts/chart-table.tsx'
import { checkPath } from './parts/evidence-links.tsx'
import { Choice } from './parts/filters.tsx'
import { RangeLinks, type RangeProps } from './parts/range-links.tsx'
import { groupTitle, seriesNames } from './parts/series-names.ts'

export type CheckChartsProps = {
  frame: Frame
  check: Pick<Check, 'id' | 'probe'>
  /** All that the newest look brought numbers of. */
  groups: SeriesGroup[]
  /** Those that are drawn. */
  charts: { group: SeriesGroup; chart: Chart }[]
  range: RangeProps['range']
  /** Names of interfaces by their link. */
  links: Record<string, string>
}

/** The numbers of a check over time; of a check with many, those that the address names. */
export function CheckCharts(props: CheckChartsProps) {
  const { frame, groups, charts, range } = props
  const { t } = frame
  if (charts.length === 0) return <section id="charts"></section>
  return (
    <section class="block" id="charts" hx-morph-skip>
      <header>
        <h2>{t.check.samplesTitle}</h2>
        <RangeLinks range={range} frame={frame} />
      </header>
      {charts.length < groups.length && <GroupChoice {...props} />}
      <div class="columns wide">
        {charts.map(({ group, chart }) => (
          <CheckChart {...props} group={group} chart={chart} />
        ))}
      </div>
      <p class="muted small no-print">{t.chart.drag}</p>
    </section>
  )
}

type OneProps = Omit<CheckChartsProps, 'groups' | 'charts'> & {
  group: SeriesGroup
  chart: Chart
  open?: boolean
}

function CheckChart({ frame, check, group, chart, range, links, open = false }: OneProps) {
  return (
    <ChartFigure
      id={`chart-${group.id}`}
      title={groupTitle(group, links, frame)}
      chart={chart}
      names={seriesNames(group, frame)}
      href={chartHref(check, group, range)}
      isLive={range.name !== null}
      open={open}
      frame={frame}
    />
  )
}

function GroupChoice({ frame, groups, charts, range, links }: CheckChartsProps) {
  const { t } = frame
  return (
    <form class="filters" method="get" action="#charts">
      <Choice
        name="chart"
        label={t.chart.group}
        value={charts[0]?.group.id}
        options={groups.map((group) => [group.id, groupTitle(group, links, frame)])}
        frame={frame}
      />
      {Object.entries(rangeValues(range)).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <button type="submit">{t.chart.show}</button>
    </form>
  )
}

function rangeValues({ from, to, name }: RangeProps['range']): Record<string, string> {
  return name === null ? { from, to } : { range: name }
}

function chartHref(check: Pick<Check, 'id'>, group: SeriesGroup, range: RangeProps['range']): string {
  return withQuery(`${checkPath(check.id)}/series`, { chart: group.id, ...rangeValues(range) })
}

/** One chart with its numbers, on a page of its own. */
export function CheckChartPage(props: OneProps) {
  const { frame, check } = props
  const { t } = frame
  const title = t.checks.probes[check.probe]
  return (
    <Layout frame={frame} title={`${t.check.samplesTitle} · ${title}`} section="checks" charts>
      <div>
        <p class="crumbs">
          <a href="/checks">{t.checks.title}</a> / <a href={checkPath(check.id)}>{title}</a>
        </p>
        <h1>{groupTitle(props.group, props.links, frame)}</h1>
      </div>
      <section class="block" id="charts">
        <RangeLinks range={props.range} frame={frame} />
        <CheckChart {...props} open />
      </section>
    </Layout>
  )
}

/** The numbers alone, as they are unfolded inside a page. */
export function CheckChartTable({ frame, check, group, chart, range }: OneProps) {
  return (
    <ChartTable
      chart={chart}
      names={seriesNames(group, frame)}
      href={chartHref(check, group, range)}
      open
      frame={frame}
    />
  )
}
