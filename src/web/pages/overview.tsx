import { WelcomePage } from '../../../views/entry.tsx'
import { OverviewFigures, OverviewPage } from '../../../views/overview.tsx'
import { compareNames } from '../../inventory/search.ts'
import { unitKinds } from '../../model/inventory.ts'
import type { Instant } from '../../model.ts'
import { loadPlanAt } from '../../plan-file.ts'
import type { UnknownReason } from '../../readiness/criterion.ts'
import { addUp, addUpByDistrict, addUpByKind } from '../../readiness/group.ts'
import { averageOperations } from '../../readiness/operations/average.ts'
import { planProgress } from '../../readiness/plan-progress.ts'
import { listDocuments } from '../../store/documents.ts'
import { listChanges } from '../../store/observations.ts'
import { sendJson } from '../data.ts'
import { type Judged, judgeProvince } from '../province.ts'
import { readAsOf } from '../query.ts'
import { refuse } from '../refuse.ts'
import { frameOf, isPartial } from '../show.ts'
import { loadTrend } from '../trend.ts'
import type { Page, WebContext } from '../web.ts'

export const overviewPages: Page[] = [
  { method: 'GET', path: '/', rule: 'everyone', handle: showHome },
  { method: 'GET', path: '/overview', rule: 'reader', formats: ['json'], handle: showOverview },
  { method: 'GET', path: '/parts/overview', rule: 'reader', handle: showOverview },
]

const causesShown = 5
const changesShown = 7
const changedWithinMs = 30 * 86_400_000

/** Where whoever has signed in begins: at the province, or at the unit that he is the head of. */
async function showHome(c: WebContext) {
  const { session, reach } = c.var
  if (reach === null || !session) return showOverview(c)
  return session.unit === null ? refuse('forbidden') : c.redirect(`/units/${session.unit}`, 303)
}

async function showOverview(c: WebContext) {
  const { deps } = c.var
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const judged = await judgeProvince(deps, at)
  const frame = await frameOf(c, { asOf })
  if (judged.length === 0 && asOf === null && c.var.format === 'html')
    return c.html(<WelcomePage frame={frame} />)
  const all = addUp(judged)
  const kinds = addUpByKind(judged)
  const operations = averageOperations(judged.map((one) => one.operations))
  const { plan } = await loadPlanAt(deps.db, at)
  const progress = planProgress(plan, judged, at, await listDocuments(deps.db, { asOf: at, kind: 'task' }))
  const newestAt = judged.reduce<Instant | null>(
    (newest, one) =>
      one.newestAt !== null && (newest === null || one.newestAt > newest) ? one.newestAt : newest,
    null,
  )
  if (c.var.format === 'json') return sendJson(c, { all, kinds, operations, ...progress, newestAt, asOf: at })
  const props = {
    frame: { ...frame, url: frame.url.replace(/^\/(parts\/)?overview/, '/') },
    all,
    kinds,
    operations,
    districts: districtsOf(judged),
    progress,
    broken: judged.flatMap(({ unit, readiness }) => readiness.broken.map((asset) => ({ unit, asset }))),
    reachUnknown: judged.filter(({ readiness }) =>
      readiness.verdicts.some(({ id, verdict }) => id === 'WEB-02' && verdict === 'unknown'),
    ).length,
    failing: failingOf(judged),
    unknown: unknownOf(judged),
    changes: await changesOf(c, judged, at),
    newestAt,
    trend: await loadTrend(deps.db, { group: 'all' }, at),
    kindTrends: await Promise.all(
      unitKinds.map(async (kind) => ({
        kind,
        trend: await loadTrend(deps.db, { group: `kind:${kind}` }, at),
      })),
    ),
  }
  return c.html(isPartial(c) ? <OverviewFigures {...props} /> : <OverviewPage {...props} />)
}

function districtsOf(judged: Judged[]) {
  const groups = addUpByDistrict(judged)
  return judged
    .flatMap(({ unit }) => {
      const group = groups.get(unit.code)
      return group === undefined ? [] : [{ unit, group }]
    })
    .sort((a, b) => compareNames(a.unit.name, b.unit.name))
}

function failingOf(judged: Judged[]) {
  const units = new Map<string, number>()
  for (const { id, verdict } of judged.flatMap(({ readiness }) => readiness.verdicts))
    if (verdict === 'fail') units.set(id, (units.get(id) ?? 0) + 1)
  return [...units]
    .map(([id, count]) => ({ id, units: count }))
    .sort((a, b) => b.units - a.units)
    .slice(0, causesShown)
}

function unknownOf(judged: Judged[]) {
  const counts = new Map<UnknownReason, number>()
  for (const { reason } of judged.flatMap(({ readiness }) => readiness.verdicts))
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, causesShown)
}

async function changesOf(c: WebContext, judged: Judged[], at: Instant) {
  const since = new Date(Date.parse(at) - changedWithinMs).toISOString()
  const changes = await listChanges(c.var.deps.db, { since, asOf: at, limit: changesShown })
  const units = new Map(judged.map(({ unit }) => [unit.code, unit]))
  return changes.map((change) => ({
    ...change,
    unit: (change.check.unit !== null && units.get(change.check.unit)) || null,
  }))
}
