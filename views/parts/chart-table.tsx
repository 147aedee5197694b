import { formatMoment } from '../../src/i18n/format.ts'
import type { Chart } from '../../src/operations/chart.ts'
import { scaleOf } from '../../src/operations/chart-scale.ts'
import { type Frame, inFormat } from '../frame.ts'
import { formatValue } from './chart-value.ts'
import { TableBox } from './table.tsx'

type Props = {
  chart: Chart
  names: Record<string, string>
  href: string
  open: boolean
  frame: Frame
}

/** The numbers of a chart, newest first. Inside a page they come from the chart's own address when they are unfolded. */
export function ChartTable({ href, open, frame, ...of }: Props) {
  const { t } = frame
  const links = (
    <p class="actions no-print">
      {!open && <a href={href}>{t.chart.alone}</a>}
      <a href={inFormat(href, 'csv')} download>
        CSV
      </a>
      <a href={inFormat(href, 'json')}>JSON</a>
    </p>
  )
  if (open)
    return (
      <div class="block chart-table">
        {links}
        <Numbers {...of} frame={frame} />
      </div>
    )
  return (
    <details hx-get={href} hx-trigger="toggle once" hx-target="find .chart-table" hx-swap="outerHTML">
      <summary>{t.chart.table}</summary>
      <div class="block chart-table">{links}</div>
    </details>
  )
}

function Numbers({ chart, names, frame }: Pick<Props, 'chart' | 'names' | 'frame'>) {
  const { t, locale } = frame
  const scale = scaleOf(chart)
  const columns = chart.curves.flatMap(({ name, mean, range }) => {
    const said = names[name] ?? name
    return range === null
      ? [{ title: said, values: mean }]
      : [
          { title: t.chart.mean(said), values: mean },
          { title: t.chart.least(said), values: range.least },
          { title: t.chart.most(said), values: range.most },
        ]
  })
  const rows = chart.at.map((at, index) => ({
    at,
    cells: columns.map(({ values }) => values[index] ?? null),
  }))
  return (
    <TableBox label={t.chart.table}>
      <thead>
        <tr>
          <th scope="col">{chart.stepSeconds === null ? t.chart.at : t.chart.from}</th>
          {columns.map(({ title }) => (
            <th scope="col" class="number">
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.toReversed().map(({ at, cells }) => (
          <tr>
            <th scope="row" class="nowrap">
              {formatMoment(at, locale, { seconds: chart.stepSeconds === null })}
            </th>
            {cells.map((value) => (
              <td class="number">{value === null ? t.chart.gap : formatValue(value, scale, locale)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}
