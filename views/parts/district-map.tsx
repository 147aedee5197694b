import { formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Unit } from '../../src/model/inventory.ts'
import type { GroupReadiness } from '../../src/readiness/group.ts'
import { atMoment, type Frame, withQuery } from '../frame.ts'
import { VerdictMark } from './state.tsx'

/** From this coverage on a figure is one (domain rules 2.2). */
const coverageNeeded = 0.8

/**
 * A tile for each district with its communes, roughly where it lies (its place is in the style sheet, by its code). A
 * district that the sheet does not know comes after. The state is a shape, a word and a colour.
 */
export function DistrictMap({
  districts,
  frame,
}: {
  districts: { unit: Unit; group: GroupReadiness }[]
  frame: Frame
}) {
  const { t, locale } = frame
  return (
    <ul class="districts" aria-label={t.overview.mapTitle}>
      {districts.map(({ unit, group }) => {
        const { mark, word } = stateOf(group, frame)
        const { score, coverage } = group
        return (
          <li class={`district ${mark} at-${unit.code.replace(/\W/g, '')}`}>
            <a href={atMoment(withQuery('/matrix', { district: unit.code }), frame)}>
              <span class="small">{unit.name}</span>
              <strong>
                {score.value === null ? '–' : formatNumber(score.value, locale, 1)}
                <span class="muted small">
                  {' '}
                  {coverage.value !== null && t.score.coverage(formatShare(coverage.value, locale))}
                </span>
              </strong>
              <VerdictMark verdict={mark} word={word} />
            </a>
          </li>
        )
      })}
    </ul>
  )
}

/** Broken IPv6 before all; then that not enough is known; then how far it is. */
function stateOf({ broken, coverage, score }: GroupReadiness, { t, locale }: Frame) {
  if (broken.value > 0)
    return { mark: 'fail', word: t.overview.map.broken(formatNumber(broken.value, locale)) } as const
  if (coverage.value === null) return { mark: 'na', word: t.score.none } as const
  if (coverage.value < coverageNeeded) return { mark: 'unknown', word: t.level.notEnoughData } as const
  if (score.value === 100) return { mark: 'pass', word: t.overview.map.done } as const
  return { mark: 'partial', word: t.overview.map.underway } as const
}
