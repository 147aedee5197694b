import type { DiffClass, DiffRow } from '../src/address-plan/diff.ts'
import { diffClasses } from '../src/address-plan/diff.ts'
import type { Sighting } from '../src/address-plan/sightings.ts'
import { formatNumber } from '../src/i18n/format.ts'
import type { Unit } from '../src/model/inventory.ts'
import { atMoment, type Frame } from './frame.ts'
import { Layout } from './layout.tsx'
import { DiffChips, DiffMark } from './parts/diff-mark.tsx'
import { observationPath } from './parts/evidence-links.tsx'
import { Choice, Filters, Search } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { prefixPath } from './parts/prefix-path.ts'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Age } from './parts/time.tsx'

export type DiffQuery = {
  q?: string | undefined
  unit?: string | undefined
  class?: DiffClass | undefined
  side?: 'plan' | 'dns' | 'devices' | undefined
}

type Props = {
  frame: Frame
  rows: DiffRow[]
  slice: Slice
  query: DiffQuery
  /** By class, of all lines that the other filters leave. */
  counts: Record<DiffClass, number>
  units: Unit[]
  nameOf(unit: string): string
}

/** The address plan beside the DNS and the devices. */
export function AddressDiffPage(props: Props) {
  const { frame, slice, rows, counts, query } = props
  const { t } = frame
  const words = t.addresses
  return (
    <Layout frame={frame} title={words.diffTitle} section="addresses">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/addresses', frame)}>{words.title}</a>
          </p>
          <h1>{words.diffTitle}</h1>
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{words.diffWhat}</p>
      <DiffFilters {...props} />
      <section id="differences" class="block">
        <p role="status">{words.diffCount(formatNumber(slice.total, frame.locale))}</p>
        <DiffChips counts={counts} chosen={query.class} base={frame.url} frame={frame} />
        {rows.length > 0 && <DiffTable rows={rows} nameOf={props.nameOf} frame={frame} />}
        <Paging slice={slice} frame={frame} />
      </section>
    </Layout>
  )
}

function DiffFilters({ frame, query, units }: Props) {
  const { t } = frame
  const words = t.addresses
  return (
    <Filters
      frame={frame}
      action="/addresses/diff"
      target="#differences"
      label={words.diffFilters}
      sort={null}
    >
      <Search label={words.searchLabel} value={query.q} frame={frame} />
      <Choice
        name="class"
        label={words.columns.state}
        value={query.class}
        options={diffClasses.map((one) => [one, words.classes[one]])}
        all={words.differencesOnly}
        frame={frame}
      />
      <Choice
        name="unit"
        label={words.columns.unit}
        value={query.unit}
        options={units.map(({ code, name }) => [code, name])}
        frame={frame}
      />
      <Choice
        name="side"
        label={words.side}
        value={query.side}
        options={(['plan', 'dns', 'devices'] as const).map((one) => [one, words.sides[one]])}
        frame={frame}
      />
    </Filters>
  )
}

/** Lines of the comparison, each side with the date of its proof and the way to it. */
export function DiffTable({
  rows,
  nameOf,
  frame,
}: {
  rows: DiffRow[]
  /** Absent where all are of one unit. */
  nameOf?: (unit: string) => string
  frame: Frame
}) {
  const { t, locale } = frame
  const words = t.addresses
  const { columns } = words
  return (
    <TableBox label={words.diffTitle} tall records>
      <thead>
        <tr>
          <th scope="col">{columns.state}</th>
          <th scope="col">{columns.block}</th>
          {nameOf && <th scope="col">{columns.unit}</th>}
          <th scope="col">{words.sides.plan}</th>
          <th scope="col">{words.sides.dns}</th>
          <th scope="col">{words.sides.devices}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr>
            <td data-label={columns.state}>
              <DiffMark class_={row.class} frame={frame} />
            </td>
            <th scope="row">
              <span class="mono">{row.block.replace(/\/128$/, '')}</span>
              <br />
              <span class="muted small">
                <Raw text={row.because[locale]} />
              </span>
            </th>
            {nameOf && (
              <td data-label={columns.unit}>
                <a href={atMoment(`/units/${encodeURIComponent(row.unit)}`, frame)}>
                  <Raw text={nameOf(row.unit)} />
                </a>
              </td>
            )}
            <td data-label={words.sides.plan}>
              {row.plan === null ? (
                <span class="muted">–</span>
              ) : (
                <>
                  <a href={prefixPath(row.plan.code, frame)}>
                    <Raw text={row.plan.code} />
                  </a>
                  {row.plan.prefix !== row.block && (
                    <>
                      <br />
                      <span class="muted small mono">{row.plan.prefix}</span>
                    </>
                  )}
                </>
              )}
            </td>
            <td data-label={words.sides.dns}>
              <Sightings seen={row.dns} frame={frame} />
            </td>
            <td data-label={words.sides.devices}>
              <Sightings seen={row.devices} frame={frame} />
            </td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** More of one side than this are only counted. */
const mostShown = 4

/** Where something was seen, each with the look that proves it. */
export function Sightings({ seen, frame }: { seen: Sighting[]; frame: Frame }) {
  const t = frame.t.addresses
  if (seen.length === 0) return <span class="muted">–</span>
  return (
    <ul class="list small">
      {seen.slice(0, mostShown).map((one) => (
        <li>
          {one.asset.kind === 'device' ? (
            <a href={atMoment(`/devices/${encodeURIComponent(one.asset.code)}`, frame)}>
              <Raw text={one.asset.code} />
            </a>
          ) : null}{' '}
          <Raw text={one.at} /> {one.address !== null && <span class="mono">{one.address}</span>}{' '}
          <a href={observationPath(one.evidence.checkId, one.evidence.firstDueAt)}>{t.kinds[one.kind]}</a>{' '}
          <span class="muted">
            <Age at={one.evidence.lastSeenAt} frame={frame} />
          </span>
        </li>
      ))}
      {seen.length > mostShown && (
        <li class="muted">{t.moreSeen(formatNumber(seen.length - mostShown, frame.locale))}</li>
      )}
    </ul>
  )
}
