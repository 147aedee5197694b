import type { Asset, Unit } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import { hostWeeks, weekMsOf } from '../operations/host-weeks.ts'
import { newestAt } from '../operations/newest-at.ts'
import type { AntiMalwareSeen } from '../readiness/operations/antimalware.ts'
import type { OperationsState } from '../readiness/operations/evaluate.ts'
import { dayOf, defaultCutoffDay, type Period, periodAt, previousPeriod } from '../report/period.ts'
import type { Database } from './database.ts'
import { loadDays } from './days.ts'
import { loadFigures, toHanded } from './figures.ts'
import { groupBy } from './group-by.ts'
import { listAssets } from './inventory.ts'
import { loadLineFigures } from './line-figures.ts'
import { loadWifiFigures } from './wifi-figures.ts'

const dayMs = 86_400_000
/** How far back a row may lie to tell of the connection to the national system, and to be counted as a day. */
const oldestDays = 180
const countedDays = 30

/** What index O of units rests on besides their states: of one unit, or of all. */
export async function loadOperations(
  db: Database,
  asOf: Instant,
  { unit, pace, cutoffDay }: { unit?: string | undefined; pace: number; cutoffDay?: number },
): Promise<(of: Pick<Unit, 'code'>) => OperationsState> {
  const antimalware = await newestAntiMalware(db, asOf, unit)
  const projects = newestAt(
    await loadFigures(db, 'projects', { asOf, subjects: unit === undefined ? undefined : [unit] }),
    asOf,
  )
  const milestones = groupBy(
    newestAt(await loadFigures(db, 'milestones', { asOf, subjects: projects.map(({ code }) => code) }), asOf),
    ({ project }) => project,
  )
  const byUnit = groupBy(projects, (project) => project.unit)
  const neighbourDays =
    antimalware.size === 0
      ? new Map()
      : await loadDays(db, {
          asOf,
          since: new Date(Date.parse(asOf) - (hostWeeks - 1) * weekMsOf(pace)).toISOString(),
          of: unit ?? 'units',
          probe: 'snmp-neighbours',
        })
  const months = { asOf, cutoffDay }
  const of = { asOf, ...(unit !== undefined && { unit }) }
  const lines = await ofMonth(await listAssets(db, { kind: 'line', ...of }), months, (period, lines) =>
    loadLineFigures(db, { asOf, period, lines }),
  )
  const wifi = await ofMonth(await listAssets(db, { kind: 'hotspot', ...of }), months, (period, sites) =>
    loadWifiFigures(db, { asOf, period, sites }),
  )
  return ({ code }) => ({
    antimalware: antimalware.get(code) ?? null,
    projects: (byUnit.get(code) ?? []).map((project) => ({
      project,
      milestones: milestones.get(project.code) ?? [],
    })),
    neighbourDays,
    lines: lines.get(code) ?? new Map(),
    wifi: wifi.get(code) ?? new Map(),
  })
}

type Months = { asOf: Instant; cutoffDay: number | undefined }

/**
 * Figures of assets by unit: of the reporting month as far as its days are over. An asset of which no day of it is over yet
 * has those of the month before.
 */
async function ofMonth<Of extends Asset, Figures>(
  assets: Of[],
  { asOf, cutoffDay = defaultCutoffDay }: Months,
  load: (period: Period, assets: Of[]) => Promise<Map<string, Figures>>,
): Promise<Map<string, Map<string, Figures>>> {
  const month = periodAt(asOf, { cutoffDay })
  const now = await load(month, assets)
  const without = assets.filter(({ code }) => !now.has(code))
  const before = await load(previousPeriod(month, { cutoffDay }), without)
  const byUnit = new Map<string, Map<string, Figures>>()
  for (const { code, unit } of assets) {
    const figures = now.get(code) ?? before.get(code)
    if (figures) byUnit.set(unit, (byUnit.get(unit) ?? new Map()).set(code, figures))
  }
  return byUnit
}

/** Of each unit the row of its newest day, and on how many of the last days there is one. */
async function newestAntiMalware(
  db: Database,
  asOf: Instant,
  unit: string | undefined,
): Promise<Map<string, AntiMalwareSeen>> {
  const daysBack = (days: number) => dayOf(new Date(Date.parse(asOf) - days * dayMs).toISOString())
  const known = db
    .selectFrom('figure')
    .where('kind', '=', 'antimalware')
    .where('imported_at', '<=', asOf)
    .where('day', '<=', dayOf(asOf))
    .$if(unit !== undefined, (query) => query.where('subject', '=', unit as string))
  const newest = await known
    .innerJoin(
      known
        .where('day', '>=', daysBack(oldestDays))
        .select(['subject as of', (eb) => eb.fn.max('day').as('last')])
        .groupBy('subject')
        .as('newest'),
      (join) => join.onRef('newest.of', '=', 'figure.subject').onRef('newest.last', '=', 'figure.day'),
    )
    .select(['subject', 'key', 'imported_at', 'import_id', 'body'])
    .orderBy('imported_at') // a later version of the same day takes its place below
    .execute()
  const counts = await known
    .where('day', '>', daysBack(countedDays))
    .select(['subject', (eb) => eb.fn.count('day').distinct().as('days')])
    .groupBy('subject')
    .execute()
  const days = new Map(counts.map((row) => [row.subject, Number(row.days)]))
  return new Map(
    newest.map(({ subject, ...row }) => [
      subject,
      { newest: toHanded<'antimalware'>(row), days: days.get(subject) ?? 0 },
    ]),
  )
}
