import { formatNumber, formatShare } from '../../src/i18n/format.ts'
import type { Frame } from '../frame.ts'

/** Scores run 0 to 100, coverage 0 to 1; null when nothing applies. */
export type Scored = { score: number | null; scoreMax: number | null; coverage: number | null }

/** Earned dark, measured but not earned light, unknown empty; the plan's target is a mark across. All 0 to 100. */
export function Bar({
  earned,
  measured,
  target = null,
  label,
}: {
  earned: number
  measured: number
  target?: number | null
  label: string
}) {
  return (
    <svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="track" width="100" height="10" />
      <rect class="measured" width={round(measured)} height="10" />
      <rect class="earned" width={round(earned)} height="10" />
      {target !== null && <path class="target" d={`M${round(target)} -4V14`} />}
    </svg>
  )
}

/** "62,5" with "62,5–71,0 · độ phủ 91,5%" beside it: never a score without what it rests on. */
export function Score({
  of,
  bar = true,
  large = false,
  frame,
}: {
  of: Scored
  bar?: boolean
  /** The one figure of a page. */
  large?: boolean
  frame: Frame
}) {
  const { t, locale } = frame
  if (of.score === null || of.scoreMax === null || of.coverage === null)
    return <span class="muted small">{t.score.none}</span>
  const score = formatNumber(of.score, locale, 1)
  const max = formatNumber(of.scoreMax, locale, 1)
  const coverage = formatShare(of.coverage, locale)
  return (
    <div class="score">
      <span>
        <strong class={large ? 'figure' : of.coverage === 0 ? 'muted' : undefined}>{score}</strong>{' '}
        <span class="muted small nowrap">
          {t.score.range(score, max)} · {t.score.coverage(coverage)}
        </span>
      </span>
      {bar && (
        <Bar earned={of.score} measured={of.coverage * 100} label={t.score.bar(score, max, coverage)} />
      )}
    </div>
  )
}

/** The level reached among those that apply to the unit, as steps and in words. */
export function Level({ level, reachable, frame }: { level: number; reachable: number; frame: Frame }) {
  return (
    <span class="level">
      <svg viewBox="0 0 50 10" aria-hidden="true">
        {[1, 2, 3, 4, 5].map((step) => (
          <rect
            class={step <= level ? 'on' : step <= reachable ? 'off' : 'out'}
            x={(step - 1) * 10 + 1}
            y="1"
            width="8"
            height="8"
          />
        ))}
      </svg>
      <span class="nowrap">
        <strong>{level}</strong>
        <span class="muted"> / {reachable}</span>
        <span class="visually-hidden">{frame.t.level.of(level, reachable)}</span>
      </span>
    </span>
  )
}

/** Two decimals are a tenth of a pixel on the widest bar. */
function round(value: number): number {
  return Math.round(value * 100) / 100
}
