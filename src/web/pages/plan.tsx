import { PlanPage } from '../../../views/plan.tsx'
import { loadPlanAt } from '../../plan-file.ts'
import { planProgress, type TaskProgress } from '../../readiness/plan-progress.ts'
import { lastDayOver } from '../../report/period.ts'
import { listDocuments } from '../../store/documents.ts'
import { type CsvColumn, sendCsv, sendJson } from '../data.ts'
import { judgeProvince } from '../province.ts'
import { readAsOf } from '../query.ts'
import { frameOf } from '../show.ts'
import { loadCourses } from '../target-course.ts'
import { loadTrend } from '../trend.ts'
import type { Page, WebContext } from '../web.ts'

export const planPages: Page[] = [
  { method: 'GET', path: '/plan', rule: 'reader', formats: ['json', 'csv'], handle: showPlan },
]

async function showPlan(c: WebContext) {
  const { deps } = c.var
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const stored = await loadPlanAt(deps.db, at)
  const { plan } = stored
  const judged = await judgeProvince(deps, at)
  const documents = await listDocuments(deps.db, { asOf: at, kind: 'task' })
  const progress = planProgress(plan, judged, at, documents)
  if (c.var.format === 'csv') return sendCsv(c, 'plan', columnsIn(c.var.words.locale), progress.tasks)
  const courses = await loadCourses(deps.db, plan, progress.targets, judged, lastDayOver(at))
  if (c.var.format === 'json') {
    const { tasks: items, targets, ...rest } = progress
    return sendJson(c, {
      items,
      total: items.length,
      asOf: at,
      version: stored.version,
      plan,
      ...rest,
      targets: targets.map((target, index) => {
        const { line, forecast, reached, lateDays, blockers } = courses[index] ?? {}
        return { ...target, line, forecast, reached, lateDays, blockers }
      }),
    })
  }
  return c.html(
    <PlanPage
      frame={await frameOf(c, { asOf })}
      stored={stored}
      progress={progress}
      courses={courses}
      trend={await loadTrend(deps.db, { group: 'all' }, at)}
      platform={judged.find(({ unit }) => unit.kind === 'platform')?.unit.code ?? null}
    />,
  )
}

function columnsIn(locale: 'vi' | 'en'): CsvColumn<TaskProgress>[] {
  return [
    ['code', ({ task }) => task.code],
    ['stage', ({ task }) => task.stage],
    ['name', ({ task }) => task.name[locale]],
    ['lead', ({ task }) => task.lead[locale]],
    ['deliverable', ({ task }) => task.deliverable[locale]],
    ['due', ({ task }) => task.due],
    ['state', ({ state }) => state],
    ['days_past_due', ({ daysPastDue }) => daysPastDue],
    ['units_done', ({ done }) => done.value],
    ['units_unknown', ({ unknown }) => unknown.value],
    ['units', ({ denominator }) => denominator.value],
    ['share', ({ share }) => share],
    ['criteria', ({ task }) => task.criteria.join('|')],
    ['documents', ({ documents }) => documents.map(({ number }) => number).join('|')],
  ]
}
