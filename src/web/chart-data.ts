import type { Chart } from '../operations/chart.ts'
import { scaleOf } from '../operations/chart-scale.ts'
import { type CsvColumn, sendCsv, sendJson } from './data.ts'
import type { WebContext } from './web.ts'

/** A chart as a program and as the browser's drawing take it, with the axis that the picture has. */
export function sendChartJson(c: WebContext, chart: Chart): Response {
  return sendJson(c, { ...chart, scale: scaleOf(chart) })
}

/** Exactly the numbers that the chart shows, unrounded: a row a point; what was not measured is empty. */
export function sendChartCsv(c: WebContext, name: string, chart: Chart): Response {
  const columns: CsvColumn<number>[] = chart.curves.flatMap((curve): CsvColumn<number>[] => {
    const { name, mean, range } = curve
    const column = (title: string, values: (number | null)[]): CsvColumn<number> => [
      title,
      (row) => values[row] ?? null,
    ]
    return range === null
      ? [column(name, mean)]
      : [column(`${name}_mean`, mean), column(`${name}_min`, range.least), column(`${name}_max`, range.most)]
  })
  const at: CsvColumn<number> = [chart.stepSeconds === null ? 'at' : 'from', (row) => chart.at[row] ?? null]
  return sendCsv(c, name, [at, ...columns], [...chart.at.keys()])
}
