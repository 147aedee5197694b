import { formatDay, formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Day } from '../../src/model.ts'
import { atMoment, type Frame } from '../frame.ts'
import { TableBox } from './table.tsx'

export type TrendDay = {
  day: Day
  /** 0 to 100; null where nothing applies. */
  score: number | null
  scoreMax: number | null
  /** 0 to 1. */
  coverage: number | null
  /** Units at each level, 0 to 5; of a single unit 1 at its level. */
  levels: number[]
  broken: number
}

/** The days of a trend as a table to unfold, newest first, and as files. */
export function TrendTable({
  points,
  single,
  of,
  frame,
}: {
  points: TrendDay[]
  single: boolean
  of: string
  frame: Frame
}) {
  const { t, locale } = frame
  const { columns } = t.trend
  const number = (value: number | null) => (value === null ? t.none : formatNumber(value, locale, 1))
  return (
    <details>
      <summary>{t.trend.table}</summary>
      <p class="actions no-print">
        <a href={atMoment(`/trend.csv?${of}`, frame)} download>
          CSV
        </a>
        <a href={atMoment(`/trend.json?${of}`, frame)}>JSON</a>
      </p>
      <TableBox label={t.trend.table}>
        <thead>
          <tr>
            <th scope="col">{columns.day}</th>
            <th scope="col" class="number">
              {columns.score}
            </th>
            <th scope="col" class="number">
              {columns.scoreMax}
            </th>
            <th scope="col" class="number">
              {columns.coverage}
            </th>
            {single ? (
              <th scope="col" class="number">
                {columns.level}
              </th>
            ) : (
              [0, 1, 2, 3, 4, 5].map((level) => (
                <th scope="col" class="number">
                  {t.level.short(level)}
                </th>
              ))
            )}
            <th scope="col" class="number">
              {columns.broken}
            </th>
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ day, score, scoreMax, coverage, levels, broken }) => (
            <tr>
              <th scope="row" class="nowrap">
                {formatDay(day, locale)}
              </th>
              <td class="number">{number(score)}</td>
              <td class="number">{number(scoreMax)}</td>
              <td class="number">{coverage === null ? t.none : formatShare(coverage, locale)}</td>
              {single ? (
                <td class="number">{levels.indexOf(1)}</td>
              ) : (
                levels.map((count) => <td class="number">{formatNumber(count, locale)}</td>)
              )}
              <td class="number">{formatNumber(broken, locale)}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </details>
  )
}
