import { type DiffClass, diffClasses } from '../../src/address-plan/diff.ts'
import { formatNumber } from '../../src/i18n/format.ts'
import type { Verdict } from '../../src/readiness/criterion.ts'
import { type Frame, withQuery } from '../frame.ts'
import { VerdictMark } from './state.tsx'

const marks: Record<DiffClass, Verdict> = {
  duplicate: 'fail',
  special: 'fail',
  unplanned: 'fail',
  outside_dns: 'partial',
  wrong_length: 'partial',
  unused: 'na',
  untold: 'unknown',
  agrees: 'pass',
}

/** How plan, DNS and devices agree about something, by shape, word and colour. */
export function DiffMark({ class_, word, frame }: { class_: DiffClass; word?: string; frame: Frame }) {
  return <VerdictMark verdict={marks[class_]} word={word ?? frame.t.addresses.classes[class_]} />
}

/** How many lines of each class there are, each the way to these. */
export function DiffChips({
  counts,
  chosen,
  base,
  frame,
}: {
  counts: Record<DiffClass, number>
  chosen: DiffClass | undefined
  /** The address of the list that the choice is put into. */
  base: string
  frame: Frame
}) {
  return (
    <ul class="chips">
      {diffClasses
        .filter((one) => counts[one] > 0)
        .map((one) => (
          <li>
            <a
              class="chip"
              href={withQuery(base, { class: chosen === one ? null : one, page: null })}
              aria-current={chosen === one ? 'true' : undefined}
            >
              <DiffMark
                class_={one}
                word={`${frame.t.addresses.classes[one]} ${formatNumber(counts[one], frame.locale)}`}
                frame={frame}
              />
            </a>
          </li>
        ))}
    </ul>
  )
}
