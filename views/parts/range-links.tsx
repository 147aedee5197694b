import { formatMoment } from '../../src/i18n/format.ts'
import type { Instant } from '../../src/model.ts'
import { type Frame, withQuery } from '../frame.ts'

const names = ['6h', '24h', '7d', '30d', '90d', '1y'] as const
export type RangeProps = {
  range: { from: Instant; to: Instant; name: (typeof names)[number] | null }
  frame: Frame
}

/** What the charts of a page show, and the ways to other times: all that dragging does, from the keyboard and without JavaScript. */
export function RangeLinks({ range: { from, to, name }, frame }: RangeProps) {
  const { t, locale } = frame
  const [fromMs, toMs, endMs] = [from, to, frame.asOf ?? frame.now].map((at) => Date.parse(at)) as [
    number,
    number,
    number,
  ]
  const span = toMs - fromMs
  const between = (start: number, end: number) => {
    const last = Math.min(end, endMs)
    return {
      range: null,
      from: new Date(last - (end - start)).toISOString(),
      to: new Date(last).toISOString(),
    }
  }
  const moves = [
    [t.chart.earlier, between(fromMs - span / 2, toMs - span / 2)],
    ...(toMs < endMs ? [[t.chart.later, between(fromMs + span / 2, toMs + span / 2)] as const] : []),
    ...(span >= 240_000 ? [[t.chart.closer, between(fromMs + span / 4, toMs - span / 4)] as const] : []),
    [t.chart.wider, between(fromMs - span / 2, toMs + span / 2)],
  ] as const
  return (
    <nav class="ranges no-print" aria-label={t.chart.rangeLabel}>
      <ul class="chips">
        {names.map((one) => (
          <li>
            <RangeLink changes={{ range: one, from: null, to: null }} current={one === name} frame={frame}>
              {t.chart.ranges[one]}
            </RangeLink>
          </li>
        ))}
      </ul>
      <ul class="chips">
        {moves.map(([label, changes]) => (
          <li>
            <RangeLink changes={changes} frame={frame}>
              {label}
            </RangeLink>
          </li>
        ))}
      </ul>
      <span class="muted">{t.chart.shown(formatMoment(from, locale), formatMoment(to, locale))}</span>
    </nav>
  )
}

function RangeLink({
  changes,
  current = false,
  frame,
  children,
}: {
  changes: Record<string, string | null>
  current?: boolean
  frame: Frame
  children?: unknown
}) {
  const href = withQuery(frame.url, changes)
  return (
    <a
      class="chip"
      href={`${href}#charts`}
      hx-get={href}
      hx-target="#charts"
      hx-select="#charts"
      hx-swap="outerHTML"
      aria-current={current ? 'true' : undefined}
    >
      {children}
    </a>
  )
}
