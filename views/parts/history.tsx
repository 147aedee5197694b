import type { ProbeName } from '../../probes/index.ts'
import { formatNumber } from '../../src/i18n/format.ts'
import type { Observation } from '../../src/model.ts'
import { differences } from '../differences.ts'
import type { Frame } from '../frame.ts'
import { observationPath } from './evidence-links.tsx'
import { summarise } from './fact-summary.ts'
import { Raw } from './raw.tsx'
import { LookState } from './state.tsx'
import { TableBox } from './table.tsx'
import { Moment } from './time.tsx'

/** Intervals, newest first, each with what differed from the one before. `oldest` is the one before the last row. */
export function History({
  probe,
  intervals,
  oldest,
  frame,
}: {
  probe: ProbeName
  intervals: Observation[]
  oldest: Observation | null
  frame: Frame
}) {
  const t = frame.t.check
  return (
    <TableBox label={t.historyTitle} records>
      <thead>
        <tr>
          <th scope="col">{t.from}</th>
          <th scope="col">{t.to}</th>
          <th scope="col" class="number">
            {t.times}
          </th>
          <th scope="col">{t.result}</th>
          <th scope="col">{t.differs}</th>
        </tr>
      </thead>
      <tbody>
        {intervals.map((interval, index) => (
          <tr>
            <th scope="row">
              <a href={observationPath(interval.checkId, interval.firstDueAt)}>
                <Moment at={interval.firstSeenAt} frame={frame} seconds />
              </a>
            </th>
            <td data-label={t.to}>
              <Moment at={interval.lastSeenAt} frame={frame} seconds />
            </td>
            <td class="number" data-label={t.times}>
              {formatNumber(interval.timesSeen, frame.locale)}
            </td>
            <td class="wide" data-label={t.result}>
              <LookState state={interval.result.ok ? 'looked' : 'void'} frame={frame} />
              <div class="small">
                <Raw text={summarise(probe, interval.result, frame)} />
              </div>
            </td>
            <td class="wide difference small" data-label={t.differs}>
              <Change from={intervals[index + 1] ?? oldest} to={interval} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** More places than this are counted and not listed. */
const placesShown = 6

export function Change({ from, to, frame }: { from: Observation | null; to: Observation; frame: Frame }) {
  const t = frame.t.check
  if (from === null) return <span class="muted">{t.firstSeen}</span>
  if (!to.result.ok || !from.result.ok) {
    if (to.result.ok) return <span class="muted">{t.afterBlind}</span>
    return <Raw text={to.result.error} mono />
  }
  const places = differences(from.result.facts, to.result.facts)
  if (places.length === 0) return <span class="muted">{t.sameFacts}</span>
  return (
    <ul class="list">
      {places.slice(0, placesShown).map(({ path, before, after }) => (
        <li>
          <span class="muted">{path.map((name) => labelOf(name, frame)).join(' › ')}:</span>{' '}
          {before !== undefined && (
            <del>
              <Raw text={brief(before, frame)} />
            </del>
          )}
          {before !== undefined && after !== undefined && ' → '}
          {after !== undefined && (
            <ins>
              <Raw text={brief(after, frame)} />
            </ins>
          )}
        </li>
      ))}
      {places.length > placesShown && <li class="muted">+{places.length - placesShown}</li>}
    </ul>
  )
}

function labelOf(name: string, frame: Frame): string {
  return (frame.t.facts as Record<string, string>)[name] ?? name
}

/** A value in one line of at most a hundred characters. */
function brief(value: unknown, { t }: Frame): string {
  if (value === null) return t.check.notServed
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (typeof value === 'string') return t.factValues[value] ?? (value === '' ? t.check.empty : cut(value))
  return cut(JSON.stringify(value) ?? '')
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text
}
