import { formatNumber } from '../src/i18n/format.ts'
import { type Maintenance, maintenanceScopes, weekdays } from '../src/model/maintenance.ts'
import type { MaintenanceState, MaintenanceTime } from '../src/operations/maintenance.ts'
import { type Frame, may, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { provinceClock, ruleText, TimeSpan } from './maintenance-time.tsx'
import { Choice, Filters } from './parts/filters.tsx'
import { Downloads } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

export type MaintenanceRow = {
  maintenance: Maintenance
  state: MaintenanceState
  /** The name of what it is for; empty for the province. */
  targetName: string
  /** Its times that touch the month. */
  times: MaintenanceTime[]
}

export type CalendarProps = {
  frame: Frame
  /** "2022-07", with those beside it. */
  month: string
  previous: string
  next: string
  rows: MaintenanceRow[]
  /** Whose end was to be said by now, of any month. */
  forgotten: MaintenanceRow[]
  query: { scope?: string | undefined; state?: string | undefined }
}

const states = ['planned', 'under_way', 'forgotten', 'ended', 'withdrawn'] as const
const dayMs = 86_400_000
const zoneMs = 7 * 3_600_000
/** More in a day than fit are told by their number. */
const mostInDay = 4

export function MaintenancePage({ frame, month, previous, next, rows, forgotten, query }: CalendarProps) {
  const { t } = frame
  const words = t.maintenance
  const [year = '', number = ''] = month.split('-')
  const mayWrite = may(frame, 'engineer')
  return (
    <Layout frame={frame} title={words.title} section="maintenance">
      <div class="page-head">
        <h1>{words.title}</h1>
        <div class="actions no-print">
          {mayWrite && (
            <a class="button" href="/maintenance/new">
              {words.announce}
            </a>
          )}
          <Downloads frame={frame} />
        </div>
      </div>
      <p class="muted">{words.what}</p>
      {forgotten.length > 0 && (
        <section class="card warning" aria-label={words.forgottenTitle}>
          <h2>{words.forgottenTitle}</h2>
          <p class="small">{words.forgottenWhat}</p>
          <ul class="list">
            {forgotten.map(({ maintenance: one, targetName }) => (
              <li>
                <a href={`/maintenance/${one.id}`}>
                  <Raw text={one.what} />
                </a>{' '}
                <span class="muted small">
                  {words.scopes[one.scope]} {targetName}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Filters
        frame={frame}
        action="/maintenance"
        target="#maintenance"
        label={words.filters}
        sort={null}
        keep={{ month }}
      >
        <Choice
          name="scope"
          label={words.scope}
          value={query.scope}
          options={maintenanceScopes.map((scope) => [scope, words.scopes[scope]])}
          frame={frame}
        />
        <Choice
          name="state"
          label={words.state}
          value={query.state}
          options={states.map((state) => [state, words.states[state]])}
          frame={frame}
        />
      </Filters>
      <section id="maintenance" class="block">
        <div class="page-head">
          <h2>{words.monthOf(number, year)}</h2>
          <nav class="pages" aria-label={words.month}>
            <a rel="prev" href={withQuery(frame.url, { month: previous })}>
              {words.previousMonth}
            </a>
            <a rel="next" href={withQuery(frame.url, { month: next })}>
              {words.nextMonth}
            </a>
          </nav>
        </div>
        {rows.length === 0 ? (
          <div class="empty">
            <strong>{words.none}</strong>
            <span>{words.noneWhat}</span>
          </div>
        ) : (
          <>
            <Calendar month={month} rows={rows} frame={frame} />
            <MaintenanceTable rows={rows} frame={frame} />
          </>
        )}
      </section>
    </Layout>
  )
}

/** The days of a month in the province, each with what touches it; on a phone those days alone. */
function Calendar({ month, rows, frame }: Pick<CalendarProps, 'month' | 'rows' | 'frame'>) {
  const words = frame.t.maintenance
  const first = Date.parse(`${month}-01T00:00:00.000Z`)
  const [year = 0, number = 1] = month.split('-').map(Number)
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate()
  const offset = (new Date(first).getUTCDay() + 6) % 7
  const today = Math.floor((Date.parse(frame.now) + zoneMs - first) / dayMs)
  return (
    <section aria-label={words.calendar}>
      <ol class="calendar-head" aria-hidden="true">
        {weekdays.map((day) => (
          <li>{words.shortWeekdays[day]}</li>
        ))}
      </ol>
      <ol class={`calendar starts-${offset}`}>
        {Array.from({ length: days }, (_, day) => {
          const fromMs = first + day * dayMs - zoneMs
          const found = rows.flatMap((row) =>
            row.times
              .filter((time) => time.fromMs < fromMs + dayMs && time.toMs > fromMs)
              .map((time) => ({ ...row, time })),
          )
          const shown = found.sort((one, other) => one.time.fromMs - other.time.fromMs).slice(0, mostInDay)
          return (
            <li
              class={shown.length === 0 ? 'free' : undefined}
              aria-current={day === today ? 'date' : undefined}
            >
              <span class="day">
                <span class="weekday">{words.shortWeekdays[weekdays[(offset + day) % 7] ?? 'MO']} </span>
                {day + 1}
              </span>
              {shown.map(({ maintenance: one, time, targetName, state }) => (
                <a class={state === 'withdrawn' ? 'withdrawn' : undefined} href={`/maintenance/${one.id}`}>
                  {provinceClock(Math.max(time.fromMs, fromMs))}–
                  {time.toMs >= fromMs + dayMs ? '24:00' : provinceClock(time.toMs)}{' '}
                  <Raw text={targetName || words.scopes[one.scope]} />
                </a>
              ))}
              {found.length > mostInDay && (
                <span class="muted small">
                  {words.more(formatNumber(found.length - mostInDay, frame.locale))}
                </span>
              )}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

function MaintenanceTable({ rows, frame }: Pick<CalendarProps, 'rows' | 'frame'>) {
  const words = frame.t.maintenance
  const { columns } = words
  return (
    <TableBox label={words.table} records>
      <thead>
        <tr>
          <th scope="col">{columns.what}</th>
          <th scope="col">{columns.target}</th>
          <th scope="col">{columns.time}</th>
          <th scope="col">{columns.repeats}</th>
          <th scope="col" class="number">
            {columns.next}
          </th>
          <th scope="col">{columns.mode}</th>
          <th scope="col">{columns.state}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <th scope="row">
              <a href={`/maintenance/${row.maintenance.id}`}>
                <Raw text={row.maintenance.what} />
              </a>
            </th>
            <td data-label={columns.target}>
              <Target row={row} frame={frame} />
            </td>
            <td data-label={columns.time}>
              {row.times[0] && <TimeSpan time={row.times[0]} zone={row.maintenance.zone} frame={frame} />}
            </td>
            <td data-label={columns.repeats}>{ruleText(row.maintenance, frame)}</td>
            <td data-label={columns.next} class="number">
              {words.times(formatNumber(row.times.length, frame.locale))}
            </td>
            <td data-label={columns.mode}>
              {words.modes[row.maintenance.mode]}
              <div class="muted small">{approvalText(row.maintenance, frame)}</div>
            </td>
            <td data-label={columns.state}>{words.states[row.state]}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

export function approvalText({ mode, approvedAt }: Maintenance, { t: { maintenance: t } }: Frame): string {
  if (mode === 'mute') return t.notNeeded
  return approvedAt === null ? t.notApproved : t.approved
}

export function Target({
  row: { maintenance, targetName },
  frame,
}: {
  row: Pick<MaintenanceRow, 'maintenance' | 'targetName'>
  frame: Frame
}) {
  const { scope, key } = maintenance
  const word = frame.t.maintenance.scopes[scope]
  if (scope === 'province') return <>{word}</>
  const href = {
    unit: `/units/${encodeURIComponent(key)}`,
    line: `/lines/${encodeURIComponent(key)}`,
    provider: withQuery('/lines', { provider: key }),
  }[scope]
  return (
    <>
      {word}{' '}
      <a href={href}>
        <Raw text={targetName} />
      </a>
    </>
  )
}
