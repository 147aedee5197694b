import { UnitPage, UnitVerdicts } from '../../../views/unit.tsx'
import type { UnitBrief } from '../../../views/unit-head.tsx'
import type { UnitRow } from '../../../views/units.tsx'
import { compareNames } from '../../inventory/search.ts'
import type { Unit, UnitKind } from '../../model/inventory.ts'
import type { Instant } from '../../model.ts'
import { loadPlanAt } from '../../plan-file.ts'
import { planProgress } from '../../readiness/plan-progress.ts'
import { unitBlockersOf } from '../../readiness/unit-blockers.ts'
import { monthlyTemplates } from '../../report/monthly-report.ts'
import { parsePeriodName } from '../../report/period.ts'
import { listChecks } from '../../store/checks.ts'
import type { Database } from '../../store/database.ts'
import { listDocuments } from '../../store/documents.ts'
import { findUnit, listUnits } from '../../store/inventory.ts'
import { listChanges } from '../../store/observations.ts'
import { listReports } from '../../store/reports.ts'
import { listUnitChanges } from '../../store/unit-changes.ts'
import { sendJson } from '../data.ts'
import { type Judged, judgeProvince, judgeUnit } from '../province.ts'
import { maxLimit, readAsOf } from '../query.ts'
import { unitOfCode, withinReach } from '../reach.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import { loadTrend } from '../trend.ts'
import { differenceOf } from '../unit-difference.ts'
import type { Page, WebContext } from '../web.ts'

export const unitPages: Page[] = [
  {
    method: 'GET',
    path: '/units/:code',
    rule: 'unit',
    unitsOf: unitOfCode,
    formats: ['json'],
    handle: showUnit,
  },
  { method: 'GET', path: '/units/:code/verdicts', rule: 'unit', unitsOf: unitOfCode, handle: showUnit },
  {
    method: 'GET',
    path: '/units/:code/changes',
    rule: 'unit',
    unitsOf: unitOfCode,
    formats: ['json'],
    handle: showChanges,
  },
]

const changedWithinMs = 30 * 86_400_000
const maxChanges = 100

/** Kinds that have others as members; to find these, the whole province has to be judged. */
const withMembers: UnitKind[] = ['platform', 'department', 'district']

async function showUnit(c: WebContext) {
  const { deps } = c.var
  const code = c.req.param('code') ?? ''
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const judged = await judgeUnit(deps, code, at)
  if (judged === undefined) refuse('notFound', [code])
  const { unit, state, readiness, operations, newestAt } = judged
  if (c.var.format === 'json')
    return sendJson(c, { ...unit, ...readiness, operations, newestAt, assets: state.assets })
  const frame = await frameOf(c, { asOf })
  const base = {
    frame: { ...frame, url: frame.url.replace(/\/(verdicts|changes)(?=\?|$)/, '') },
    unit,
    readiness,
    operations,
    brief: await briefOf(c, judged, at),
    assets: state.assets,
    parent: null,
    checks: [],
    members: [],
    changes: [],
    others: [],
    trend: { points: [], rules: [] },
    district: null,
    reported: null,
  }
  if (isPartial(c)) return c.html(<UnitVerdicts {...base} />)
  const { items: checks } = await listChecks(deps.db, { unit: code, limit: maxLimit })
  const parent = unit.parent === null ? null : ((await findUnit(deps.db, unit.parent, { asOf: at })) ?? null)
  const members = withMembers.includes(unit.kind) ? await membersOf(c, code, at) : []
  const changes = await listUnitChanges(deps.db, { unit: code, asOf: at })
  const codes = [...new Set(changes.flatMap(({ from, to }) => [...from, ...to]))]
  const others = codes.length === 0 ? [] : await listUnits(deps.db, { asOf: at, ended: true, codes })
  const difference = await differenceOf(c, code, judged)
  const trend = await loadTrend(deps.db, { unit: code }, at)
  const district =
    unit.kind === 'district' ? await loadTrend(deps.db, { group: `district:${code}` }, at) : null
  const reported = await findReported(deps.db, unit, at)
  return c.html(
    <UnitPage
      {...{ ...base, parent, checks, members, changes, others, difference, trend, district, reported }}
    />,
  )
}

/** The month of the newest report that was frozen by a moment, when the unit was there in it. */
async function findReported(db: Database, { validFrom, validTo }: Unit, at: Instant): Promise<string | null> {
  const reports = await listReports(db, { template: monthlyTemplates })
  const newest = reports.find(
    ({ period, frozenAt }) =>
      frozenAt <= at &&
      parsePeriodName(period)?.kind === 'month' &&
      (validFrom === null || validFrom.slice(0, 7) < period) &&
      (validTo === null || period <= validTo.slice(0, 7)),
  )
  return newest?.period ?? null
}

/** What changed, for programs; for people it is a part of the unit's page. */
async function showChanges(c: WebContext) {
  if (c.var.format === 'html') return showUnit(c)
  const code = c.req.param('code') ?? ''
  const judged = await judgeUnit(c.var.deps, code, readAsOf(c) ?? c.var.deps.now())
  return sendJson(c, await differenceOf(c, code, judged ?? refuse('notFound', [code])))
}

async function briefOf({ var: { deps } }: WebContext, judged: Judged, at: Instant): Promise<UnitBrief> {
  const { plan } = await loadPlanAt(deps.db, at)
  const { tasks } = planProgress(plan, [judged], at, await listDocuments(deps.db, { asOf: at, kind: 'task' }))
  const changes = await listChanges(deps.db, {
    since: new Date(Date.parse(at) - changedWithinMs).toISOString(),
    asOf: at,
    limit: maxChanges,
    unit: judged.unit.code,
  })
  return {
    tasks: tasks.filter(({ denominator }) => denominator.value > 0),
    blockers: unitBlockersOf(judged.readiness, plan, { most: 3 }),
    newest: changes[0] ?? null,
    changes: changes.length,
  }
}

async function membersOf(c: WebContext, code: string, at: string): Promise<UnitRow[]> {
  const judged = await judgeProvince(c.var.deps, at)
  return withinReach(c, judged, ({ unit }) => unit.code)
    .filter(({ unit }) => unit.parent === code)
    .map((one) => ({ ...one, parent: null }))
    .sort((a, b) => compareNames(a.unit.name, b.unit.name))
}
