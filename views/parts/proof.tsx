import { formatMoment } from '../../src/i18n/format.ts'
import type { Instant } from '../../src/model.ts'
import type { LineEvidence } from '../../src/operations/line-figures.ts'
import type { Frame } from '../frame.ts'
import { observationPath } from './evidence-links.tsx'

/** The look that proves what began at a moment. */
export function Proof({ of, at, frame }: { of: LineEvidence | null; at: Instant; frame: Frame }) {
  const { t, locale } = frame
  if (of === null) return <span class="muted">{t.none}</span>
  return (
    <a
      href={observationPath(of.checkId, of.firstDueAt)}
      aria-label={`${t.opensEvidence}: ${formatMoment(at, locale)}`}
    >
      {t.opensEvidence}
    </a>
  )
}
