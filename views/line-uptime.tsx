import { formatNumber, formatShare } from '../src/i18n/format.ts'
import type { Instant } from '../src/model.ts'
import { type LineEvidence, type LineRun, lineStates } from '../src/operations/line-figures.ts'
import { atMoment, type Frame, inFormat, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { LineCrumbs } from './parts/line-crumbs.tsx'
import { Proof } from './parts/proof.tsx'
import { LineStateMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'
import { dayName, type UptimeDay, UptimeLegend, UptimeWalk } from './parts/uptime.tsx'

/** The minutes of one day in runs, each with the look that proves it; null where none could be made. */
export type DayRuns = { from: Instant; to: Instant; runs: (LineRun & { proof: LineEvidence | null })[] }

export type LineUptimeProps = {
  frame: Frame
  line: { code: string }
  days: UptimeDay[]
  /** The day that is opened. */
  day: DayRuns | null
}

/** What a line was day by day, and of one day minute by minute. */
export function LineUptime({ frame, line, days, day }: LineUptimeProps) {
  const { t } = frame
  const words = t.lines.uptime
  const table = atMoment(
    withQuery(`/lines/${encodeURIComponent(line.code)}/days`, { period: periodOf(frame) }),
    frame,
  )
  return (
    <section class="block" id="uptime">
      <header>
        <h2>{words.title}</h2>
        <UptimeLegend frame={frame} />
      </header>
      <UptimeWalk
        days={days}
        label={words.title}
        hrefOf={(from) => `${withQuery(frame.url, { day: from })}#uptime`}
        chosen={day?.from ?? null}
        frame={frame}
      />
      <p class="muted small">{words.how}</p>
      {day !== null && <DayMinutes day={day} frame={frame} />}
      <details hx-get={table} hx-trigger="toggle once" hx-target="find .chart-table" hx-swap="outerHTML">
        <summary>{words.table}</summary>
        <div class="block chart-table">
          <p class="actions">
            <a href={table}>{t.chart.alone}</a>
          </p>
        </div>
      </details>
    </section>
  )
}

function periodOf(frame: Frame): string | null {
  return new URLSearchParams(frame.url.split('?')[1] ?? '').get('period')
}

/** A day's minutes as a picture and as what it shows in rows. */
function DayMinutes({ day, frame }: { day: DayRuns; frame: Frame }) {
  const { t, locale } = frame
  const words = t.lines.uptime
  const title = words.dayTitle(dayName(day, frame))
  const length = (Date.parse(day.to) - Date.parse(day.from)) / 60_000
  const x = (at: Instant) => (Date.parse(at) - Date.parse(day.from)) / 60_000
  return (
    <section class="card">
      <header class="page-head">
        <h3>{title}</h3>
        <a class="small" href={`${withQuery(frame.url, { day: null })}#uptime`}>
          {words.close}
        </a>
      </header>
      <svg class="minutes" viewBox={`0 0 ${length} 28`} preserveAspectRatio="none" aria-hidden="true">
        {day.runs.map(({ state, from, minutes }) =>
          state === 'unmeasured' ? null : (
            <rect
              class={`day-${state}`}
              x={x(from)}
              width={minutes}
              y={state === 'down' ? 0 : state === 'degraded_v6' ? 15 : 5}
              height={state === 'down' ? 28 : state === 'degraded_v6' ? 13 : 23}
            />
          ),
        )}
      </svg>
      <TableBox label={title} records>
        <thead>
          <tr>
            <th scope="col">{words.from}</th>
            <th scope="col" class="number">
              {words.length}
            </th>
            <th scope="col">{words.state}</th>
            <th scope="col">{words.proof}</th>
          </tr>
        </thead>
        <tbody>
          {day.runs.map(({ state, from, minutes, proof }) => (
            <tr>
              <th scope="row">
                <Moment at={from} frame={frame} />
              </th>
              <td class="number" data-label={words.length}>
                {formatNumber(minutes, locale)}
              </td>
              <td data-label={words.state}>
                <LineStateMark state={state} frame={frame} />
              </td>
              <td data-label={words.proof}>
                <Proof of={proof} at={from} frame={frame} />
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  )
}

/** Days in rows with their minutes by state. */
export function LineDayTable({ frame, line, days }: Omit<LineUptimeProps, 'day'>) {
  const { t, locale } = frame
  const href = withQuery(atMoment(`/lines/${encodeURIComponent(line.code)}/days`, frame), {
    period: periodOf(frame),
  })
  return (
    <div class="block chart-table">
      <p class="actions no-print">
        <a href={inFormat(href, 'csv')} download>
          CSV
        </a>
        <a href={inFormat(href, 'json')}>JSON</a>
      </p>
      <TableBox label={t.lines.uptime.table}>
        <thead>
          <tr>
            <th scope="col">{t.lines.uptime.day}</th>
            {lineStates.map((state) => (
              <th scope="col" class="number wrap">
                {t.lines.states[state]}
              </th>
            ))}
            <th scope="col" class="number">
              {t.lines.uptime.availability}
            </th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ from, to, minutes }) => (
            <tr>
              <th scope="row" class="nowrap">
                <a
                  href={`${withQuery(atMoment(`/lines/${encodeURIComponent(line.code)}`, frame), { period: periodOf(frame), day: from })}#uptime`}
                >
                  {dayName({ from, to }, frame)}
                </a>
              </th>
              {lineStates.map((state) => (
                <td class="number">{minutes === null ? '–' : formatNumber(minutes[state], locale)}</td>
              ))}
              <td class="number">{shareUp(minutes, frame)}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </div>
  )
}

/** Of the minutes that were seen; maintenance and what nobody saw are beside it in the row. */
function shareUp(minutes: UptimeDay['minutes'], { locale }: Frame): string {
  if (minutes === null) return '–'
  const up = minutes.up + minutes.degraded_v6
  return up + minutes.down === 0 ? '–' : formatShare(up / (up + minutes.down), locale, 2)
}

export function LineDayPage(props: Omit<LineUptimeProps, 'day'>) {
  const { frame, line } = props
  const { t } = frame
  return (
    <Layout frame={frame} title={`${t.lines.uptime.table} · ${line.code}`} section="lines">
      <div>
        <LineCrumbs code={line.code} frame={frame} />
        <h1>{t.lines.uptime.table}</h1>
      </div>
      <LineDayTable {...props} />
    </Layout>
  )
}
