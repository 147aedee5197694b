import { formatDay, formatNumber, formatShare } from '../src/i18n/format.ts'
import type { Plan } from '../src/readiness/plan.ts'
import type { PlanProgress, TaskProgress } from '../src/readiness/plan-progress.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { Gap, ReachedBar, ReachedText, StageTable } from './parts/plan-parts.tsx'
import { TableBox } from './parts/table.tsx'

export type PlanProps = { frame: Frame; plan: Plan; progress: PlanProgress }

export function PlanPage(props: PlanProps) {
  const { frame, plan, progress } = props
  const { t, locale } = frame
  const number = plan.number ?? t.plan.noNumber
  return (
    <Layout frame={frame} title={t.plan.title} section="plan">
      <div class="page-head">
        <div>
          <h1>{t.plan.title}</h1>
          <p>{plan.name[locale]}</p>
          <p class="muted small">
            {plan.date === null ? number : t.plan.number(number, formatDay(plan.date, locale))}
            {plan.sample && ` · ${t.plan.sample}`}
          </p>
        </div>
        <Downloads frame={frame} />
      </div>
      <section class="block">
        <h2>{t.plan.stagesTitle}</h2>
        <StageTable stages={progress.stages} frame={frame} />
      </section>
      <section class="block">
        <h2>{t.plan.targetsTitle}</h2>
        <Targets {...props} />
      </section>
      <section class="block">
        <h2>{t.plan.tasksTitle}</h2>
        <Tasks {...props} />
      </section>
    </Layout>
  )
}

function Targets({ frame, progress }: PlanProps) {
  const { t, locale } = frame
  return (
    <TableBox label={t.plan.targetsTitle} records>
      <thead>
        <tr>
          <th scope="col">{t.plan.columns.target}</th>
          <th scope="col">{t.plan.columns.date}</th>
          <th scope="col" class="number">
            {t.plan.columns.wanted}
          </th>
          <th scope="col">{t.plan.columns.reached}</th>
          <th scope="col">{t.plan.columns.gap}</th>
        </tr>
      </thead>
      <tbody>
        {progress.targets.map((one) => (
          <tr id={one.target.id}>
            <th scope="row">{one.target.name[locale]}</th>
            <td class="nowrap" data-label={t.plan.columns.date}>
              {formatDay(one.target.date, locale)}
            </td>
            <td class="number" data-label={t.plan.columns.wanted}>
              {formatShare(one.target.share, locale, 0)}
            </td>
            <td class="wide" data-label={t.plan.columns.reached}>
              <ReachedText of={one} frame={frame} />
              <ReachedBar of={one} target={one.target.share} frame={frame} />
            </td>
            <td data-label={t.plan.columns.gap}>
              <Gap of={one} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

function Tasks({ frame, plan, progress }: PlanProps) {
  const { t, locale } = frame
  const heads = ['code', 'task', 'lead', 'due', 'proof', 'state'] as const
  return (
    <TableBox label={t.plan.tasksTitle} tall records>
      <thead>
        <tr>
          {heads.map((head) => (
            <th scope="col">{t.plan.columns[head]}</th>
          ))}
        </tr>
      </thead>
      {plan.stages.map((stage) => (
        <tbody id={`stage-${stage.number}`}>
          <tr class="group">
            <th colspan={heads.length} scope="colgroup">
              {stage.number}. {stage.name[locale]}
            </th>
          </tr>
          {progress.tasks
            .filter(({ task }) => task.stage === stage.number)
            .map((one) => (
              <TaskRow of={one} frame={frame} />
            ))}
        </tbody>
      ))}
    </TableBox>
  )
}

function TaskRow({ of, frame }: { of: TaskProgress; frame: Frame }) {
  const { t, locale } = frame
  const { task, state, daysPastDue } = of
  return (
    <tr>
      <td class="nowrap" data-label={t.plan.columns.code}>
        {task.code}
      </td>
      <th scope="row">
        {task.name[locale]}
        <span class="muted small">
          <br />
          {task.deliverable[locale]}
        </span>
      </th>
      <td class="small" data-label={t.plan.columns.lead}>
        {task.lead[locale]}
      </td>
      <td class="nowrap" data-label={t.plan.columns.due}>
        {task.due === null ? <span class="muted">{t.plan.undated}</span> : formatDay(task.due, locale)}
      </td>
      <td class="wide small" data-label={t.plan.columns.proof}>
        {task.criteria.length === 0 ? (
          <span class="muted">{t.plan.byDocument}</span>
        ) : (
          <>
            {task.criteria.map((id) => (
              <>
                <a href={atMoment(`/criteria/${id}`, frame)}>{id}</a>{' '}
              </>
            ))}
            <ReachedText of={of} frame={frame} />
            <ReachedBar of={of} target={null} frame={frame} />
          </>
        )}
      </td>
      <td data-label={t.plan.columns.state}>
        <span class={state === 'late' ? 'error nowrap' : 'nowrap'}>{t.plan.taskStates[state]}</span>
        {daysPastDue > 0 && state !== 'done' && (
          <div class="muted small nowrap">{t.plan.late(formatNumber(daysPastDue, locale))}</div>
        )}
      </td>
    </tr>
  )
}
