import { formatNumber } from '../src/i18n/format.ts'
import type { Check, Observation } from '../src/model.ts'
import type { Readiness } from '../src/readiness/assessment.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { TaskProgress } from '../src/readiness/plan-progress.ts'
import type { UnitBlocker } from '../src/readiness/unit-blockers.ts'

import { atMoment, type Frame } from './frame.ts'

import { observationPath } from './parts/evidence-links.tsx'
import { contrast } from './parts/fact-summary.ts'
import { Raw } from './parts/raw.tsx'
import { VerdictState } from './parts/state.tsx'
import { Age } from './parts/time.tsx'

/** What a head of unit asks first. */
export type UnitBrief = {
  /** Tasks of the plan that this unit is counted in. */
  tasks: TaskProgress[]
  blockers: UnitBlocker[]
  /** The newest change that was seen, and how many there were in 30 days. */
  newest: { check: Check; observation: Observation; before: Observation } | null
  changes: number
}

/** Three lines: where the unit stands against the plan, what blocks it and who acts, what changed. */
export function UnitHead({
  brief: { tasks, blockers, newest, changes },
  readiness,
  frame,
}: {
  brief: UnitBrief
  readiness: Readiness
  frame: Frame
}) {
  const { t, locale } = frame
  const number = (value: number) => formatNumber(value, locale)
  const done = tasks.filter(({ state }) => state === 'done')
  const late = tasks.filter(({ state }) => state === 'late')
  const unknown = tasks.filter(({ state }) => state === 'unknown')
  return (
    <section class="card brief" aria-label={t.unit.brief.label}>
      <dl>
        <dt>{t.unit.brief.plan}</dt>
        <dd>
          {tasks.length === 0 ? (
            t.unit.brief.noTasks
          ) : (
            <>
              <a href={atMoment('/plan', frame)}>
                {t.unit.brief.tasks(number(done.length), number(tasks.length))}
              </a>
              {late.length > 0 && (
                <>
                  {', '}
                  <strong class="error">{t.unit.brief.late(number(late.length))}</strong>{' '}
                  <span class="muted small">({late.map(({ task }) => task.code).join(', ')})</span>
                </>
              )}
              {unknown.length > 0 && `, ${t.unit.brief.unknown(number(unknown.length))}`}
            </>
          )}
          {'. '}
          {t.level.word} {readiness.level}: {t.level.names[readiness.level]}
        </dd>
        <dt>{t.overview.blocksTitle}</dt>
        <dd>
          {blockers.length === 0 && t.unit.brief.nothingBlocks}
          <ul class="list">
            {blockers.map(({ of: { id, verdict }, lead }) => (
              <li>
                <VerdictState verdict={verdict} frame={frame} /> <a href={`#${id}`}>{id}</a>{' '}
                {criterionOf(id).name[locale]}{' '}
                <span class="muted small">
                  {t.unit.weight(number(criterionOf(id).weight))} · {t.unit.brief.acts}:{' '}
                  {lead?.[locale] ?? t.unit.brief.unitItself}
                </span>
              </li>
            ))}
          </ul>
        </dd>
        <dt>{t.overview.changedTitle}</dt>
        <dd>
          {newest === null ? (
            t.overview.noChanges
          ) : (
            <>
              {t.unit.brief.changes(number(changes))} {t.unit.brief.newest}{' '}
              <a href={observationPath(newest.check.id, newest.observation.firstDueAt)}>
                {t.checks.probes[newest.check.probe]}
              </a>{' '}
              <Raw
                text={contrast(
                  newest.check.probe,
                  newest.before.result,
                  newest.observation.result,
                  frame,
                ).join(' → ')}
              />{' '}
              <span class="muted small">
                <Age at={newest.observation.firstSeenAt} frame={frame} />
              </span>
            </>
          )}
        </dd>
      </dl>
    </section>
  )
}
