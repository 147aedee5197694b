import { formatNumber } from '../src/i18n/format.ts'
import type { TaskName } from '../src/model/tasks.ts'
import type { Instant } from '../src/model.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictMark } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'
import { Age, Moment } from './parts/time.tsx'

export type SystemState = {
  standby: boolean
  store: {
    trouble: { kind: 'full' | 'readonly' | 'damaged'; since: Instant } | null
    diskLow: boolean
    logHeld: boolean
    disk: { free: number; log: number } | null
  }
  tasks: {
    name: string
    everySeconds: number
    okAt: Instant | null
    failedAt: Instant | null
    error: string | null
    overdue: boolean
  }[]
  backups: { name: string; madeAt: Instant; size: number; rows: number; reports: number }[]
}

/** For those who keep the product running: the disk, what happens by itself, and the backups. */
export function SystemPage({ frame, state }: { frame: Frame; state: SystemState }) {
  const { t, locale } = frame
  const { system } = t
  const { tasks, backups, store, standby } = state
  const megabytes = (bytes: number) => `${formatNumber(bytes / 1024 / 1024, locale, bytes < 1e7 ? 1 : 0)} MB`
  return (
    <Layout frame={frame} title={system.title} section="system">
      <div class="page-head">
        <div>
          <h1>{system.title}</h1>
          <p class="muted">{system.what}</p>
        </div>
        <div class="actions no-print">
          <a href="/system.json">JSON</a> <a href="/system.csv">CSV</a>
        </div>
      </div>
      <p>
        {standby ? system.standby : system.works}
        {store.disk && ` ${system.disk(megabytes(store.disk.free), megabytes(store.disk.log))}`}
      </p>
      <h2>{system.tasksTitle}</h2>
      <TableBox label={system.tasksTitle} records>
        <thead>
          <tr>
            {Object.values(system.columns).map((label) => (
              <th scope="col">{label}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr>
              <th scope="row" data-label={system.columns.name}>
                {nameOf(task.name, system.tasks)}
              </th>
              <td data-label={system.columns.every}>{system.every(task.everySeconds)}</td>
              <td data-label={system.columns.state}>
                <VerdictMark
                  verdict={task.overdue ? 'fail' : task.okAt === null ? 'unknown' : 'pass'}
                  word={task.overdue ? system.overdue : task.okAt === null ? system.notYet : system.onTime}
                />
              </td>
              <td data-label={system.columns.ok}>{task.okAt ? <Age at={task.okAt} frame={frame} /> : '–'}</td>
              <td data-label={system.columns.failed}>
                {task.failedAt ? <Age at={task.failedAt} frame={frame} /> : '–'}
                {task.error && (
                  <div class="small">
                    <Raw text={task.error} />
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
      <h2>{system.backupsTitle}</h2>
      <p class="muted">{system.backupsWhat}</p>
      {backups.length === 0 ? (
        <div class="empty">
          <strong>{system.noBackups}</strong>
        </div>
      ) : (
        <TableBox label={system.backupsTitle} records>
          <thead>
            <tr>
              <th scope="col">{system.backup.name}</th>
              <th scope="col">{system.backup.madeAt}</th>
              <th scope="col" class="number">
                {system.backup.size}
              </th>
              <th scope="col" class="number">
                {system.backup.rows}
              </th>
              <th scope="col" class="number">
                {system.backup.reports}
              </th>
            </tr>
          </thead>
          <tbody>
            {backups.map(({ name, madeAt, size, rows, reports }) => (
              <tr>
                <th scope="row" data-label={system.backup.name}>
                  <Raw text={name} mono />
                </th>
                <td data-label={system.backup.madeAt}>
                  <Moment at={madeAt} frame={frame} />
                </td>
                <td class="number" data-label={system.backup.size}>
                  {megabytes(size)}
                </td>
                <td class="number" data-label={system.backup.rows}>
                  {formatNumber(rows, locale)}
                </td>
                <td class="number" data-label={system.backup.reports}>
                  {formatNumber(reports, locale)}
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
    </Layout>
  )
}

/** Of what another release did by itself there is no other name than the one that is kept. */
function nameOf(task: string, names: Record<TaskName, string>): string {
  return Object.hasOwn(names, task) ? names[task as TaskName] : task
}
