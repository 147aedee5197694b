import type { PropsWithChildren } from 'hono/jsx'
import { formatDay, formatNumber } from '../src/i18n/format.ts'
import type { Instant } from '../src/model.ts'
import {
  type LineEvidence,
  type LineIncident,
  type LineRun,
  type LineState,
  lineStates,
} from '../src/operations/line-figures.ts'
import { dayOf } from '../src/report/period.ts'
import { type Frame, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import type { LineRow } from './lines.tsx'
import { IncidentTable } from './parts/incident-table.tsx'
import { LineCrumbs } from './parts/line-crumbs.tsx'
import { linePath } from './parts/line-path.ts'
import { Downloads } from './parts/paging.tsx'
import { lastDayBefore, monthName } from './parts/period-links.tsx'
import { Proof } from './parts/proof.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

/** Minutes of a line in a row, the first moment of their day, and the look that shows them. */
export type ProvenRun = LineRun & { day: Instant; proof: LineEvidence | null }

type Props = { frame: Frame; row: LineRow; period: { name: string } }

function Part({ title, row, period, frame, children }: PropsWithChildren<Props & { title: string }>) {
  return (
    <Layout frame={frame} title={`${title} · ${row.line.code}`} section="lines">
      <div class="page-head">
        <div>
          <LineCrumbs code={row.line.code} frame={frame} />
          <h1>{title}</h1>
          <p>{monthName(period.name, frame)}</p>
        </div>
        <Downloads frame={frame} />
      </div>
      {children}
    </Layout>
  )
}

/** The minutes in one state; which there are, each the way to them. */
export function LineMinutesPage(props: Props & { state: LineState; runs: ProvenRun[] }) {
  const { frame, row, state, runs } = props
  const { t, locale } = frame
  const words = t.lines.parts
  const { figures, line } = row
  const total = formatNumber(
    runs.reduce((sum, { minutes }) => sum + minutes, 0),
    locale,
  )
  return (
    <Part {...props} title={words.minutes}>
      {figures === null ? (
        <p class="muted">{t.lines.noDay}</p>
      ) : (
        <>
          <ul class="chips no-print">
            {lineStates.map((one) => (
              <li>
                <a
                  class="chip"
                  href={withQuery(frame.url, { state: one })}
                  aria-current={one === state ? 'true' : undefined}
                >
                  {t.lines.states[one]} {formatNumber(figures.minutes[one], locale)}
                </a>
              </li>
            ))}
          </ul>
          <p class="muted">
            {t.lines.states[state]}:{' '}
            {words.minutesWhat(
              total,
              formatDay(dayOf(figures.from), locale),
              formatDay(lastDayBefore(figures.to), locale),
            )}
          </p>
        </>
      )}
      {runs.length === 0 ? (
        <p class="muted">{words.none}</p>
      ) : (
        <TableBox label={t.lines.states[state]} records>
          <thead>
            <tr>
              <th scope="col">{t.lines.uptime.from}</th>
              <th scope="col" class="number">
                {t.lines.uptime.length}
              </th>
              <th scope="col">{t.lines.uptime.day}</th>
              <th scope="col">{t.lines.uptime.proof}</th>
            </tr>
          </thead>
          <tbody>
            {runs.map(({ from, minutes, day, proof }) => (
              <tr>
                <th scope="row">
                  <Moment at={from} frame={frame} />
                </th>
                <td class="number" data-label={t.lines.uptime.length}>
                  {formatNumber(minutes, locale)}
                </td>
                <td data-label={t.lines.uptime.day}>
                  <a href={`${withQuery(linePath(line.code, frame), { day })}#uptime`}>{words.day}</a>
                </td>
                <td data-label={t.lines.uptime.proof}>
                  <Proof of={proof} at={from} frame={frame} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </Part>
  )
}

export function LineIncidentsPage(props: Props & { incidents: LineIncident[]; onlyLate: boolean }) {
  const { frame, incidents, onlyLate } = props
  const words = frame.t.lines.parts
  return (
    <Part {...props} title={frame.t.lines.incidents.title}>
      <ul class="chips no-print">
        {([false, true] as const).map((late) => (
          <li>
            <a
              class="chip"
              href={withQuery(frame.url, { late: late ? 'yes' : null })}
              aria-current={late === onlyLate ? 'true' : undefined}
            >
              {late ? words.lateOnly : words.all}
            </a>
          </li>
        ))}
      </ul>
      <IncidentTable incidents={incidents} frame={frame} />
    </Part>
  )
}

type AveragesProps = Props & {
  way: 'down' | 'up'
  /** Of all that are known. */
  count: number
  p95: number | null
  above: { from: Instant; mbps: number }[]
}

/** What p95 is made of: how many averages there are, and those that lie above it. */
export function LineAveragesPage(props: AveragesProps) {
  const { frame, row, way, count, p95, above } = props
  const { t, locale } = frame
  const words = t.lines.parts
  const mbps = (value: number) => t.lines.mbps(formatNumber(value, locale, 3))
  const kept = row.figures?.traffic[way].p95Mbps ?? null
  return (
    <Part {...props} title={`${words.averages}, ${t.lines[way]}`}>
      <ul class="chips no-print">
        {(['down', 'up'] as const).map((one) => (
          <li>
            <a
              class="chip"
              href={withQuery(frame.url, { way: one })}
              aria-current={one === way ? 'true' : undefined}
            >
              {t.lines[one]}
            </a>
          </li>
        ))}
      </ul>
      {p95 === null ? (
        <p class="muted">{words.averagesGone}</p>
      ) : (
        <p>
          {words.averagesWhat(formatNumber(count, locale), mbps(p95), formatNumber(above.length, locale))}
        </p>
      )}
      {p95 !== null && kept !== null && kept !== p95 && (
        <p class="muted">{words.averagesDiffer(mbps(kept))}</p>
      )}
      {above.length > 0 && (
        <TableBox label={words.averages}>
          <thead>
            <tr>
              <th scope="col">{t.lines.uptime.from}</th>
              <th scope="col" class="number">
                {words.value}
              </th>
            </tr>
          </thead>
          <tbody>
            {above.map((one) => (
              <tr>
                <th scope="row">
                  <Moment at={one.from} frame={frame} />
                </th>
                <td class="number">{formatNumber(one.mbps, locale, 3)}</td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </Part>
  )
}
