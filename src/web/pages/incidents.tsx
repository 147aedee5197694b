import { z } from 'zod'
import { IncidentPage, type IncidentWindow } from '../../../views/incident.tsx'
import { IncidentProvidersPage, type ShownRepair } from '../../../views/incident-providers.tsx'
import { IncidentList, type IncidentRow, IncidentsPage, incidentStates } from '../../../views/incidents.tsx'
import { nodeText } from '../../../views/parts/incident-words.tsx'
import { UnitIncidentsPage } from '../../../views/unit-incidents.tsx'
import { type ProviderFigures, providerFigures } from '../../incidents/provider-figures.ts'
import { repairsOf, workIn } from '../../incidents/repairs.ts'
import { compareNames } from '../../inventory/search.ts'
import {
  causes,
  type Incident,
  type IncidentEvent,
  type IncidentNode,
  severities,
} from '../../model/incidents.ts'
import type { Instant } from '../../model.ts'
import { excludedIn, maintenanceIn, mutedIn } from '../../operations/maintenance.ts'
import { groupBy } from '../../store/group-by.ts'
import { actOnIncident, type IncidentAct } from '../../store/incident-acts.ts'
import { listEventsOf } from '../../store/incident-events.ts'
import {
  findIncident,
  listIncidents,
  listIncidentsWith,
  listOpenIncidents,
  listParts,
} from '../../store/incidents.ts'
import { findUnit, listAssets, listAssetVersions, listUnits } from '../../store/inventory.ts'
import { listMaintenanceIn } from '../../store/maintenance.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { toldOf } from '../incident-reach.ts'
import { readMonth } from '../lines.ts'
import { choice, paging, readQuery, searchText, sliceOf } from '../query.ts'
import { unitOfCode, withinReach } from '../reach.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import type { Page, WebContext, WebDeps } from '../web.ts'

const acts = z.discriminatedUnion('act', [
  z.object({ act: z.literal('ack') }),
  z.object({ act: z.literal('assign'), to: z.string().trim().max(100) }),
  z.object({ act: z.literal('comment'), text: z.string().trim().min(1).max(2000) }),
  z.object({ act: z.literal('cause'), cause: z.enum(causes), note: z.string().trim().max(500).default('') }),
])

export const incidentPages: Page[] = [
  { method: 'GET', path: '/incidents', rule: 'own', formats: ['json', 'csv'], handle: showIncidents },
  { method: 'GET', path: '/parts/incidents', rule: 'own', handle: showIncidents },
  {
    method: 'GET',
    path: '/incidents/providers',
    rule: 'reader',
    formats: ['json', 'csv'],
    handle: showProviders,
  },
  { method: 'GET', path: '/incidents/:incident', rule: 'own', formats: ['json'], handle: showIncident },
  { method: 'POST', path: '/incidents/:incident/act', rule: 'engineer', form: acts, handle: act },
  {
    method: 'GET',
    path: '/units/:code/incidents',
    rule: 'unit',
    unitsOf: unitOfCode,
    formats: ['json', 'csv'],
    handle: showCourse,
  },
]

/** Incidents of one month that are looked through; more than a province has. */
const most = 5_000

const query = {
  ...paging,
  state: choice(incidentStates),
  severity: choice(severities),
  cause: choice(causes),
  unit: searchText,
  provider: searchText,
  /** `kind~code`: all that this was in, whenever. */
  of: searchText,
  period: z.string().optional(),
}

async function showIncidents(c: WebContext) {
  const { deps } = c.var
  const { state = 'open', ...asked } = readQuery(c, query)
  const now = deps.now()
  const period = state === 'open' || asked.of ? null : readMonth(asked.period, now)
  const names = await namesWithin(c)
  const candidates = await ofCaller(c, await candidatesOf(deps, state, period))
  const of = nodeOf(asked.of)
  const touched = of ?? (asked.unit ? { unit: asked.unit } : null)
  const [since = now] = candidates.map((one) => one.since).sort()
  const within =
    touched && (await listIncidentsWith(deps.db, 'unit' in touched ? touched : { node: touched }, since))
  const found = candidates
    .filter(({ id }) => within === null || within.has(id))
    .filter(({ severity }) => asked.severity === undefined || severity === asked.severity)
    .filter(({ cause }) => asked.cause === undefined || cause.cause === asked.cause)
    .filter(({ provider }) => !asked.provider || provider === asked.provider)
    .sort(gravestFirst)
  const slice = { ...sliceOf(c, asked), total: found.length }
  const shown = found.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'csv') return sendCsv(c, 'incidents', columns, shown)
  const parts = await listParts(
    deps.db,
    shown.map(({ id }) => id),
  )
  const rows: IncidentRow[] = shown.map((incident) => ({
    incident,
    parts:
      toldOf(c, { incident, parts: parts.filter((one) => one.incident === incident.id), events: [] })
        ?.parts ?? [],
  }))
  if (c.var.format === 'json')
    return sendList(c, {
      items: rows.map(({ incident, parts: own }) => ({ ...incident, parts: own })),
      total: found.length,
      asOf: now,
    })
  const frame = await frameOf(c)
  const lines = await listAssets(deps.db, { kind: 'line', asOf: now })
  const props = {
    frame: { ...frame, url: frame.url.replace('/parts/incidents', '/incidents') },
    rows,
    slice,
    query: { ...asked, state },
    period,
    names,
    providers: [...new Set(lines.map(({ provider }) => provider))]
      .filter((name) => name !== '')
      .sort(compareNames),
  }
  return c.html(isPartial(c) ? <IncidentList {...props} /> : <IncidentsPage {...props} />)
}

/** Those that the caller may know of. */
async function ofCaller(c: WebContext, incidents: Incident[]): Promise<Incident[]> {
  if (c.var.reach === null) return incidents
  const parts = await listParts(
    c.var.deps.db,
    incidents.map(({ id }) => id),
  )
  return incidents.filter((incident) =>
    toldOf(c, { incident, parts: parts.filter((one) => one.incident === incident.id), events: [] }),
  )
}

/** Open ones whenever they began; closed ones of a month; of one thing all that are kept. */
async function candidatesOf(
  { db, now }: WebDeps,
  state: (typeof incidentStates)[number],
  period: { from: Instant; to: Instant } | null,
): Promise<Incident[]> {
  if (state === 'open') return listOpenIncidents(db)
  const time = period ?? { from: new Date(Date.parse(now()) - 366 * 86_400_000).toISOString(), to: '~' }
  const found = await listIncidents(db, { ...time, limit: most })
  return state === 'all' ? found : found.filter(({ closedAt }) => closedAt !== null)
}

function nodeOf(text: string | undefined): IncidentNode | null {
  const [kind, ...code] = (text ?? '').split('~')
  return kind ? ({ kind, code: code.join('~') } as IncidentNode) : null
}

/** What lasts before what is restored, the graver before, and then the newer. */
export function gravestFirst(one: Incident, other: Incident): number {
  const rank = ({ restoredAt, severity }: Incident) =>
    (restoredAt === null ? 0 : 10) + severities.indexOf(severity)
  return rank(one) - rank(other) || (one.since < other.since ? 1 : -1)
}

/** Of the units that the caller may see; others keep their codes. */
async function namesWithin(c: WebContext): Promise<Map<string, string>> {
  return new Map(withinReach(c, [...(await namesOf(c.var.deps))], ([code]) => code))
}

export async function namesOf({ db, now }: WebDeps): Promise<Map<string, string>> {
  const units = await listUnits(db, { asOf: now(), ended: true })
  return new Map(
    units.sort((one, other) => compareNames(one.name, other.name)).map(({ code, name }) => [code, name]),
  )
}

const columns: CsvColumn<Incident>[] = [
  ['id', ({ id }) => id],
  ['kind', ({ root }) => root.kind],
  ['code', ({ root }) => root.code],
  ['symptom', ({ symptom }) => symptom],
  ['detail', ({ detail }) => detail],
  ['severity', ({ severity }) => severity],
  ['unit', ({ unit }) => unit],
  ['provider', ({ provider }) => provider],
  ['since', ({ since }) => since],
  ['opened_at', ({ openedAt }) => openedAt],
  ['restored_at', ({ restoredAt }) => restoredAt],
  ['closed_at', ({ closedAt }) => closedAt],
  ['outages', ({ spells }) => spells],
  ['children', ({ children }) => children],
  ['cause', ({ cause }) => cause.cause],
  ['cause_by', ({ cause }) => cause.by],
  ['cause_rule', ({ cause }) => cause.rule],
  ['acked_by', ({ acked }) => acked?.by ?? null],
  ['acked_at', ({ acked }) => acked?.at ?? null],
  ['assignee', ({ assignee }) => assignee],
]

async function showIncident(c: WebContext) {
  const { deps } = c.var
  readQuery(c, {})
  const id = c.req.param('incident') ?? ''
  const found = await findIncident(deps.db, id)
  // whoever is kept to some units gets one answer for what is of others and for what is not there
  if (found === undefined) refuse(c.var.reach === null ? 'notFound' : 'forbidden', [id])
  const told = toldOf(c, {
    incident: found,
    parts: await listParts(deps.db, [id]),
    events: (await listEventsOf(deps.db, id)).reverse(),
  })
  const { incident, parts, events } = told ?? refuse('forbidden')
  const windows = await windowsOf(deps, incident)
  if (c.var.format === 'json') return sendJson(c, { ...incident, parts, events, maintenance: windows })
  const props = { frame: await frameOf(c), incident, parts, events, windows, names: await namesWithin(c) }
  return c.html(<IncidentPage {...props} />)
}

/** Announced work on the root that was under way while it lasted. */
async function windowsOf({ db, now }: WebDeps, incident: Incident): Promise<IncidentWindow[]> {
  const { root, unit, provider, since } = incident
  const to = incident.restoredAt ?? incident.closedAt ?? now()
  const about = { line: root.kind === 'line' ? root.code : null, unit, provider }
  const time = { fromMs: Date.parse(since), toMs: Math.max(Date.parse(to), Date.parse(since) + 1) }
  const end = new Date(time.toMs).toISOString()
  return (await listMaintenanceIn(db, { from: since, to: end }, about)).flatMap((maintenance) => {
    const excluded = maintenanceIn(excludedIn(maintenance, time))
    return mutedIn(maintenance, time).map((muted) => ({
      maintenance,
      from: new Date(muted.fromMs).toISOString(),
      to: Number.isFinite(muted.toMs) ? new Date(muted.toMs).toISOString() : null,
      isExcluded: excluded.some(({ fromMs }) => fromMs === muted.fromMs),
    }))
  })
}

async function act(c: WebContext) {
  const { deps, session } = c.var
  const id = c.req.param('incident') ?? ''
  const sent = await readForm(c)
  const read = acts.safeParse(
    Object.fromEntries(Object.entries(sent).map(([name, [value]]) => [name, value])),
  )
  if (!read.success)
    return refuse(
      'badRequest',
      read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    )
  const by = session?.account ?? ''
  await recorded(c, async (db, tell) => {
    const before = (await findIncident(db, id)) ?? refuse('notFound', [id])
    await actOnIncident(db, id, actOf(read.data), { by, at: deps.now() })
    const { cause, acked, assignee } = before
    await tell({ action: 'incident.act', subject: id, before: { cause, acked, assignee }, after: read.data })
  })
  return c.redirect(`/incidents/${encodeURIComponent(id)}`, 303)
}

function actOf(sent: z.output<typeof acts>): IncidentAct {
  switch (sent.act) {
    case 'ack':
      return { kind: 'ack' }
    case 'assign':
      return { kind: 'assign', to: sent.to === '' ? null : sent.to }
    case 'comment':
      return { kind: 'comment', text: sent.text }
    case 'cause':
      return { kind: 'cause', cause: sent.cause, note: sent.note }
  }
}

/** The figures of a month by provider, or of one provider the outages behind them. */
async function showProviders(c: WebContext) {
  const { deps } = c.var
  const { period: name, provider } = readQuery(c, { period: query.period, provider: searchText })
  const at = deps.now()
  const period = readMonth(name, at)
  const { incidents, repairs, work } = await repairsIn(deps, period, at)
  const figures = providerFigures(incidents, repairs, work)
  const own = repairs.filter((one) => one.provider === provider).map(({ counted: _, ...one }) => one)
  const items = provider ? own : figures
  if (c.var.format === 'json')
    return sendList<ShownRepair | ProviderFigures>(c, { items, total: items.length, asOf: at })
  if (c.var.format === 'csv')
    return provider
      ? sendCsv(c, `incidents-repairs-${period.name}`, repairColumns, own)
      : sendCsv(c, `incidents-providers-${period.name}`, providerColumns, figures)
  const shown = provider ? { provider, repairs: own, names: await namesWithin(c) } : null
  return c.html(
    <IncidentProvidersPage frame={await frameOf(c)} figures={figures} period={period} shown={shown} />,
  )
}

/** Incidents that began in a time, with the outages of lines in them, by the contracts and the announced work of then. */
async function repairsIn({ db }: WebDeps, { from, to }: { from: Instant; to: Instant }, now: Instant) {
  const incidents = await listIncidents(db, { from, to, limit: most })
  const parts = await listParts(
    db,
    incidents.map(({ id }) => id),
  )
  const lines = groupBy(
    await listAssetVersions(db, 'line', { since: from, asOf: to }),
    ({ value }) => value.code,
  )
  const time = { fromMs: Date.parse(from), toMs: Date.parse(now) }
  const work = workIn(await listMaintenanceIn(db, { from, to: now }), time)
  const repairs = repairsOf(incidents, parts, {
    now,
    work,
    contractOf: (line, at) => lines.get(line)?.findLast(({ since }) => since <= at)?.value,
  })
  return { incidents, repairs: repairs.sort((one, other) => (one.from < other.from ? -1 : 1)), work }
}

const repairColumns: CsvColumn<ShownRepair>[] = [
  ['incident', ({ incident }) => incident],
  ['line', ({ line }) => line],
  ['unit', ({ unit }) => unit],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['minutes', ({ minutes }) => minutes],
  ['work_minutes', ({ workMinutes }) => workMinutes],
  ['limit_hours', ({ limitHours }) => limitHours],
  ['late', ({ late, limitHours }) => (limitHours === null ? null : late)],
]

const providerColumns: CsvColumn<ProviderFigures>[] = [
  ['provider', ({ provider }) => provider],
  ['incidents', ({ incidents }) => incidents],
  ['open', ({ open }) => open],
  ['acknowledged', ({ acked }) => acked],
  ['mtta_minutes', ({ mttaMinutes }) => mttaMinutes],
  ['restored', ({ restored }) => restored],
  ['mttr_minutes', ({ mttrMinutes }) => mttrMinutes],
  ['in_work', ({ inWork }) => inWork],
  ['committed', ({ committed }) => committed],
  ['late', ({ late }) => late],
  ...causes.map((cause): CsvColumn<ProviderFigures> => [`cause_${cause}`, (one) => one.causes[cause] ?? 0]),
]

const courseDays = 90
const mostEvents = 500

/** The logs of all incidents that touched a unit, as one. */
async function showCourse(c: WebContext) {
  const { deps } = c.var
  readQuery(c, {})
  const code = c.req.param('code') ?? ''
  const unit = (await findUnit(deps.db, code)) ?? refuse('notFound', [code])
  const at = deps.now()
  const since = new Date(Date.parse(at) - courseDays * 86_400_000).toISOString()
  const names = await namesWithin(c)
  const frame = await frameOf(c)
  const events: IncidentEvent[] = []
  const titles = new Map<string, string>()
  for (const id of await listIncidentsWith(deps.db, { unit: code }, since)) {
    const incident = await findIncident(deps.db, id)
    if (incident === undefined) continue
    titles.set(id, nodeText(incident.root, names, frame))
    const touches = (one: IncidentEvent) => one.kind !== 'absorbed' || one.body.unit === code
    const parts = c.var.reach === null ? [] : await listParts(deps.db, [id])
    const told = toldOf(c, { incident, parts, events: await listEventsOf(deps.db, id) })
    events.push(...(told?.events ?? []).filter(touches))
  }
  events.sort((one, other) => other.seq - one.seq)
  const shown = events.slice(0, mostEvents)
  if (c.var.format === 'json') return sendList(c, { items: shown, total: events.length, asOf: at })
  if (c.var.format === 'csv') return sendCsv(c, `unit-${code}-incidents`, eventColumns, shown)
  return c.html(<UnitIncidentsPage {...{ frame, unit, days: courseDays, events: shown, titles, names }} />)
}

const eventColumns: CsvColumn<IncidentEvent>[] = [
  ['seq', ({ seq }) => seq],
  ['at', ({ at }) => at],
  ['incident', ({ incident }) => incident],
  ['kind', ({ kind }) => kind],
  ['by', ({ by }) => by],
  ['body', ({ body }) => JSON.stringify(body)],
]
