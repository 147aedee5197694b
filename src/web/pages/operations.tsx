import { z } from 'zod'
import { AntiMalwarePage, type AntiMalwareRow } from '../../../views/anti-malware.tsx'
import { OperationsPage, type OperationsRow } from '../../../views/operations.tsx'
import { type ProjectRow, ProjectsPage } from '../../../views/projects.tsx'
import { compareNames } from '../../inventory/search.ts'
import { milestoneNames } from '../../model/figures.ts'
import { unitKinds } from '../../model/inventory.ts'
import { newestAt } from '../../operations/newest-at.ts'
import { operationsCriteria } from '../../readiness/operations/criteria.ts'
import { daysLate, projectVerdict } from '../../readiness/operations/projects.ts'
import { dayOf } from '../../report/period.ts'
import { loadFigures } from '../../store/figures.ts'
import { groupBy } from '../../store/group-by.ts'
import { listUnits } from '../../store/inventory.ts'
import { type CsvColumn, sendCsv, sendList } from '../data.ts'
import { judgeProvince, judgeUnit } from '../province.ts'
import { choice, paging, readAsOf, readQuery, searchText, sliceOf, sorting } from '../query.ts'
import { withinReach } from '../reach.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const operationsPages: Page[] = [
  { method: 'GET', path: '/operations', rule: 'own', formats: ['json', 'csv'], handle: showOperations },
  { method: 'GET', path: '/anti-malware', rule: 'reader', formats: ['json', 'csv'], handle: showAntiMalware },
  { method: 'GET', path: '/projects', rule: 'reader', formats: ['json', 'csv'], handle: showProjects },
]

const asOfQuery = { asOf: z.string().optional() } // readAsOf reads it

async function showOperations(c: WebContext) {
  const { deps } = c.var
  const {
    kind,
    sort = { by: 'name', descending: false },
    ...asked
  } = readQuery(c, {
    ...paging,
    ...asOfQuery,
    kind: choice(unitKinds),
    sort: sorting(['name', 'score']),
  })
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const all: OperationsRow[] = withinReach(c, await judgeProvince(deps, at), (one) => one.unit.code)
    .filter(({ unit }) => kind === undefined || unit.kind === kind)
    .sort(comparing(sort))
  const slice = { ...sliceOf(c, asked), total: all.length }
  const rows = all.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'json') {
    const items = rows.map(({ unit, operations }) => ({ name: unit.name, kind: unit.kind, ...operations }))
    return sendList(c, { items, total: all.length, asOf: at })
  }
  if (c.var.format === 'csv') return sendCsv(c, 'operations', columns, rows)
  return c.html(
    <OperationsPage
      frame={await frameOf(c, { asOf })}
      rows={rows}
      slice={slice}
      sort={sort}
      query={{ kind }}
    />,
  )
}

/** Ties go by name; what has no score comes first of those that rise. */
function comparing({ by, descending }: { by: string; descending: boolean }) {
  const direction = descending ? -1 : 1
  return (a: OperationsRow, b: OperationsRow) =>
    (by === 'score' ? direction * ((a.operations.score ?? -1) - (b.operations.score ?? -1)) : 0) ||
    direction * compareNames(a.unit.name, b.unit.name)
}

const columns: CsvColumn<OperationsRow>[] = [
  ['code', ({ unit }) => unit.code],
  ['name', ({ unit }) => unit.name],
  ['kind', ({ unit }) => unit.kind],
  ['score', ({ operations }) => operations.score],
  ['score_max', ({ operations }) => operations.scoreMax],
  ['coverage', ({ operations }) => operations.coverage],
  ...operationsCriteria.map(
    ({ id }): CsvColumn<OperationsRow> => [
      id,
      ({ operations }) => operations.verdicts.find((one) => one.id === id)?.verdict ?? null,
    ],
  ),
]

async function showAntiMalware(c: WebContext) {
  const { deps } = c.var
  const { unit, ...asked } = readQuery(c, { ...paging, ...asOfQuery, unit: searchText })
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const judged = unit ? [await judgeUnit(deps, unit, at)] : await judgeProvince(deps, at)
  const all = judged
    .flatMap((one): AntiMalwareRow[] => {
      const seen = one?.operations.antimalware
      if (one === undefined || !seen) return []
      const verdicts = one.operations.verdicts.filter(({ id }) => id.startsWith('OPS-AM'))
      return [{ unit: one.unit, newest: seen.newest, hosts: one.operations.hosts, verdicts }]
    })
    .sort((a, b) => compareNames(a.unit.name, b.unit.name))
  const slice = { ...sliceOf(c, asked), total: all.length }
  const rows = all.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'json') return sendList(c, { items: rows.map(toItem), total: all.length, asOf: at })
  if (c.var.format === 'csv') return sendCsv(c, 'anti-malware', antiMalwareColumns, rows)
  return c.html(<AntiMalwarePage frame={await frameOf(c, { asOf })} rows={rows} slice={slice} />)
}

function toItem({ unit, newest, hosts, verdicts }: AntiMalwareRow) {
  return { ...newest, name: unit.name, seenOnNetwork: hosts?.hosts ?? null, verdicts }
}

const antiMalwareColumns: CsvColumn<AntiMalwareRow>[] = [
  ['unit', ({ unit }) => unit.code],
  ['name', ({ unit }) => unit.name],
  ['day', ({ newest }) => newest.day],
  ['declared', ({ newest }) => newest.declared],
  ['seen_on_network', ({ hosts }) => hosts?.hosts ?? null],
  ['agents', ({ newest }) => newest.agents],
  ['seen_7d', ({ newest }) => newest.seen7d],
  ['updated_7d', ({ newest }) => newest.updated7d],
  ['infections', ({ newest }) => newest.infections],
  ['cleaned', ({ newest }) => newest.cleaned],
  ['connected_national', ({ newest }) => newest.national],
  ['connected_date', ({ newest }) => newest.nationalDate],
  ...['OPS-AM-01', 'OPS-AM-02', 'OPS-AM-03'].map(
    (id): CsvColumn<AntiMalwareRow> => [
      id,
      ({ verdicts }) => verdicts.find((one) => one.id === id)?.verdict ?? null,
    ],
  ),
]

async function showProjects(c: WebContext) {
  const { deps } = c.var
  const { unit } = readQuery(c, { ...asOfQuery, unit: searchText })
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const rows = await projectsOf(c, unit || undefined, at)
  if (c.var.format === 'json') return sendList(c, { items: rows, total: rows.length, asOf: at })
  if (c.var.format === 'csv')
    return sendCsv(
      c,
      'projects',
      milestoneColumns(dayOf(at)),
      rows.flatMap((row) => row.milestones.map((milestone) => ({ ...row, milestone }))),
    )
  return c.html(<ProjectsPage frame={await frameOf(c, { asOf })} rows={rows} today={dayOf(at)} />)
}

/** Projects of one unit or of all as they stood, each judged. */
async function projectsOf(c: WebContext, unit: string | undefined, at: string): Promise<ProjectRow[]> {
  const { db } = c.var.deps
  const projects = newestAt(
    await loadFigures(db, 'projects', { asOf: at, subjects: unit === undefined ? undefined : [unit] }),
    at,
  )
  const subjects = projects.map(({ code }) => code)
  const milestones = newestAt(await loadFigures(db, 'milestones', { asOf: at, subjects }), at)
  const ofProject = groupBy(milestones, ({ project }) => project)
  const units = new Map((await listUnits(db)).map((one) => [one.code, one]))
  return projects.map((project) => {
    const own = (ofProject.get(project.code) ?? []).toSorted(
      (a, b) => milestoneNames.indexOf(a.name) - milestoneNames.indexOf(b.name),
    )
    return {
      project,
      unit: units.get(project.unit),
      milestones: own,
      verdict: projectVerdict({ project, milestones: own }, dayOf(at)),
    }
  })
}

type MilestoneRow = ProjectRow & { milestone: ProjectRow['milestones'][number] }

function milestoneColumns(today: string): CsvColumn<MilestoneRow>[] {
  return [
    ['project', ({ project }) => project.code],
    ['name', ({ project }) => project.name],
    ['kind', ({ project }) => project.kind],
    ['unit', ({ project }) => project.unit],
    ['milestone', ({ milestone }) => milestone.name],
    ['planned', ({ milestone }) => milestone.planned],
    ['actual', ({ milestone }) => milestone.actual],
    ['days_late', ({ milestone }) => daysLate(milestone, today)],
    ['document_number', ({ milestone }) => milestone.documentNumber],
    ['document_date', ({ milestone }) => milestone.documentDate],
    ['verdict', ({ verdict }) => verdict.verdict],
  ]
}
