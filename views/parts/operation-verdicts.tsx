import { formatNumber } from '../../src/i18n/format.ts'
import type { AssetVerdict, CriterionVerdict } from '../../src/readiness/assessment.ts'
import { operationsCriteria } from '../../src/readiness/operations/criteria.ts'
import type { Operations } from '../../src/readiness/operations/evaluate.ts'
import { atMoment, type Frame } from '../frame.ts'
import { LabelUnlessSaid } from './broken.tsx'
import { EvidenceLinks } from './evidence-links.tsx'
import { ImportLinks } from './import-links.tsx'
import { Raw } from './raw.tsx'
import { Score } from './score.tsx'
import { VerdictCounts, VerdictState } from './state.tsx'
import { TableBox } from './table.tsx'

/** Index O of a unit: the score with its range and coverage, each criterion with its sentence and what proves it. */
export function OperationVerdicts({ operations, frame }: { operations: Operations; frame: Frame }) {
  const { t, locale } = frame
  const applying = operations.verdicts.filter(({ verdict }) => verdict !== 'na')
  return (
    <section class="block" id="operations">
      <h2>{t.operations.title}</h2>
      <p class="muted small">
        {t.operations.what} <a href={atMoment('/operations', frame)}>{t.operations.all}</a>
      </p>
      <Score of={operations} frame={frame} />
      <p>
        <VerdictCounts counts={operations.counts} frame={frame} />
      </p>
      <TableBox label={t.operations.title} records>
        <colgroup>
          <col class="third" />
          <col />
          <col class="half" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t.unit.columns.criterion}</th>
            <th scope="col">{t.unit.columns.verdict}</th>
            <th scope="col">{t.unit.columns.because}</th>
          </tr>
        </thead>
        <tbody>
          {applying.map((one) => {
            const criterion = operationsCriteria.find(({ id }) => id === one.id)
            return (
              <tr id={one.id}>
                <th scope="row">
                  {one.id} {criterion?.name[locale]}
                  <span class="muted small nowrap">
                    {' '}
                    {t.unit.weight(formatNumber(criterion?.weight ?? 0, locale))}
                  </span>
                </th>
                <td data-label={t.unit.columns.verdict}>
                  <VerdictState verdict={one.verdict} frame={frame} />
                </td>
                <td class="wide" data-label={t.unit.columns.because}>
                  {one.assets.length !== 1 && <Raw text={one.because[locale]} />}
                  {one.assets.length > 0 && (
                    <ul class="list small">
                      {one.assets.map((asset) => (
                        <AssetLine of={asset} alone={one.assets.length === 1} frame={frame} />
                      ))}
                    </ul>
                  )}
                  <RegisterLink of={one} unit={operations.unit} frame={frame} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </TableBox>
    </section>
  )
}

function AssetLine({ of, alone, frame }: { of: AssetVerdict; alone: boolean; frame: Frame }) {
  return (
    <li>
      {!alone && <VerdictState verdict={of.verdict} frame={frame} />}{' '}
      <LabelUnlessSaid of={of} frame={frame} /> <Raw text={of.because[frame.locale]} />{' '}
      <EvidenceLinks verdict={of} frame={frame} />
    </li>
  )
}

/** From a verdict to the rows that it rests on: of figures that were handed in, each opens its import. */
function RegisterLink({
  of: { id, imports },
  unit,
  frame,
}: {
  of: CriterionVerdict
  unit: string
  frame: Frame
}) {
  const { opens } = frame.t.operations
  const code = encodeURIComponent(unit)
  if (id.startsWith('OPS-AM'))
    return (
      <p class="small opens">
        <a href={atMoment(`/anti-malware?unit=${code}`, frame)}>{opens.antimalware}</a>{' '}
        <ImportLinks imports={imports} frame={frame} />
      </p>
    )
  const [page, title] =
    {
      'OPS-PJ': ['projects', opens.projects],
      'OPS-TS': ['lines', opens.lines],
      'OPS-WF': ['wifi', opens.wifi],
    }[id.slice(0, 6)] ?? []
  return page === undefined ? null : (
    <p class="small opens">
      <a href={atMoment(`/${page}?unit=${code}`, frame)}>{title}</a>
    </p>
  )
}
