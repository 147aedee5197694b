import type { Unit } from '../src/model/inventory.ts'
import { unitKinds } from '../src/model/inventory.ts'
import type { Operations } from '../src/readiness/operations/evaluate.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Score } from './parts/score.tsx'
import { VerdictCounts } from './parts/state.tsx'
import { type Sort, SortHead, TableBox } from './parts/table.tsx'

export type OperationsRow = { unit: Unit; operations: Operations }

type Props = {
  frame: Frame
  rows: OperationsRow[]
  slice: Slice
  sort: Sort
  query: { kind?: string | undefined }
}

/** Index O of every unit, apart from readiness. */
export function OperationsPage({ frame, rows, slice, sort, query }: Props) {
  const { t } = frame
  const { columns } = t.operations
  return (
    <Layout frame={frame} title={t.operations.title} section="operations">
      <div class="page-head">
        <h1>{t.operations.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.operations.what}</p>
      <p class="chips">
        <a href={atMoment('/lines', frame)}>{t.lines.title}</a>
        <a href={atMoment('/anti-malware', frame)}>{t.antimalware.title}</a>
        <a href={atMoment('/projects', frame)}>{t.projects.title}</a>
        <a href="/figures">{t.figures.title}</a>
      </p>
      <Filters frame={frame} action="/operations" target="#operations" label={t.units.filters} sort={sort}>
        <Choice
          name="kind"
          label={t.units.kind}
          value={query.kind}
          options={unitKinds.map((kind) => [kind, t.unitKind[kind]])}
          frame={frame}
        />
      </Filters>
      <section id="operations" class="block">
        <TableBox label={t.operations.title} tall records>
          <thead>
            <tr>
              <SortHead frame={frame} column="name" label={columns.unit} sort={sort} />
              <SortHead frame={frame} column="score" label={columns.score} sort={sort} />
              <th scope="col">{columns.counts}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ unit, operations }) => (
              <tr>
                <th scope="row">
                  <a href={`${atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}#operations`}>
                    {unit.name}
                  </a>{' '}
                  <span class="muted small">{unit.code}</span>
                </th>
                <td class="wide" data-label={columns.score}>
                  <Score of={operations} frame={frame} />
                </td>
                <td data-label={columns.counts}>
                  <VerdictCounts counts={operations.counts} frame={frame} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
        <Paging slice={slice} frame={frame} />
      </section>
    </Layout>
  )
}
