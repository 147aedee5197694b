import path from 'node:path'
import { SystemPage, type SystemState } from '../../../views/system.tsx'
import { isOverdue } from '../../operations/task-overdue.ts'
import { listTaskRuns } from '../../store/task-runs.ts'
import { type CsvColumn, sendCsv, sendJson } from '../data.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

/** For those who keep the product running. */
export const systemPages: Page[] = [
  { method: 'GET', path: '/system', rule: 'setup', formats: ['json', 'csv'], handle: showSystem },
]

const columns: CsvColumn<SystemState['tasks'][number]>[] = [
  ['task', ({ name }) => name],
  ['every_seconds', ({ everySeconds }) => everySeconds],
  ['overdue', ({ overdue }) => overdue],
  ['ok_at', ({ okAt }) => okAt],
  ['failed_at', ({ failedAt }) => failedAt],
  ['error', ({ error }) => error],
]

async function showSystem(c: WebContext) {
  const { db, now, health, backups } = c.var.deps
  const at = now()
  const { store, standby } = await health()
  const tasks = (await listTaskRuns(db)).map((run) => ({ ...run, overdue: isOverdue(run, at) }))
  const kept = backups().map(({ file, manifest }) => ({
    name: path.basename(file),
    madeAt: manifest.madeAt,
    size: manifest.size,
    rows: Object.values(manifest.rows).reduce((sum, rows) => sum + rows, 0),
    reports: manifest.reports.length,
  }))
  const state: SystemState = { standby, store, tasks, backups: kept }
  if (c.var.format === 'json') return sendJson(c, { asOf: at, ...state })
  if (c.var.format === 'csv') return sendCsv(c, 'system', columns, state.tasks)
  return c.html(<SystemPage frame={await frameOf(c)} state={state} />)
}
