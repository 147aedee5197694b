import { formatDay, formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Day } from '../../src/model.ts'
import type { Plan } from '../../src/readiness/plan.ts'
import type { PlanProgress, StageProgress, TaskProgress } from '../../src/readiness/plan-progress.ts'
import { dayOf } from '../../src/report/period.ts'
import type { Frame } from '../frame.ts'
import { TableBox } from './table.tsx'

/**
 * Stages on one axis of whole years: how long each is, how much of it is reached, when its tasks are due, and where we
 * are. The tables of stages and tasks say the same in figures.
 */
export function Timeline({ plan, progress, frame }: { plan: Plan; progress: PlanProgress; frame: Frame }) {
  const { t, locale } = frame
  const today = dayOf(frame.asOf ?? frame.now)
  const years = yearsOf(plan)
  const start = Date.parse(`${years[0]}-01-01`)
  const length = Date.parse(`${(years.at(-1) ?? 0) + 1}-01-01`) - start
  const x = (day: Day) =>
    Math.min(100, Math.max(0, Math.round((10_000 * (Date.parse(day) - start)) / length) / 100))
  return (
    <>
      <TableBox label={t.plan.timelineTitle} records>
        <thead>
          <tr>
            <th scope="col">{t.overview.columns.stage}</th>
            <th scope="col" class="years">
              <span class="visually-hidden">{t.overview.columns.time}</span>
              <span class="axis" aria-hidden="true">
                {years.map((year) => (
                  <span>{year}</span>
                ))}
              </span>
            </th>
          </tr>
        </thead>
        <tbody>
          {progress.stages.map((stage) => (
            <tr>
              <th scope="row">
                <a href={`#stage-${stage.stage.number}`}>
                  {stage.stage.number}. {stage.stage.name[locale]}
                </a>
              </th>
              <td class="wide">
                <Strip
                  of={stage}
                  tasks={progress.tasks.filter(({ task }) => task.stage === stage.stage.number)}
                  x={x}
                  today={today >= `${years[0]}` && today < `${(years.at(-1) ?? 0) + 1}` ? today : null}
                  frame={frame}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
      <p class="muted small">{t.plan.timelineWhat}</p>
    </>
  )
}

function Strip({
  of: { stage, share },
  tasks,
  x,
  today,
  frame,
}: {
  of: StageProgress
  tasks: TaskProgress[]
  x(day: Day): number
  today: Day | null
  frame: Frame
}) {
  const { t, locale } = frame
  const [from, to] = [x(stage.from), stage.to === null ? 100 : x(stage.to)]
  const count = (state: TaskProgress['state']) => tasks.filter((one) => one.state === state).length
  const [done, late] = [count('done'), count('late')]
  const number = (value: number) => formatNumber(value, locale)
  const said = [
    t.plan.timelineOf(
      stage.name[locale],
      formatDay(stage.from, locale),
      stage.to === null ? t.plan.openEnd : formatDay(stage.to, locale),
      share === null ? t.none : formatShare(share, locale),
    ),
    t.plan.timelineDue(number(done), number(late), number(tasks.length - done - late)),
  ].join('; ')
  return (
    <svg class="strip" viewBox="0 0 100 24" preserveAspectRatio="none" role="img" aria-label={said}>
      <path class="base" d="M0 23.5H100" />
      <rect class="span" x={from} y="7" width={Math.max(0, to - from)} height="10" />
      {share !== null && (
        <rect class="reached" x={from} y="7" width={Math.max(0, (to - from) * share)} height="10" />
      )}
      {tasks.map(({ task, state }) =>
        task.due === null ? null : (
          <path
            class={`due ${state}`}
            d={state === 'done' ? `M${x(task.due)} 3V21` : `M${x(task.due)} 3V9M${x(task.due)} 15V21`}
          />
        ),
      )}
      {today !== null && <path class="today" d={`M${x(today)} 0V24`} />}
    </svg>
  )
}

/** The years that the plan and its stages reach into. */
function yearsOf({ from, to, stages }: Plan): number[] {
  const year = (day: Day) => Number(day.slice(0, 4))
  const first = Math.min(year(from), ...stages.map((stage) => year(stage.from)))
  const last = Math.max(year(to), ...stages.map((stage) => year(stage.to ?? stage.from)))
  return Array.from({ length: Math.min(20, last - first + 1) }, (_, index) => first + index)
}
