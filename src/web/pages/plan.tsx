import { PlanPage } from '../../../views/plan.tsx'
import { loadPlan } from '../../plan-file.ts'
import { planProgress, type TaskProgress } from '../../readiness/plan-progress.ts'
import { type CsvColumn, sendCsv, sendJson } from '../data.ts'
import { judgeProvince } from '../province.ts'
import { readAsOf } from '../query.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const planPages: Page[] = [
  { method: 'GET', path: '/plan', rule: 'reader', formats: ['json', 'csv'], handle: showPlan },
]

async function showPlan(c: WebContext) {
  const { deps } = c.var
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const plan = loadPlan()
  const progress = planProgress(plan, await judgeProvince(deps, at), at)
  if (c.var.format === 'json') {
    const { tasks: items, ...rest } = progress
    return sendJson(c, { items, total: items.length, asOf: at, ...rest })
  }
  if (c.var.format === 'csv') return sendCsv(c, 'plan', columnsIn(c.var.words.locale), progress.tasks)
  return c.html(<PlanPage frame={await frameOf(c, { asOf })} plan={plan} progress={progress} />)
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
  ]
}
