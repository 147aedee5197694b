import { formatChange, formatNumber } from '../../src/i18n/format.ts'
import type { Instant, Locale } from '../../src/model.ts'
import type { Frame } from '../frame.ts'
import { Raw } from './raw.tsx'
import { TableBox } from './table.tsx'

/** The numbers of one look. */
export type SampleRow = { at: Instant; values: Record<string, number | bigint> }

/** Every series of the newest look beside the look before it, with its course over the looks given (newest first). */
export function Samples({ rows, frame }: { rows: SampleRow[]; frame: Frame }) {
  const t = frame.t.check
  const [newest, before] = rows
  if (newest === undefined) return null
  return (
    <TableBox label={t.samplesTitle}>
      <thead>
        <tr>
          <th scope="col">{t.series}</th>
          <th scope="col" class="number">
            {t.newest}
          </th>
          <th scope="col" class="number">
            {t.previous}
          </th>
          <th scope="col" class="number">
            {t.change}
          </th>
          <th scope="col">{t.trend}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(newest.values).map(([series, value]) => {
          const was = before?.values[series]
          return (
            <tr>
              <th scope="row">
                <Raw text={series} mono />
              </th>
              <td class="number">{shown(value, frame.locale)}</td>
              <td class="number">{was === undefined ? '' : shown(was, frame.locale)}</td>
              <td class="number">{was === undefined ? '' : growth(was, value, frame.locale)}</td>
              <td>
                <Sparkline values={rows.map((row) => row.values[series]).reverse()} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </TableBox>
  )
}

/** A counter is a bigint: its course is its growth from look to look. A missing sample is a gap, never zero. */
function Sparkline({ values }: { values: (number | bigint | undefined)[] }) {
  const course = values.map((value, index) => {
    const before = values[index - 1]
    if (typeof value !== 'bigint') return value
    return typeof before === 'bigint' && value >= before ? Number(value - before) : undefined
  })
  const known = course.filter((value) => value !== undefined)
  if (known.length < 3) return null
  const least = Math.min(...known)
  const span = Math.max(...known) - least || 1
  const points = course.flatMap((value, index) =>
    value === undefined
      ? []
      : [
          `${Math.round((index / (course.length - 1)) * 1000) / 10},${Math.round((1 - (value - least) / span) * 180) / 10 + 1}`,
        ],
  )
  return (
    <svg class="sample-line" viewBox="0 0 100 20" preserveAspectRatio="none" aria-hidden="true">
      <polyline points={points.join(' ')} />
    </svg>
  )
}

function shown(value: number | bigint, locale: Locale): string {
  if (typeof value === 'bigint') return groupDigits(value, locale)
  return formatNumber(value, locale, Number.isInteger(value) ? 0 : 2)
}

function growth(before: number | bigint, now: number | bigint, locale: Locale): string {
  if (typeof before === 'bigint' && typeof now === 'bigint')
    return `${now >= before ? '+' : '−'}${groupDigits(now >= before ? now - before : before - now, locale)}`
  return formatChange(Number(now) - Number(before), locale, Number.isInteger(now) ? 0 : 2)
}

function groupDigits(value: bigint, locale: Locale): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, locale === 'vi' ? '.' : ',')
}
