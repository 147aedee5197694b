import { formatChange, formatDay, formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Reached, StageProgress, TargetProgress } from '../../src/readiness/plan-progress.ts'
import { dayOf } from '../../src/report/period.ts'
import { atMoment, type Frame, withQuery } from '../frame.ts'
import { Bar } from './score.tsx'
import { TableBox } from './table.tsx'

/** Stages of the plan with the share earned; once a stage should be over, its mark stands at the end. */
export function StageTable({ stages, frame }: { stages: StageProgress[]; frame: Frame }) {
  const { t, locale } = frame
  const today = dayOf(frame.asOf ?? frame.now)
  return (
    <TableBox label={t.overview.stagesTitle} records>
      <thead>
        <tr>
          <th scope="col">{t.overview.columns.stage}</th>
          <th scope="col">{t.overview.columns.time}</th>
          <th scope="col">{t.overview.columns.progress}</th>
          <th scope="col">{t.overview.columns.tasks}</th>
        </tr>
      </thead>
      <tbody>
        {stages.map(({ stage, tasks, share, coverage }) => (
          <tr>
            <th scope="row">
              <a href={`${atMoment('/plan', frame)}#stage-${stage.number}`}>
                {stage.number}. {stage.name[locale]}
              </a>
            </th>
            <td class="nowrap" data-label={t.overview.columns.time}>
              {formatDay(stage.from, locale)} –{' '}
              {stage.to === null ? t.plan.openEnd : formatDay(stage.to, locale)}
            </td>
            <td class="wide" data-label={t.overview.columns.progress}>
              {share === null || coverage === null ? (
                <span class="muted">{t.score.none}</span>
              ) : (
                <div class="score">
                  <span>
                    <strong>{formatShare(share, locale)}</strong>{' '}
                    <span class="muted small">{t.score.coverage(formatShare(coverage, locale))}</span>
                  </span>
                  <Bar
                    earned={share * 100}
                    measured={coverage * 100}
                    target={stage.to !== null && stage.to < today ? 100 : null}
                    label={t.plan.bar(formatShare(share, locale), formatShare(1 - coverage, locale))}
                  />
                </div>
              )}
            </td>
            <td class="small" data-label={t.overview.columns.tasks}>
              {(['done', 'on_time', 'late', 'not_due', 'unknown'] as const)
                .filter((state) => tasks[state].length > 0)
                .map((state) => `${t.plan.taskStates[state]} ${tasks[state].length}`)
                .join(' · ')}
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** Targets in short: what is wanted by when, what is reached, and the gap. */
export function TargetList({ targets, frame }: { targets: TargetProgress[]; frame: Frame }) {
  const { t, locale } = frame
  return (
    <ul class="list ruled small">
      {targets.map((one) => (
        <li>
          <a href={`${atMoment('/plan', frame)}#${one.target.id}`}>{one.target.name[locale]}</a>{' '}
          <span class="muted nowrap">({formatDay(one.target.date, locale)})</span>
          <br />
          <ReachedText of={one} frame={frame} /> <Gap of={one} frame={frame} />
          <ReachedBar of={one} target={one.target.share} frame={frame} />
        </li>
      ))}
      {targets.length === 0 && <li class="muted">{t.none}</li>}
    </ul>
  )
}

/** "3/13 đơn vị (23,1%), 4 chưa xác định", each number opening the units it counts. */
export function ReachedText({ of, frame }: { of: Reached; frame: Frame }) {
  const { t, locale } = frame
  if (of.share === null) return <span class="muted">{t.score.none}</span>
  return (
    <span>
      <strong>
        <Units of={of.done} frame={frame} />/<Units of={of.denominator} frame={frame} /> {t.plan.unitsWord}
      </strong>{' '}
      ({formatShare(of.share, locale)})
      {of.unknown.value > 0 && (
        <span class="muted">
          , <Units of={of.unknown} frame={frame} /> {t.plan.unknownWord}
        </span>
      )}
    </span>
  )
}

function Units({ of, frame }: { of: Reached['done']; frame: Frame }) {
  const number = formatNumber(of.value, frame.locale)
  if (of.value === 0) return <>{number}</>
  const href = withQuery('/units', { codes: of.units.join(','), asOf: frame.asOf })
  return <a href={href}>{number}</a>
}

export function ReachedBar({ of, target, frame }: { of: Reached; target: number | null; frame: Frame }) {
  const { t, locale } = frame
  if (of.share === null) return null
  const unknown = of.unknown.value / of.denominator.value
  const said = t.plan.bar(formatShare(of.share, locale), formatShare(unknown, locale))
  return (
    <Bar
      earned={of.share * 100}
      measured={(1 - unknown) * 100}
      target={target === null ? null : target * 100}
      label={target === null ? said : `${said}, ${t.score.target(formatShare(target, locale, 0))}`}
    />
  )
}

export function Gap({ of, frame }: { of: TargetProgress; frame: Frame }) {
  const { t, locale } = frame
  return (
    <span class={of.state === 'late' ? 'error nowrap' : 'muted nowrap'}>
      {of.gapPoints !== null && `${t.plan.gap(formatChange(of.gapPoints, locale))} · `}
      {of.state === 'late'
        ? t.plan.late(formatNumber(of.daysPastDue, locale))
        : t.plan.targetStates[of.state]}
    </span>
  )
}
