import { formatNumber } from '../src/i18n/format.ts'
import type { Unit } from '../src/model/inventory.ts'
import { criterionOf } from '../src/readiness/catalogue.ts'
import type { Verdict } from '../src/readiness/criterion.ts'
import { type LayerCount, layerSteps, type MatrixLayer, matrixLayers } from '../src/readiness/layer-steps.ts'
import { atMoment, type Frame, inFormat, withQuery } from './frame.ts'
import { Layout } from './layout.tsx'
import { Choice, Filters, Search } from './parts/filters.tsx'
import { Refreshing } from './parts/refreshing.tsx'
import { VerdictState } from './parts/state.tsx'

export type MatrixRow = { unit: Unit; layers: Record<MatrixLayer, LayerCount>; broken: number }

/** A group that folds; `name` null: it is named after its kind of units. */
export type MatrixGroup = {
  id: string
  name: string | null
  rows: MatrixRow[]
  layers: Record<MatrixLayer, LayerCount>
}

type Props = {
  frame: Frame
  groups: MatrixGroup[]
  total: Record<MatrixLayer, LayerCount>
  count: number
  query: {
    q?: string | undefined
    district?: string | undefined
    layer?: string | undefined
    state?: string | undefined
  }
  /** Groups that are unfolded, by commas, or `all`. */
  open: string
  districts: Unit[]
}

const verdicts: Verdict[] = ['pass', 'partial', 'fail', 'unknown', 'na']

export function MatrixPage(props: Props) {
  const { frame } = props
  const { t } = frame
  return (
    <Layout frame={frame} title={t.matrix.title} section="units">
      <div class="page-head">
        <div>
          <h1>{t.matrix.title}</h1>
          <p class="muted small">{t.matrix.what}</p>
        </div>
        <p class="actions no-print">
          <a href={inFormat(frame.url, 'csv', { open: null })}>CSV</a>{' '}
          <a href={inFormat(frame.url, 'json', { open: null })}>JSON</a>
        </p>
      </div>
      <MatrixFilters {...props} />
      <MatrixGrid {...props} />
    </Layout>
  )
}

/** The part that refreshes: a row for each group, and under those that are unfolded one for each unit. */
export function MatrixGrid({ frame, groups, total, count, open }: Props) {
  const { t } = frame
  const opened = new Set(open.split(',').filter(Boolean))
  const all = open === 'all'
  const part = withQuery(frame.url.replace(/^[^?]*/, '/parts/matrix'), {})
  return (
    <Refreshing
      id="matrix"
      from={part}
      status={t.units.count(formatNumber(count, frame.locale))}
      frame={frame}
    >
      <p class="legend small">
        <span>{t.matrix.legend}</span>
        {verdicts.map((verdict) => (
          <VerdictState verdict={verdict} frame={frame} />
        ))}
        <a class="no-print" href={withQuery(frame.url, { open: all ? null : 'all' })}>
          {all ? t.matrix.foldAll : t.matrix.unfoldAll}
        </a>
      </p>
      {count === 0 ? (
        <div class="empty">
          <strong>{t.units.none}</strong>
          <span>{t.units.noneWhat}</span>
        </div>
      ) : (
        <section class="scroll tall" tabindex={0} aria-label={t.matrix.title}>
          <table class="records matrix">
            <Head frame={frame} />
            <tbody>
              <tr class="total">
                <th scope="row">{t.matrix.total(formatNumber(count, frame.locale))}</th>
                {matrixLayers.map((layer) => (
                  <Cell
                    of={total[layer]}
                    layer={layer}
                    href={withQuery('/matrix', { layer, open: 'all' })}
                    frame={frame}
                  />
                ))}
              </tr>
            </tbody>
            {groups.map((group) => (
              <Group group={group} isOpen={all || opened.has(group.id)} opened={opened} frame={frame} />
            ))}
          </table>
        </section>
      )}
    </Refreshing>
  )
}

function Head({ frame }: { frame: Frame }) {
  const { t, locale } = frame
  return (
    <thead>
      <tr>
        <th scope="col">{t.units.columns.name}</th>
        {matrixLayers.map((layer) => (
          <th scope="col">
            {t.layer[layer]}
            <span class="steps">
              {Object.values(layerSteps[layer]).map((id, index) => (
                <>
                  {index > 0 && '/'}
                  {id === null ? (
                    '–'
                  ) : (
                    <a href={atMoment(`/criteria/${id}`, frame)} title={criterionOf(id).name[locale]}>
                      {index === 0 ? id : id.replace(/^\w+-/, '')}
                    </a>
                  )}
                </>
              ))}
            </span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Group({
  group: { id, name, rows, layers },
  isOpen,
  opened,
  frame,
}: {
  group: MatrixGroup
  isOpen: boolean
  opened: Set<string>
  frame: Frame
}) {
  const { t, locale } = frame
  const others = [...opened].filter((one) => one !== id && one !== 'all')
  const toggle = withQuery(frame.url, { open: (isOpen ? others : [...others, id]).join(',') || null })
  const title = name ?? t.unitKind[id as Unit['kind']]
  return (
    <tbody id={`group-${id}`}>
      <tr class="group">
        <th scope="rowgroup">
          <a href={`${toggle}#group-${id}`}>
            <span aria-hidden="true">{isOpen ? '▾' : '▸'}</span>
            <span class="visually-hidden">{isOpen ? t.matrix.fold : t.matrix.unfold}</span> {title}
          </a>{' '}
          <span class="muted nowrap">{t.units.count(formatNumber(rows.length, locale))}</span>
        </th>
        {matrixLayers.map((layer) => (
          <Cell
            of={layers[layer]}
            layer={layer}
            href={
              name === null
                ? `${withQuery('/matrix', { layer, open: 'all' })}#group-${id}`
                : withQuery('/matrix', { district: id, layer })
            }
            frame={frame}
          />
        ))}
      </tr>
      {isOpen && rows.map((row) => <Row row={row} frame={frame} />)}
    </tbody>
  )
}

function Row({ row: { unit, layers, broken }, frame }: { row: MatrixRow; frame: Frame }) {
  const href = atMoment(`/units/${encodeURIComponent(unit.code)}`, frame)
  return (
    <tr>
      <th scope="row">
        <a href={href}>{unit.name}</a>
        {broken > 0 && <span class="state fail small"> ■ {frame.t.units.broken}</span>}
      </th>
      {matrixLayers.map((layer) => (
        <Cell of={layers[layer]} layer={layer} href={`${href}#layer-${layer}`} frame={frame} />
      ))}
    </tr>
  )
}

const marks: Record<Verdict, string> = { pass: '✓', partial: '◐', fail: '✕', unknown: '?', na: '–' }

function Cell({
  of,
  layer,
  href,
  frame,
}: {
  of: LayerCount
  layer: MatrixLayer
  href: string
  frame: Frame
}) {
  const { t, locale } = frame
  if (of.state === 'na')
    return (
      <td class="zero muted" data-label={t.layer[layer]}>
        – <span class="visually-hidden">{t.verdict.na}</span>
      </td>
    )
  const numbers = [of.served, of.addressed, of.reachable, of.working].map((number) =>
    number === null ? '–' : formatNumber(number, locale),
  )
  return (
    <td data-label={t.layer[layer]}>
      <a class={`cell ${of.state}`} href={atMoment(href, frame)} title={t.matrix.cell(numbers)}>
        <span aria-hidden="true">{marks[of.state]}</span>
        <span class="visually-hidden">{t.verdict[of.state]}</span> {numbers.join('/')}
      </a>
    </td>
  )
}

function MatrixFilters({ frame, query, districts }: Props) {
  const { t } = frame
  return (
    <Filters frame={frame} action="/matrix" target="#matrix" label={t.units.filters} sort={null}>
      <Search label={t.units.searchLabel} value={query.q} frame={frame} />
      <Choice
        name="district"
        label={t.units.district}
        value={query.district}
        options={districts.map(({ code, name }) => [code, name])}
        frame={frame}
      />
      <Choice
        name="layer"
        label={t.matrix.layer}
        value={query.layer}
        options={matrixLayers.map((layer) => [layer, t.layer[layer]])}
        frame={frame}
      />
      <Choice
        name="state"
        label={t.units.verdict}
        value={query.state}
        options={verdicts.map((verdict) => [verdict, t.verdict[verdict]])}
        frame={frame}
      />
    </Filters>
  )
}
