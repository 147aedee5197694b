import { formatDay, formatMoment, formatNumber } from '../src/i18n/format.ts'
import type { Instant } from '../src/model.ts'
import type { Plan } from '../src/readiness/plan.ts'
import type { PlanProgress, TaskProgress } from '../src/readiness/plan-progress.ts'
import { formPath } from './documents.tsx'
import { atMoment, type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { Downloads } from './parts/paging.tsx'
import { ReachedBar, ReachedText, StageTable } from './parts/plan-parts.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { type Course, MethodNote, TargetCourse } from './parts/target-course.tsx'
import { Timeline } from './parts/timeline.tsx'
import { type TrendProps, TrendSection } from './parts/trend.tsx'

export type PlanProps = {
  frame: Frame
  stored: { version: number; plan: Plan; enteredAt: Instant | null; enteredBy: string | null }
  progress: PlanProgress
  courses: Course[]
  trend: TrendProps['trend']
  /** Code of the province's platform, whose documents count for every unit. */
  platform: string | null
}

export function PlanPage(props: PlanProps) {
  const { frame, stored, progress, courses, trend } = props
  const { plan } = stored
  const { t, locale } = frame
  const number = plan.number ?? t.plan.noNumber
  const mayEdit = may(frame, 'engineer') && frame.asOf === null
  return (
    <Layout frame={frame} title={t.plan.title} section="plan">
      <div class="page-head">
        <div>
          <h1>{t.plan.title}</h1>
          <p>
            <Raw text={plan.name[locale]} />
          </p>
          <p class="muted small">
            <Raw text={plan.date === null ? number : t.plan.number(number, formatDay(plan.date, locale))} />
            {plan.sample && ` · ${t.plan.sample}`}
          </p>
          <p class="muted small">
            {stored.enteredAt === null ? (
              t.plan.shipped
            ) : (
              <Raw
                text={t.plan.version(
                  String(stored.version),
                  formatMoment(stored.enteredAt, locale),
                  stored.enteredBy ?? '',
                )}
              />
            )}
          </p>
        </div>
        <p class="actions">
          <a href={atMoment('/national', frame)}>{t.plan.nationalLink}</a>
          {mayEdit && (
            <a class="button no-print" href="/plan/edit">
              {t.plan.edit}
            </a>
          )}
          <Downloads frame={frame} />
        </p>
      </div>
      <section class="block">
        <h2>{t.plan.timelineTitle}</h2>
        <Timeline plan={plan} progress={progress} frame={frame} />
      </section>
      <section class="block">
        <h2>{t.plan.stagesTitle}</h2>
        <StageTable stages={progress.stages} frame={frame} />
      </section>
      <section class="block">
        <h2>{t.plan.targetsTitle}</h2>
        <MethodNote frame={frame} />
        <div class="columns">
          {courses.map((course) => (
            <TargetCourse of={course} frame={frame} />
          ))}
        </div>
      </section>
      <section class="block">
        <h2>{t.plan.tasksTitle}</h2>
        <Tasks {...props} />
      </section>
      <TrendSection trend={trend} of="group=all" frame={frame} />
    </Layout>
  )
}

function Tasks({ frame, stored: { plan }, progress, platform }: PlanProps) {
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
              <TaskRow of={one} platform={platform} frame={frame} />
            ))}
        </tbody>
      ))}
    </TableBox>
  )
}

function TaskRow({ of, platform, frame }: { of: TaskProgress; platform: string | null; frame: Frame }) {
  const { t, locale } = frame
  const { task, state, daysPastDue } = of
  return (
    <tr id={`task-${task.code}`}>
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
          <ByDocument of={of} platform={platform} frame={frame} />
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

/** The documents that prove a task, and where one is entered. */
function ByDocument({ of, platform, frame }: { of: TaskProgress; platform: string | null; frame: Frame }) {
  const { t, locale } = frame
  const mayWrite = may(frame, 'engineer') && frame.asOf === null
  return (
    <>
      <span class="muted">{t.plan.byDocument}</span>
      {of.documents.map(({ id, number, date }) => (
        <div>
          <a href={`/documents/${id}`}>
            <Raw text={number} />
          </a>{' '}
          <span class="muted nowrap">{formatDay(date, locale)}</span>
        </div>
      ))}
      {mayWrite && platform !== null && (
        <div class="no-print">
          <a href={formPath({ unit: platform, kind: 'task', subject: of.task.code })}>{t.plan.enterTask}</a>
        </div>
      )}
    </>
  )
}
