import { formatNumber } from '../src/i18n/format.ts'
import type { Check, Observation } from '../src/model.ts'
import type { Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { checkPath } from './parts/evidence-links.tsx'
import { History } from './parts/history.tsx'
import { LineCrumbs } from './parts/line-crumbs.tsx'
import { monthName } from './parts/period-links.tsx'

type Props = {
  frame: Frame
  line: { code: string }
  period: { name: string }
  /** null where nobody looks. */
  check: Check | null
  /** Newest first. */
  intervals: Observation[]
  /** The one before those shown; null where all are. */
  oldest: Observation | null
}

/** What the figures of a line and month rest on. */
export function LineLooksPage({ frame, line, period, check, intervals, oldest }: Props) {
  const { t, locale } = frame
  const words = t.lines.observations
  return (
    <Layout frame={frame} title={`${words.title} · ${line.code}`} section="lines">
      <div>
        <LineCrumbs code={line.code} frame={frame} />
        <h1>{words.title}</h1>
        <p>{monthName(period.name, frame)}</p>
      </div>
      {check === null ? (
        <p class="muted">{t.lines.ends.noCheck}</p>
      ) : (
        <section class="block">
          <p>
            {words.check}: <a href={checkPath(check.id)}>{t.checks.probes[check.probe]}</a>
          </p>
          <p class="muted small">{words.what}</p>
          <History probe={check.probe} intervals={intervals} oldest={oldest} frame={frame} />
          {oldest !== null && <p class="muted small">{words.more(formatNumber(intervals.length, locale))}</p>}
        </section>
      )}
    </Layout>
  )
}
