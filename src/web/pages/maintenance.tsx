import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { MaintenancePage, type MaintenanceRow } from '../../../views/maintenance.tsx'
import { MaintenanceFormPage, type MaintenanceFormProps } from '../../../views/maintenance-form.tsx'
import { MaintenanceOnePage } from '../../../views/maintenance-one.tsx'
import { compareNames } from '../../inventory/search.ts'
import type { Line, Unit } from '../../model/inventory.ts'
import { type Maintenance, maintenanceScopes } from '../../model/maintenance.ts'
import type { Instant } from '../../model.ts'
import { calendarMonth } from '../../operations/line-months.ts'
import { maintenanceState, timesIn } from '../../operations/maintenance.ts'
import { writeRule } from '../../operations/repetition.ts'
import { type Period, periodOf, previousPeriod } from '../../report/period.ts'
import { listAssets, listUnits } from '../../store/inventory.ts'
import {
  addMaintenance,
  approveMaintenance,
  closeMaintenance,
  findMaintenance,
  listForgotten,
  listMaintenanceIn,
  prolongMaintenance,
} from '../../store/maintenance.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import type { FieldProblem } from '../document-form.ts'
import { type MaintenanceForm, maintenanceForm, readMaintenance, repeats } from '../maintenance-form.ts'
import { sayInvalid } from '../programs.ts'
import { choice, readQuery, searchText } from '../query.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

const prolongForm = z.strictObject({ hours: z.coerce.number().int().min(1).max(72) })

export const maintenancePages: Page[] = [
  { method: 'GET', path: '/maintenance', rule: 'reader', formats: ['json', 'csv'], handle: showCalendar },
  { method: 'POST', path: '/maintenance', rule: 'engineer', form: maintenanceForm, handle: announce },
  { method: 'GET', path: '/maintenance/new', rule: 'engineer', handle: showForm },
  { method: 'GET', path: '/maintenance/:maintenance', rule: 'reader', formats: ['json'], handle: showOne },
  { method: 'POST', path: '/maintenance/:maintenance/approve', rule: 'admin', handle: approve },
  {
    method: 'POST',
    path: '/maintenance/:maintenance/close',
    rule: 'engineer',
    form: z.strictObject({}),
    handle: close,
  },
  {
    method: 'POST',
    path: '/maintenance/:maintenance/prolong',
    rule: 'engineer',
    form: prolongForm,
    handle: prolong,
  },
]

const byMonth = { cutoffDay: 31 }
const states = ['planned', 'under_way', 'forgotten', 'ended', 'withdrawn'] as const
/** Of what comes again so many times are told ahead, within so long. */
const nextTimes = 5
const aheadMs = 400 * 86_400_000

async function showCalendar(c: WebContext) {
  const { db, now } = c.var.deps
  const asked = readQuery(c, {
    month: searchText,
    scope: choice(maintenanceScopes),
    state: choice(states),
  })
  const at = now()
  const month = readCalendarMonth(asked.month, at)
  const names = await targetNames(c)
  const toRow = rowMaker(names, at)
  const rows = (await listMaintenanceIn(db, month))
    .map((one) => ({ ...toRow(one), times: timesIn(one, msOf(month)) }))
    // what was withdrawn before it began never comes, and is still told of
    .map((row) => (row.state === 'withdrawn' ? { ...row, times: asAnnounced(row.maintenance, month) } : row))
    .filter(({ times }) => times.length > 0)
    .filter(({ maintenance }) => asked.scope === undefined || maintenance.scope === asked.scope)
    .filter(({ state }) => asked.state === undefined || state === asked.state)
    .sort((one, other) => (one.times[0]?.fromMs ?? 0) - (other.times[0]?.fromMs ?? 0))
  if (c.var.format === 'json') return sendList(c, { items: rows.map(toItem), total: rows.length, asOf: at })
  if (c.var.format === 'csv') return sendCsv(c, `maintenance-${month.name}`, columns, rows.flatMap(eachTime))
  return c.html(
    <MaintenancePage
      frame={await frameOf(c)}
      month={month.name}
      previous={previousPeriod(month, byMonth).name}
      next={calendarMonth(month.to).name}
      rows={rows}
      forgotten={(await listForgotten(db, at)).map((one) => ({ ...toRow(one), times: [] }))}
      query={asked}
    />,
  )
}

function readCalendarMonth(name: string | undefined, at: Instant): Period {
  if (name === undefined || name === '') return calendarMonth(at)
  try {
    return periodOf(name, byMonth)
  } catch {
    return refuse('badRequest', ['month: a month such as 2022-06'])
  }
}

function msOf({ from, to }: { from: Instant; to: Instant }) {
  return { fromMs: Date.parse(from), toMs: Date.parse(to) }
}

function asAnnounced(one: Maintenance, month: Period) {
  return timesIn({ ...one, closedAt: null, repetition: null }, msOf(month))
}

function rowMaker(names: Map<string, string>, at: Instant) {
  return (maintenance: Maintenance): Omit<MaintenanceRow, 'times'> => ({
    maintenance,
    state: maintenanceState(maintenance, at),
    targetName: names.get(`${maintenance.scope}~${maintenance.key}`) ?? maintenance.key,
  })
}

async function showForm(c: WebContext) {
  const { target } = readQuery(c, { target: searchText })
  return sendForm(c, target === undefined ? {} : { target: [target] }, [])
}

async function announce(c: WebContext) {
  const { deps, words, session } = c.var
  const form = await readForm(c)
  const targets = new Set((await targetNames(c)).keys())
  const now = deps.now()
  const read = readMaintenance(form, { now, targets }, words.t)
  if ('problems' in read)
    return c.var.format === 'json' ? sayInvalid(c, read.problems) : sendForm(c, form, read.problems)
  const id = randomUUID()
  await recorded(c, async (db, tell) => {
    await addMaintenance(db, { ...read.read, id, enteredAt: now, enteredBy: session?.account ?? '' })
    await tell({ action: 'maintenance.announce', subject: id, after: read.read })
  })
  return c.redirect(`/maintenance/${id}?saved=yes`, 303)
}

async function sendForm(c: WebContext, form: MaintenanceForm, problems: FieldProblem[]) {
  const names = [...(await targetNames(c))]
  const ofScope = (scope: string) =>
    names.filter(([target]) => target.startsWith(`${scope}~`)) as [string, string][]
  const targets: MaintenanceFormProps['targets'] = (['province', 'provider', 'unit', 'line'] as const).map(
    (scope) => ({
      scope,
      options: ofScope(scope).map(([target, name]) => [
        target,
        name || c.var.words.t.maintenance.scopes[scope],
      ]),
    }),
  )
  const frame = await frameOf(c)
  return c.html(
    <MaintenanceFormPage frame={frame} targets={targets} repeats={repeats} form={form} problems={problems} />,
    problems.length > 0 ? 422 : 200,
  )
}

/** All that work can be announced for, as `scope~key`, with its name. */
async function targetNames(c: WebContext): Promise<Map<string, string>> {
  const { db, now } = c.var.deps
  const units = await listUnits(db, { asOf: now() })
  const lines = await listAssets(db, { kind: 'line', asOf: now() })
  return new Map([['province~', ''], ...providersOf(lines), ...unitsByName(units), ...linesByCode(lines)])
}

function providersOf(lines: Line[]): [string, string][] {
  const names = [...new Set(lines.map(({ provider }) => provider))].filter((name) => name !== '')
  return names.sort(compareNames).map((name) => [`provider~${name}`, name])
}

function unitsByName(units: Unit[]): [string, string][] {
  return units.sort((a, b) => compareNames(a.name, b.name)).map(({ code, name }) => [`unit~${code}`, name])
}

function linesByCode(lines: Line[]): [string, string][] {
  return lines.map(({ code }): [string, string] => [`line~${code}`, code]).sort()
}

async function showOne(c: WebContext) {
  const { saved } = readQuery(c, { saved: choice(['yes']) })
  const one = await requireMaintenance(c)
  const at = c.var.deps.now()
  const row = rowMaker(await targetNames(c), at)(one)
  const fromMs = Date.parse(at)
  const next = timesIn(one, { fromMs, toMs: fromMs + aheadMs }).slice(0, nextTimes)
  if (c.var.format === 'json') return sendJson(c, toItem({ ...row, times: next }))
  return c.html(<MaintenanceOnePage frame={await frameOf(c)} row={row} next={next} saved={saved === 'yes'} />)
}

async function approve(c: WebContext) {
  const { id } = await requireMaintenance(c)
  await recorded(c, async (db, tell) => {
    const isDone = await approveMaintenance(db, id, byWhom(c))
    await tell({ action: 'maintenance.approve', subject: id, after: { isDone } })
  })
  return c.redirect(`/maintenance/${id}`, 303)
}

async function close(c: WebContext) {
  const { id } = await requireMaintenance(c)
  await recorded(c, async (db, tell) => {
    const isDone = await closeMaintenance(db, id, byWhom(c))
    await tell({ action: 'maintenance.close', subject: id, after: { isDone } })
  })
  return c.redirect(`/maintenance/${id}`, 303)
}

async function prolong(c: WebContext) {
  const { id } = await requireMaintenance(c)
  const read = prolongForm.safeParse({ hours: (await readForm(c)).hours?.[0] })
  const { hours } = read.data ?? refuse('badRequest', ['hours: 1 to 72'])
  const askAt = new Date(Date.parse(c.var.deps.now()) + hours * 3_600_000).toISOString()
  await recorded(c, async (db, tell) => {
    const isDone = await prolongMaintenance(db, id, askAt)
    await tell({ action: 'maintenance.prolong', subject: id, after: { isDone, askAt } })
  })
  return c.redirect(`/maintenance/${id}`, 303)
}

function byWhom(c: WebContext) {
  return { at: c.var.deps.now(), by: c.var.session?.account ?? '' }
}

async function requireMaintenance(c: WebContext): Promise<Maintenance> {
  const id = c.req.param('maintenance') ?? ''
  return (await findMaintenance(c.var.deps.db, id)) ?? refuse('notFound', [id])
}

function toItem({ maintenance, times, ...row }: MaintenanceRow) {
  const { repetition, ...shown } = maintenance
  return {
    ...shown,
    rule: writeRule(repetition),
    ...row,
    times: times.map(({ fromMs, toMs, startLocal, endLocal }) => ({
      from: new Date(fromMs).toISOString(),
      to: new Date(toMs).toISOString(),
      startLocal,
      endLocal,
    })),
  }
}

type Item = ReturnType<typeof toItem>
type TimeRow = { item: Omit<Item, 'times'>; time: Item['times'][number] }

function eachTime(row: MaintenanceRow): TimeRow[] {
  const { times, ...item } = toItem(row)
  return times.map((time) => ({ item, time }))
}

const columns: CsvColumn<TimeRow>[] = [
  ['id', ({ item }) => item.id],
  ['scope', ({ item }) => item.scope],
  ['key', ({ item }) => item.key],
  ['what', ({ item }) => item.what],
  ['mode', ({ item }) => item.mode],
  ['state', ({ item }) => item.state],
  ['from', ({ time }) => time.from],
  ['to', ({ time }) => time.to],
  ['start_local', ({ time }) => time.startLocal],
  ['end_local', ({ time }) => time.endLocal],
  ['zone', ({ item }) => item.zone],
  ['rule', ({ item }) => item.rule],
  ['open_end', ({ item }) => (item.openEnd ? 'yes' : 'no')],
  ['entered_at', ({ item }) => item.enteredAt],
  ['entered_by', ({ item }) => item.enteredBy],
  ['approved_at', ({ item }) => item.approvedAt],
  ['approved_by', ({ item }) => item.approvedBy],
  ['closed_at', ({ item }) => item.closedAt],
  ['closed_by', ({ item }) => item.closedBy],
]
