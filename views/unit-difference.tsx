import { formatDay, formatMoment } from '../src/i18n/format.ts'
import { type AssetChange, type FieldChange, fileKindOf } from '../src/inventory/field-changes.ts'
import { type InventoryKind, kinds } from '../src/inventory/kinds.ts'
import type { Instant } from '../src/model.ts'
import type { AssetVerdict, CriterionVerdict } from '../src/readiness/assessment.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { DocumentChange, UnitDifference, VerdictChange } from '../src/readiness/changes.ts'
import { reasonTexts } from '../src/readiness/reasons.ts'
import { dayOf, startOfDay } from '../src/report/period.ts'
import { atMoment, type Frame, withQuery } from './frame.ts'
import { EvidenceLinks } from './parts/evidence-links.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictState } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'

type Props = { code: string; difference: UnitDifference; frame: Frame }

/** What changed about a unit since a moment: verdicts with what proves both, the inventory, and documents. */
export function UnitDifferences({ code, difference, frame }: Props) {
  const { t, locale } = frame
  const { since, verdicts, unit, assets, documents } = difference
  const words = t.unit.difference
  const none = verdicts.length + unit.length + assets.length + documents.length === 0
  const page = `/units/${encodeURIComponent(code)}`
  const json = withQuery(atMoment(`${page}/changes.json`, frame), { since })
  return (
    <section class="block" id="changes">
      <h2>{words.title(formatMoment(since, locale))}</h2>
      <form class="filters no-print" method="get" action={`${page}#changes`}>
        <label class="field">
          <span>{words.since}</span>
          <input type="date" name="since" value={dayOf(since)} max={dayBefore(difference.asOf)} />
        </label>
        {frame.asOf !== null && <input type="hidden" name="asOf" value={frame.asOf} />}
        <button type="submit">{t.apply}</button> <a href={json}>JSON</a>
      </form>
      {none && <p class="muted">{words.none}</p>}
      {verdicts.length > 0 && <VerdictTable changes={verdicts} frame={frame} />}
      {unit.length + assets.length > 0 && (
        <>
          <h3>{words.inventory}</h3>
          <ul class="list small">
            {unit.length > 0 && (
              <li>
                {words.unit} <Fields kind="units" fields={unit} frame={frame} />
              </li>
            )}
            {assets.map((change) => (
              <AssetItem change={change} frame={frame} />
            ))}
          </ul>
        </>
      )}
      {documents.length > 0 && (
        <>
          <h3>{words.documents}</h3>
          <ul class="list small">
            {documents.map((change) => (
              <DocumentItem change={change} frame={frame} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}

/** The last day that ended before a moment. */
function dayBefore(at: Instant): string {
  return dayOf(new Date(Date.parse(startOfDay(dayOf(at))) - 1).toISOString())
}

function VerdictTable({ changes, frame }: { changes: VerdictChange[]; frame: Frame }) {
  const { t, locale } = frame
  const words = t.unit.difference
  return (
    <TableBox label={words.verdicts} records>
      <thead>
        <tr>
          <th scope="col">{t.unit.columns.criterion}</th>
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {changes.map(({ id, before, after, assets }) => (
          <tr>
            <th scope="row">
              <a href={atMoment(`/criteria/${id}`, frame)}>{id}</a> {criterionOf(id).name[locale]}
            </th>
            <td data-label={words.before}>
              <Side verdict={before} assets={assets.map((one) => one.before)} frame={frame} />
            </td>
            <td data-label={words.after}>
              <Side verdict={after} assets={assets.map((one) => one.after)} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** Assets of one side beyond these are folded. */
const assetsShown = 3

/** How it stood on one side of the change, and what proves it. */
function Side({
  verdict,
  assets,
  frame,
}: {
  verdict: CriterionVerdict
  assets: (AssetVerdict | null)[]
  frame: Frame
}) {
  const { t, locale } = frame
  const there = assets.filter((one) => one !== null)
  const list = (
    <ul class="list small">
      {there.map((one) => (
        <li>
          {verdict.assets.length > 1 && <VerdictState verdict={one.verdict} frame={frame} />}{' '}
          <Raw text={one.asset.label} /> <EvidenceLinks verdict={one} frame={frame} />
        </li>
      ))}
    </ul>
  )
  return (
    <>
      <VerdictState verdict={verdict.verdict} frame={frame} />
      {verdict.reason !== null && <div class="muted small">{reasonTexts[verdict.reason][locale]}</div>}
      {verdict.documents !== undefined && verdict.documents.length > 0 && (
        <p class="small chips">
          {verdict.documents.map(({ id, number, date }) => (
            <a href={`/documents/${id}`}>
              <Raw text={number} /> ({formatDay(date, locale)})
            </a>
          ))}
        </p>
      )}
      {there.length > assetsShown ? (
        <details>
          <summary class="small">{t.unit.assets(there.length)}</summary>
          {list}
        </details>
      ) : (
        there.length > 0 && list
      )}
    </>
  )
}

function AssetItem({ change: { event, asset, fields }, frame }: { change: AssetChange; frame: Frame }) {
  const { t } = frame
  return (
    <li>
      {t.unit.difference.events[event]} {t.assetKind[asset.kind]} <Raw text={asset.code} />{' '}
      <Fields kind={fileKindOf(asset)} fields={fields} frame={frame} />
    </li>
  )
}

function Fields({ kind, fields, frame }: { kind: InventoryKind; fields: FieldChange[]; frame: Frame }) {
  const { none, locale } = { none: frame.t.none, locale: frame.locale }
  return (
    <>
      {fields.map(({ column, before, after }, index) => (
        <>
          {index > 0 && '; '}
          {kinds[kind].columns.find(({ name }) => name === column)?.title[locale]}:{' '}
          <del>
            <Raw text={before || none} />
          </del>{' '}
          →{' '}
          <ins>
            <Raw text={after || none} />
          </ins>
        </>
      ))}
    </>
  )
}

function DocumentItem({ change: { event, document }, frame }: { change: DocumentChange; frame: Frame }) {
  const { t, locale } = frame
  return (
    <li>
      {t.unit.difference.documentEvents[event]}{' '}
      <a href={`/documents/${document.id}`}>
        <Raw text={document.number} /> ({formatDay(document.date, locale)})
      </a>{' '}
      <span class="muted">
        {t.documents.kinds[document.kind]}, {document.subject}
      </span>
    </li>
  )
}
