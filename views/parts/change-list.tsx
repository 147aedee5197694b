import type { Unit } from '../../src/model/inventory.ts'
import type { Check, Observation } from '../../src/model.ts'
import { atMoment, type Frame } from '../frame.ts'
import { observationPath } from './evidence-links.tsx'
import { contrast } from './fact-summary.ts'
import { Raw } from './raw.tsx'
import { Age } from './time.tsx'

/** What was seen to change last: where, what it became, and the observation that shows it. */
export function ChangeList({
  changes,
  frame,
}: {
  changes: { unit: Unit | null; check: Check; observation: Observation; before: Observation }[]
  frame: Frame
}) {
  const { t } = frame
  if (changes.length === 0) return <p class="muted small">{t.overview.noChanges}</p>
  return (
    <ul class="list ruled small">
      {changes.map(({ unit, check, observation, before }) => {
        const [was, is] = contrast(check.probe, before.result, observation.result, frame)
        return (
          <li class="difference">
            {unit !== null && (
              <a href={atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}>{unit.name}</a>
            )}{' '}
            <span class="muted">
              <a href={observationPath(check.id, observation.firstDueAt)}>{t.checks.probes[check.probe]}</a>,{' '}
              <Age at={observation.firstSeenAt} frame={frame} />
            </span>
            <br />
            <del>
              <Raw text={was} />
            </del>
            {' → '}
            <ins>
              <Raw text={is} />
            </ins>
          </li>
        )
      })}
    </ul>
  )
}
