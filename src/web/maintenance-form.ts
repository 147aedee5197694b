import { z } from 'zod'
import type { Messages } from '../i18n/messages.ts'
import {
  type Maintenance,
  maintenanceModes,
  maintenanceScopes,
  type Repetition,
  weekdays,
} from '../model/maintenance.ts'
import type { Instant } from '../model.ts'
import { clockMs, isZone, momentMs } from '../operations/local-time.ts'
import { startsOn } from '../operations/repetition.ts'
import type { FieldProblem } from './document-form.ts'

/** What the form sent: all values by field name. */
export type MaintenanceForm = Record<string, string[]>

export type ReadMaintenance = Pick<
  Maintenance,
  'scope' | 'key' | 'mode' | 'what' | 'zone' | 'start' | 'end' | 'repetition' | 'openEnd'
>

/** How the form names what comes again; the day of the month or of the week follows from the first time. */
export const repeats = ['once', 'weekly', 'monthly_date', 'monthly_weekday', 'monthly_last'] as const

const clockText = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/

/** The fields, as programs are told of them; what they mean together `readMaintenance` says. Times are clocks of the zone. */
export const maintenanceForm = z.strictObject({
  target: z.string().min(1).describe('province~, provider~NAME, unit~CODE or line~CODE'),
  mode: z.enum(maintenanceModes),
  what: z.string().min(1).max(500),
  zone: z.string().describe('a time zone, as Asia/Ho_Chi_Minh'),
  start: z.string().regex(clockText).describe('2022-07-01T22:00'),
  end: z.string().regex(clockText),
  openEnd: z.enum(['', 'yes']).optional(),
  repeat: z.enum(repeats).optional(),
  weekday: z.union([z.enum(weekdays), z.array(z.enum(weekdays))]).optional(),
  interval: z.string().optional(),
  until: z.string().optional().describe('the last day, as 2022-12-31'),
  count: z.string().optional(),
})

const dayMs = 86_400_000
const longestMs = 31 * dayMs
/** What is announced for longer ahead is a slip of the year. */
const furthestMs = 5 * 366 * dayMs

/** Reads the whole form; every mistake comes back at once. `targets`: what work can be announced for, as `scope~key`. */
export function readMaintenance(
  form: MaintenanceForm,
  { now, targets }: { now: Instant; targets: ReadonlySet<string> },
  { maintenance: t }: Pick<Messages, 'maintenance'>,
): { problems: FieldProblem[] } | { read: ReadMaintenance } {
  const problems: FieldProblem[] = []
  const wrong = (field: string, message: string) => void problems.push({ field, message })
  const text = (field: string) => (form[field]?.[0] ?? '').normalize('NFC').trim()
  const nowMs = Date.parse(now)

  const target = text('target')
  if (!targets.has(target)) wrong('target', t.unknownTarget)
  const mode = maintenanceModes.find((known) => known === text('mode'))
  if (mode === undefined) wrong('mode', t.required)
  const what = text('what')
  if (what === '') wrong('what', t.required)
  if (what.length > 500) wrong('what', t.tooLong)
  if (/\p{Cc}/u.test(what.replaceAll(/[\r\n\t]/g, ' '))) wrong('what', t.control)
  const zone = text('zone')
  if (!isZone(zone)) wrong('zone', t.unknownZone)
  const [start, end] = [text('start'), text('end')]
  const [startMs, endMs] = [clockMs(start), clockMs(end)]
  if (Number.isNaN(startMs)) wrong('start', t.badTime)
  if (Number.isNaN(endMs)) wrong('end', t.badTime)
  if (endMs <= startMs) wrong('end', t.beforeStart)
  if (endMs - startMs > longestMs) wrong('end', t.tooLongTime)
  if (Math.abs(startMs - nowMs) > furthestMs) wrong('start', t.tooFar)
  const openEnd = text('openEnd') === 'yes'
  const repetition = readRepetition(form, { startMs, startDay: start.slice(0, 10) }, wrong, t)
  if (repetition !== null && openEnd) wrong('openEnd', t.openRepeats)
  if (problems.length > 0 || mode === undefined) return { problems }

  if (repetition !== null && !startsOn(start, repetition)) wrong('start', t.notOfRule)
  const begins = momentMs(startMs, zone)
  if (repetition === null && !openEnd && momentMs(endMs, zone) <= nowMs) wrong('end', t.past)
  if (repetition === null && mode === 'exclude' && begins <= nowMs) wrong('start', t.tooLateToExclude)
  if (problems.length > 0) return { problems }
  const scope = maintenanceScopes.find((known) => target.startsWith(`${known}~`)) ?? 'province'
  const key = target.slice(scope.length + 1)
  return { read: { scope, key, mode, what, zone, start, end, repetition, openEnd } }
}

function readRepetition(
  form: MaintenanceForm,
  { startMs, startDay }: { startMs: number; startDay: string },
  wrong: (field: string, message: string) => void,
  t: Messages['maintenance'],
): Repetition | null {
  const every = repeats.find((known) => known === (form.repeat?.[0] ?? 'once'))
  if (every === undefined) wrong('repeat', t.required)
  if (every === undefined || every === 'once') return null
  const number = (field: string, most: number, otherwise: number | null) => {
    const value = (form[field]?.[0] ?? '').trim()
    if (value === '') return otherwise
    if (/^\d{1,3}$/.test(value) && Number(value) >= 1 && Number(value) <= most) return Number(value)
    wrong(field, t.badNumber(most))
    return otherwise
  }
  const count = number('count', 999, null)
  const untilText = (form.until?.[0] ?? '').trim()
  const until = untilText === '' ? null : untilText
  if (until !== null && Number.isNaN(clockMs(`${until}T00:00`))) wrong('until', t.badDay)
  else if (until !== null && until < startDay) wrong('until', t.beforeStart)
  if (until !== null && count !== null) wrong('until', t.untilOrCount)
  const common = { interval: number('interval', 52, 1) ?? 1, until, count }
  const first = new Date(Number.isNaN(startMs) ? 0 : startMs)
  const date = first.getUTCDate()
  const weekday = weekdays[(first.getUTCDay() + 6) % 7] ?? 'MO'
  if (every === 'monthly_date') return { every: 'month', on: { date }, ...common }
  if (every === 'monthly_last') return { every: 'month', on: { weekday, nth: -1 }, ...common }
  if (every === 'monthly_weekday') {
    const nth = ([1, 2, 3, 4] as const)[Math.ceil(date / 7) - 1]
    if (nth === undefined) wrong('repeat', t.noFifth)
    return { every: 'month', on: { weekday, nth: nth ?? -1 }, ...common }
  }
  const chosen = weekdays.filter((day) => form.weekday?.includes(day))
  return { every: 'week', on: chosen.length === 0 ? [weekday] : chosen, ...common }
}
