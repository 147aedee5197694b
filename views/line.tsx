import { atMoment, type Frame, inFormat, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { LineCharts, type LineChartsProps } from './line-charts.tsx'
import { LineContract, LineEnds, type LineEndsProps } from './line-ends.tsx'
import { LineFigureTable } from './line-figures.tsx'
import { LineUptime, type LineUptimeProps } from './line-uptime.tsx'
import type { LineRow } from './lines.tsx'
import { IncidentTable } from './parts/incident-table.tsx'
import { incidentsOfPath } from './parts/incident-words.tsx'
import { LineSentence } from './parts/line-sentence.tsx'
import { PeriodLinks, type PeriodProps } from './parts/period-links.tsx'
import { Raw } from './parts/raw.tsx'
import { LineStateMark } from './parts/state.tsx'

export type LineProps = {
  frame: Frame
  row: LineRow
  period: PeriodProps['period']
  charts: LineChartsProps['charts']
  range: LineChartsProps['range']
} & Pick<LineEndsProps, 'reach' | 'counters'> &
  Pick<LineUptimeProps, 'day'>

/** One line: for a head the first sentence, for an engineer all the rest. */
export function LinePage(props: LineProps) {
  const { frame, row, period, reach, counters, charts, range, day } = props
  const { line, unit, figures, state, days } = row
  const { t } = frame
  return (
    <Layout frame={frame} title={`${t.assetKind.line} ${line.code}`} section="lines" charts>
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/lines', frame)}>{t.lines.title}</a>
            {unit !== null && (
              <>
                {' / '}
                <a href={atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}>{unit.name}</a>
              </>
            )}
          </p>
          <h1>
            <Raw text={line.code} />
          </h1>
          <p>
            {t.lines.levels[line.level]} {state !== null && <LineStateMark state={state} frame={frame} />}
          </p>
        </div>
        <p class="actions no-print">
          {may(frame, 'engineer') && (
            <a href={withQuery('/maintenance/new', { target: `line~${line.code}` })}>
              {t.maintenance.forLine}
            </a>
          )}
          <a href={incidentsOfPath(line)}>{t.incidents.link}</a>
          <a href={inFormat(frame.url, 'csv')} download>
            CSV
          </a>
          <a href={inFormat(frame.url, 'json')}>JSON</a>
        </p>
      </div>
      <PeriodLinks period={period} frame={frame} />
      <LineSentence {...row} period={period} frame={frame} />
      <div class="columns">
        <LineContract line={line} frame={frame} />
        <LineEnds line={line} reach={reach} counters={counters} frame={frame} />
      </div>
      {figures !== null && (
        <section class="block" id="figures">
          <h2>{t.lines.figures.title}</h2>
          <LineFigureTable {...row} figures={figures} frame={frame} />
        </section>
      )}
      <LineUptime line={line} days={days} day={day} frame={frame} />
      <section class="block" id="incidents">
        <h2>{t.lines.incidents.title}</h2>
        <IncidentTable incidents={figures?.incidents ?? []} frame={frame} />
      </section>
      <LineCharts line={line} charts={charts} range={range} frame={frame} />
    </Layout>
  )
}
