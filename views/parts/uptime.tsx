import { formatDay, formatMoment, formatNumber } from '../../src/i18n/format.ts'
import type { Instant } from '../../src/model.ts'
import { type LineMinutes, type LineState, lineStates } from '../../src/operations/line-figures.ts'
import { dayOf } from '../../src/report/period.ts'
import type { Frame } from '../frame.ts'

/** A day of a strip; minutes are null where nothing is kept of it. At a pace above 1 a day is that much shorter. */
export type UptimeDay = { from: Instant; to: Instant; minutes: LineMinutes | null }

const height = 28
/** Down hangs from the top, above where anything else reaches, and is never too small to be seen. */
const headroom = 5
const least = 3
/** From the bottom up. What is not known leaves its place empty. */
const stacked = ['up', 'degraded_v6', 'maintenance', 'void'] as const

/** What the states are called, where not as those of lines are. */
type StateWords = { words?: Record<LineState, string> }

type Box = { state: LineState; y: number; height: number }

/** How high each state of a day stands in its column. */
export function boxesOf(minutes: LineMinutes | null): Box[] {
  const total = minutes === null ? 0 : lineStates.reduce((sum, state) => sum + minutes[state], 0)
  if (minutes === null || total === 0) return []
  const heightOf = (state: LineState, whole: number) =>
    minutes[state] === 0 ? 0 : Math.max(least, (whole * minutes[state]) / total)
  const heights = stacked.map((state) => heightOf(state, height - headroom))
  // what the small ones were given, the tallest gives
  const excess = Math.max(0, heights.reduce((sum, one) => sum + one, 0) - (height - headroom))
  const tallest = heights.indexOf(Math.max(...heights))
  let top = height
  const boxes = stacked.flatMap((state, index): Box[] => {
    const own = (heights[index] ?? 0) - (index === tallest ? excess : 0)
    top -= own
    return own <= 0 ? [] : [{ state, y: round(top), height: round(own) }]
  })
  const down = minutes.down === 0 ? 0 : Math.max(headroom + least, heightOf('down', height))
  return down === 0 ? boxes : [...boxes, { state: 'down', y: 0, height: round(down) }]
}

/** A strip of days in a table: one picture, whose label says how many days there were of each kind. */
export function UptimeStrip({ days, words, frame }: { days: UptimeDay[]; frame: Frame } & StateWords) {
  const { t, locale } = frame
  const states = words ?? t.lines.states
  const worst = days.map(({ minutes }) => worstOf(minutes))
  const said = lineStates
    .map((state) => [state, worst.filter((one) => one === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => t.lines.stripDays(states[state], formatNumber(count, locale)))
  const label = t.lines.strip(
    formatNumber(days.length, locale),
    said.length === 0 ? t.lines.noDays : said.join(', '),
  )
  return (
    <svg
      class="days"
      viewBox={`0 0 ${days.length * 4} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <path class="base" d={`M0 ${height}H${days.length * 4}`} />
      {days.map(({ minutes }, index) =>
        boxesOf(minutes).map(({ state, y, height }) => (
          <rect
            class={`day-${state}`}
            x={index * 4 + inset(state)}
            y={y}
            width={3 - 2 * inset(state)}
            height={height}
          />
        )),
      )}
    </svg>
  )
}

/** A strip of days to walk along: each opens its minutes and says in words what it was. */
export function UptimeWalk({
  days,
  label,
  hrefOf,
  chosen,
  words,
  frame,
}: {
  days: UptimeDay[]
  label: string
  hrefOf(from: Instant): string
  /** The first moment of the day whose minutes are shown. */
  chosen: Instant | null
  frame: Frame
} & StateWords) {
  return (
    <ol class="uptime" aria-label={label}>
      {days.map(({ from, to, minutes }) => {
        const said = dayWords({ from, to, minutes }, words ?? frame.t.lines.states, frame)
        return (
          <li>
            <a href={hrefOf(from)} title={said} aria-current={from === chosen ? 'date' : undefined}>
              <span class="visually-hidden">{said}</span>
              <svg viewBox={`0 0 3 ${height}`} preserveAspectRatio="none" aria-hidden="true">
                <path class="base" d={`M0 ${height}H3`} />
                {boxesOf(minutes).map(({ state, y, height }) => (
                  <rect
                    class={`day-${state}`}
                    x={inset(state)}
                    y={y}
                    width={3 - 2 * inset(state)}
                    height={height}
                  />
                ))}
              </svg>
            </a>
          </li>
        )
      })}
    </ol>
  )
}

/** What each shape and colour of a strip stands for. */
export function UptimeLegend({ words, frame }: { frame: Frame } & StateWords) {
  return (
    <ul class="legend small">
      {lineStates.map((state) => (
        <li>
          <svg class="key" viewBox={`0 0 3 ${height}`} preserveAspectRatio="none" aria-hidden="true">
            <path class="base" d={`M0 ${height}H3`} />
            {state !== 'unmeasured' && (
              <rect
                class={`day-${state}`}
                x={inset(state)}
                y={state === 'down' ? 0 : headroom}
                width={3 - 2 * inset(state)}
                height={height - headroom}
              />
            )}
          </svg>{' '}
          {(words ?? frame.t.lines.states)[state]}
        </li>
      ))}
    </ul>
  )
}

/** Only what the day had: "30/06/2022: Hoạt động 1.437 phút, Gián đoạn 3 phút". */
function dayWords({ from, to, minutes }: UptimeDay, states: Record<LineState, string>, frame: Frame): string {
  const { t, locale } = frame
  const said = lineStates.flatMap((state) =>
    minutes !== null && minutes[state] > 0
      ? [t.lines.uptime.minutesOf(states[state], formatNumber(minutes[state], locale))]
      : [],
  )
  return t.lines.uptime.dayOf(
    dayName({ from, to }, frame),
    said.length === 0 ? states.unmeasured : said.join(', '),
  )
}

const calendarDayMs = 86_400_000

/** A day by its date; a shorter one by when it began. */
export function dayName(
  { from, to }: Pick<UptimeDay, 'from' | 'to'>,
  { locale }: Pick<Frame, 'locale'>,
): string {
  const isWhole = Date.parse(to) - Date.parse(from) >= calendarDayMs
  return isWhole ? formatDay(dayOf(from), locale) : formatMoment(from, locale)
}

/** The state by which a day is counted: down as soon as it was down at all. */
function worstOf(minutes: LineMinutes | null): LineState {
  if (minutes === null) return 'unmeasured'
  const order = ['down', 'degraded_v6', 'up', 'maintenance', 'void'] as const
  return order.find((state) => minutes[state] > 0) ?? 'unmeasured'
}

/** A column is narrower in another state than up, so that shapes tell states apart without colours. */
function inset(state: LineState): number {
  return state === 'degraded_v6' ? 0.9 : 0
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
