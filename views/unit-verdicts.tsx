import { formatDay, formatNumber } from '../src/i18n/format.ts'
import type { AssetVerdict, CriterionVerdict, Readiness } from '../src/readiness/assessment.ts'
import { attested } from '../src/readiness/attested/index.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { Verdict } from '../src/readiness/criterion.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import { formPath } from './documents.tsx'
import { atMoment, type Frame, may } from './frame.ts'
import { LabelUnlessSaid } from './parts/broken.tsx'
import { EvidenceLinks } from './parts/evidence-links.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictState } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'

/** Every criterion that applies, by layer: the verdict, the sentence that explains it, and what proves it. */
export function UnitVerdictTable({ readiness, frame }: { readiness: Readiness; frame: Frame }) {
  const { t } = frame
  const { unit } = readiness
  const applying = readiness.verdicts.filter(({ verdict }) => verdict !== 'na')
  const absent = readiness.verdicts.filter(({ verdict }) => verdict === 'na')
  const layers = [...new Set(applying.map(({ id }) => criterionOf(id).layer))]
  const seen = new Set<Verdict>()
  /** The first row of each verdict is where links to that verdict lead. */
  const anchorOf = ({ verdict }: CriterionVerdict) => {
    if (seen.has(verdict)) return undefined
    seen.add(verdict)
    return verdict
  }
  return (
    <>
      <TableBox label={t.unit.criteriaTitle} tall records>
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
        {layers.map((layer) => (
          <tbody>
            <tr class="group" id={`layer-${layer}`}>
              <th colspan={3} scope="colgroup">
                {t.layer[layer]}
              </th>
            </tr>
            {applying
              .filter(({ id }) => criterionOf(id).layer === layer)
              .map((one) => (
                <CriterionRow of={one} unit={unit} anchor={anchorOf(one)} frame={frame} />
              ))}
          </tbody>
        ))}
      </TableBox>
      {absent.length > 0 && (
        <details id="na">
          <summary>{t.unit.naTitle(formatNumber(absent.length, frame.locale))}</summary>
          <ul class="list small">
            {absent.map(({ id, because }) => (
              <li>
                <a href={atMoment(`/criteria/${id}`, frame)}>{id}</a> {criterionOf(id).name[frame.locale]}{' '}
                <span class="muted">{because[frame.locale]}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

function CriterionRow({
  of,
  unit,
  anchor,
  frame,
}: {
  of: CriterionVerdict
  unit: string
  anchor: Verdict | undefined
  frame: Frame
}) {
  const { t, locale } = frame
  const criterion = criterionOf(of.id)
  return (
    <tr id={of.id}>
      <th scope="row" class="criterion">
        <a href={atMoment(`/criteria/${of.id}`, frame)}>{of.id}</a> {criterion.name[locale]}
        <span class="muted small nowrap"> {t.unit.weight(formatNumber(criterion.weight, locale))}</span>
      </th>
      <td id={anchor} data-label={t.unit.columns.verdict}>
        <VerdictState verdict={of.verdict} frame={frame} />
        {of.reason !== null && of.assets.length > 1 && (
          <div class="muted small">{reasonTexts[of.reason][locale]}</div>
        )}
      </td>
      <td class="wide" data-label={t.unit.columns.because}>
        {of.assets.length !== 1 && (
          <span class={criterion.questions.length === 0 ? 'muted small' : undefined}>
            <Raw text={of.because[locale]} />
          </span>
        )}
        {of.assets.length > 0 && <AssetVerdicts id={of.id} assets={of.assets} frame={frame} />}
        <DocumentLinks of={of} unit={unit} frame={frame} />
        {of.id === 'USE-02' && of.assets.length > 0 && (
          <p class="small chips">
            {of.assets.map(({ asset }) => (
              <a href={`/figures/web_counts?of=${encodeURIComponent(asset.label)}`}>
                {t.operations.opens.webCounts(asset.label)}
              </a>
            ))}
          </p>
        )}
      </td>
    </tr>
  )
}

/** From a verdict to the documents that it rests on, and for those who may enter one, to the form. */
function DocumentLinks({ of, unit, frame }: { of: CriterionVerdict; unit: string; frame: Frame }) {
  const { t, locale } = frame
  const mayWrite = may(frame, 'engineer') && frame.asOf === null
  const kind = attested[of.id] ? 'attestation' : of.verdict === 'fail' ? 'exception' : null
  const documents = of.documents ?? []
  if (documents.length === 0 && (kind === null || !mayWrite)) return null
  return (
    <p class="small chips">
      {documents.map(({ id, number, date }) => (
        <a href={`/documents/${id}`}>
          <Raw text={number} /> ({formatDay(date, locale)})
        </a>
      ))}
      {mayWrite && kind !== null && (
        <a class="no-print" href={formPath({ unit, kind, subject: of.id })}>
          {kind === 'exception' ? t.documents.enterException : t.documents.enter}
        </a>
      )}
    </p>
  )
}

/** A few assets stand open; many fold, since a unit may have dozens of switches. */
function AssetVerdicts({ id, assets, frame }: { id: string; assets: AssetVerdict[]; frame: Frame }) {
  const list = (
    <ul class="list small">
      {assets.map((one) => (
        <AssetRow of={one} alone={assets.length === 1} frame={frame} />
      ))}
    </ul>
  )
  if (assets.length <= 3) return list
  return (
    <details id={`${id}-assets`}>
      <summary class="small">{frame.t.unit.assets(assets.length)}</summary>
      {list}
    </details>
  )
}

/** `alone`: the criterion beside it has said the verdict already. */
function AssetRow({ of, alone, frame }: { of: AssetVerdict; alone: boolean; frame: Frame }) {
  const { t, locale } = frame
  return (
    <li>
      {!alone && <VerdictState verdict={of.verdict} frame={frame} />}{' '}
      <LabelUnlessSaid of={of} frame={frame} />
      {of.critical && <span class="muted"> ({t.unit.critical})</span>} <Raw text={of.because[locale]} />
      {of.failure !== null && <code class="muted"> {of.failure}</code>}{' '}
      <EvidenceLinks verdict={of} frame={frame} />
      {of.pending !== null && (
        <div class="pending">
          {t.unit.pending(
            formatNumber(of.pending.looks, locale),
            formatNumber(of.pending.needed, locale),
            t.verdict[of.pending.verdict],
          )}
        </div>
      )}
    </li>
  )
}
