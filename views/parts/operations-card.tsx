import type { AverageOperations } from '../../src/readiness/operations/average.ts'
import { atMoment, type Frame } from '../frame.ts'
import { Score } from './score.tsx'
import { VerdictCounts } from './state.tsx'

/** Index O of the province, apart from readiness, with the way to the units behind it. */
export function OperationsCard({ operations, frame }: { operations: AverageOperations; frame: Frame }) {
  const { t } = frame
  return (
    <section class="card">
      <h2>{t.operations.title}</h2>
      <Score of={operations} frame={frame} />
      <p>
        <VerdictCounts counts={operations.counts} frame={frame} />
      </p>
      <p class="muted small">
        {t.operations.average}. {t.operations.what}{' '}
        <a href={atMoment('/operations', frame)}>{t.operations.all}</a>
      </p>
    </section>
  )
}
