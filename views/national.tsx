import { formatNumber, formatShare } from '../src/i18n/format.ts'
import type { Unit } from '../src/model/inventory.ts'
import type { NationalIndicator, NationalReference } from '../src/readiness/national.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { EvidenceLinks } from './parts/evidence-links.tsx'
import { Raw } from './parts/raw.tsx'
import { VerdictState } from './parts/state.tsx'
import { TableBox } from './parts/table.tsx'

type Props = {
  frame: Frame
  /** The province's platform; null before there is one. */
  unit: Unit | null
  indicators: NationalIndicator[]
  references: NationalReference[]
}

/** The four indicators that are counted nationally, each down to what proves it; apart from our own score. */
export function NationalPage({ frame, unit, indicators, references }: Props) {
  const { t } = frame
  const words = t.national
  return (
    <Layout frame={frame} title={words.title} section="plan">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/plan', frame)}>{words.toPlan}</a>
          </p>
          <h1>{words.title}</h1>
          <p class="muted">{words.what}</p>
        </div>
        <p class="actions no-print">
          <a href={atMoment('/national.json', frame)}>JSON</a>
        </p>
      </div>
      {unit === null ? (
        <p class="empty">{words.noPlatform}</p>
      ) : (
        <>
          <TableBox label={words.title} records>
            <thead>
              <tr>
                <th scope="col">{words.columns.indicator}</th>
                <th scope="col">{words.columns.here}</th>
                <th scope="col">{words.columns.target2022}</th>
                <th scope="col">{words.columns.target2025}</th>
                <th scope="col">{words.columns.proof}</th>
              </tr>
            </thead>
            <tbody>
              {indicators.map((one) => (
                <Row of={one} unit={unit} frame={frame} />
              ))}
            </tbody>
          </TableBox>
          <p class="small">
            <a href={atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}>
              {words.ownScore}: {unit.name}
            </a>
          </p>
        </>
      )}
      <References references={references} frame={frame} />
    </Layout>
  )
}

function Row({ of, unit, frame }: { of: NationalIndicator; unit: Unit; frame: Frame }) {
  const { t, locale } = frame
  const words = t.national
  const { counts } = of
  const number = (value: number) => formatNumber(value, locale)
  const target = (share: number | null) =>
    share === null ? (
      <span class="muted">{words.noTarget}</span>
    ) : (
      words.planTarget(formatShare(share, locale, 0))
    )
  return (
    <tr id={of.id}>
      <th scope="row" class="indicator">
        {words.names[of.id]}
      </th>
      <td data-label={words.columns.here}>
        <strong>{words.values[of.value]}</strong>
        {counts !== null && (
          <div class="small">
            {counts.total === 0
              ? words.noPortals
              : words.portalsOf(number(counts.passed), number(counts.total), number(counts.unknown))}
          </div>
        )}
      </td>
      <td data-label={words.columns.target2022}>{target(of.target2022)}</td>
      <td data-label={words.columns.target2025}>{target(of.target2025)}</td>
      <td class="wide small" data-label={words.columns.proof}>
        <ul class="list">
          {of.verdicts.map((verdict) => (
            <li>
              <a href={`${atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)}#${verdict.id}`}>
                {verdict.id}
              </a>{' '}
              <VerdictState verdict={verdict.verdict} frame={frame} /> <Raw text={verdict.because[locale]} />
              {(verdict.documents ?? []).map(({ id, number: title }) => (
                <>
                  {' '}
                  <a href={`/documents/${id}`}>
                    <Raw text={title} />
                  </a>
                </>
              ))}
              {verdict.assets.map((asset) => (
                <div>
                  <Raw text={asset.asset.label} />: <VerdictState verdict={asset.verdict} frame={frame} />{' '}
                  <EvidenceLinks verdict={asset} frame={frame} />
                </div>
              ))}
            </li>
          ))}
        </ul>
      </td>
    </tr>
  )
}

function References({ references, frame }: Pick<Props, 'references' | 'frame'>) {
  const { t, locale } = frame
  const words = t.national
  const columns = words.referenceColumns
  const none = <span class="muted">{words.noFigure}</span>
  return (
    <section class="block">
      <h2>{words.referenceTitle}</h2>
      <p class="muted small">{words.referenceWhat}</p>
      <TableBox label={words.referenceTitle} records>
        <thead>
          <tr>
            {(['date', 'plans', 'portals', 'resources', 'rate', 'source'] as const).map((name) => (
              <th scope="col">{columns[name]}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {references.map(({ when, plans, portals, resources, rate, source }) => (
            <tr>
              <th scope="row" class="nowrap">
                {when[locale]}
              </th>
              <td data-label={columns.plans}>{plans?.[locale] ?? none}</td>
              <td data-label={columns.portals}>{portals?.[locale] ?? none}</td>
              <td data-label={columns.resources}>{resources?.[locale] ?? none}</td>
              <td data-label={columns.rate}>{rate === null ? none : formatShare(rate, locale)}</td>
              <td class="small" data-label={columns.source}>
                {source[locale]}
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
    </section>
  )
}
