import { formatAge, formatMoment } from '../../src/i18n/format.ts'
import type { Instant } from '../../src/model.ts'
import type { Frame } from '../frame.ts'

/** A moment in the province's time; the machine-readable form and the hint give UTC. */
export function Moment({ at, frame, seconds = false }: { at: Instant; frame: Frame; seconds?: boolean }) {
  return (
    <time class="nowrap" datetime={at} title={at}>
      {formatMoment(at, frame.locale, { seconds })}
    </time>
  )
}

/** How long ago, as seen from the moment the page shows. */
export function Age({ at, frame }: { at: Instant; frame: Frame }) {
  return (
    <time class="nowrap" datetime={at} title={formatMoment(at, frame.locale, { seconds: true })}>
      {formatAge(at, frame.asOf ?? frame.now, frame.locale)}
    </time>
  )
}
