import type { DiffClass, DiffRow } from '../src/address-plan/diff.ts'
import type { Entry } from '../src/address-plan/entry.ts'
import type { PlanFlaw } from '../src/address-plan/flaws.ts'
import { type Dialect, dialects } from '../src/address-plan/router-config.ts'
import type { mapOf } from '../src/address-plan/space.ts'
import type { PlanNode, PlanTree } from '../src/address-plan/tree.ts'
import { formatDay, formatNumber } from '../src/i18n/format.ts'
import { type PrefixRole, prefixRoles, type Unit } from '../src/model/inventory.ts'
import { DiffTable } from './address-diff.tsx'
import { atMoment, type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { BlockMap } from './parts/block-map.tsx'
import { DiffChips, DiffMark } from './parts/diff-mark.tsx'
import { Choice, Filters, Search } from './parts/filters.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { prefixPath } from './parts/prefix-path.ts'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'

/** An entry of the plan as pages show it. */
export type EntryRow = Entry & {
  unitName: string
  /** What the comparison with DNS and devices says of it; null for one with others within it. */
  state: DiffClass | null
  flaws: PlanFlaw[]
}

type RowOf = (node: PlanNode) => EntryRow

type Props = {
  frame: Frame
  rows: EntryRow[]
  slice: Slice
  query: { q?: string | undefined; unit?: string | undefined; kind?: PrefixRole | undefined }
  /** Something is searched for: a list instead of the tree. */
  isSearch: boolean
  tree: PlanTree
  rowOf: RowOf
  counts: Record<DiffClass, number>
  units: Unit[]
}

export function AddressesPage(props: Props) {
  const { frame, slice, tree, isSearch, counts } = props
  const t = frame.t.addresses
  return (
    <Layout frame={frame} title={t.title} section="addresses">
      <div class="page-head">
        <h1>{t.title}</h1>
        <Downloads slice={slice} frame={frame} />
      </div>
      <p class="muted">{t.what}</p>
      {tree.nodes.length === 0 ? (
        <div class="empty">
          <strong>{t.none}</strong>
          <span>{t.noneWhat}</span>
          <a href="/inventory#import">{t.toImport}</a>
          <a href="/addresses/generate">{t.toGenerate}</a>
        </div>
      ) : (
        <>
          <section class="block" aria-label={t.diffTitle}>
            <DiffChips
              counts={counts}
              chosen={undefined}
              base={atMoment('/addresses/diff', frame)}
              frame={frame}
            />
          </section>
          <PlanFilters {...props} />
          {isSearch ? <EntryList {...props} /> : <Tree {...props} nodes={tree.roots} />}
          <p class="no-print">
            <a href="/addresses/generate">{t.toGenerate}</a>
          </p>
        </>
      )}
    </Layout>
  )
}

function PlanFilters({ frame, query, units }: Props) {
  const { t } = frame
  return (
    <Filters frame={frame} action="/addresses" target="#entries" label={t.addresses.filters} sort={null}>
      <Search label={t.addresses.searchLabel} value={query.q} frame={frame} />
      <Choice
        name="unit"
        label={t.addresses.columns.unit}
        value={query.unit}
        options={units.map(({ code, name }) => [code, name])}
        frame={frame}
      />
      <Choice
        name="kind"
        label={t.addresses.columns.kind}
        value={query.kind}
        options={prefixRoles.map((role) => [role, t.addresses.roles[role]])}
        frame={frame}
      />
    </Filters>
  )
}

/** What a search found, by address. */
function EntryList(props: Props) {
  const { frame, rows, slice } = props
  const { t } = frame
  const { columns } = t.addresses
  return (
    <section id="entries" class="block">
      <p role="status">{t.addresses.count(formatNumber(slice.total, frame.locale))}</p>
      {rows.length > 0 && (
        <TableBox label={t.addresses.title} records>
          <thead>
            <tr>
              <th scope="col">{columns.prefix}</th>
              <th scope="col">{columns.kind}</th>
              <th scope="col">{columns.unit}</th>
              <th scope="col">{columns.what}</th>
              <th scope="col">{columns.room}</th>
              <th scope="col">{columns.state}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr>
                <th scope="row">
                  <EntryLink row={row} frame={frame} />
                </th>
                <td data-label={columns.kind}>{t.addresses.roles[row.prefix.role]}</td>
                <td data-label={columns.unit}>
                  <Raw text={row.unitName} />
                </td>
                <td data-label={columns.what}>
                  <What row={row} frame={frame} />
                </td>
                <td data-label={columns.room}>
                  <Room row={row} frame={frame} />
                </td>
                <td data-label={columns.state}>
                  <State row={row} frame={frame} />
                </td>
              </tr>
            ))}
          </tbody>
        </TableBox>
      )}
      <Paging slice={slice} frame={frame} />
    </section>
  )
}

/** More entries than this one page does not unfold; deeper ones are on the pages of their parents. */
const mostUnfolded = 500

/** The tree, folded below its second level. It unfolds without a script, and by keyboard. */
function Tree({ frame, nodes, rowOf }: { frame: Frame; nodes: PlanNode[]; rowOf: RowOf }) {
  const count = (of: PlanNode[]): number => of.reduce((sum, { children }) => sum + 1 + count(children), 0)
  const isSmall = count(nodes) <= mostUnfolded
  return (
    <section id="entries" class="block">
      <Branches nodes={nodes} rowOf={rowOf} depth={0} most={isSmall ? 8 : 2} frame={frame} />
    </section>
  )
}

type BranchProps = { frame: Frame; nodes: PlanNode[]; rowOf: RowOf; depth: number; most: number }

function Branches({ frame, nodes, rowOf, depth, most }: BranchProps) {
  return (
    <ul class="plan-tree">
      {nodes.map((node) => {
        const row = rowOf(node)
        if (node.children.length === 0 || depth >= most)
          return (
            <li>
              <EntryLine row={row} frame={frame} />
            </li>
          )
        return (
          <li>
            <EntryLine row={row} frame={frame} />
            <details open={depth === 0}>
              <summary aria-label={`${frame.t.addresses.within}: ${node.prefix.prefix}`} />
              <Branches nodes={node.children} rowOf={rowOf} depth={depth + 1} most={most} frame={frame} />
            </details>
          </li>
        )
      })}
    </ul>
  )
}

function EntryLine({ row, frame }: { row: EntryRow; frame: Frame }) {
  const { t } = frame
  return (
    <span class="entry">
      <EntryLink row={row} frame={frame} />
      <span class="entry-who">
        <span class="muted small">{t.addresses.roles[row.prefix.role]}</span> <Raw text={row.unitName} />{' '}
        <What row={row} frame={frame} />
      </span>
      <span class="small">
        <Room row={row} frame={frame} />
      </span>
      <span class="small">
        <State row={row} frame={frame} />
      </span>
    </span>
  )
}

function EntryLink({ row: { prefix }, frame }: { row: EntryRow; frame: Frame }) {
  return (
    <a class="mono" href={prefixPath(prefix.code, frame)}>
      {prefix.prefix}
    </a>
  )
}

/** Site, VLAN and words. */
function What({ row: { prefix }, frame }: { row: EntryRow; frame: Frame }) {
  const parts = [
    prefix.site,
    prefix.vlan === null ? '' : frame.t.addresses.vlan(String(prefix.vlan)),
    prefix.description,
  ]
  return (
    <span class="muted small">
      <Raw text={parts.filter((part) => part !== '').join(' · ')} />
    </span>
  )
}

/** "/64s used of N, and sites left": a share of addresses would say nothing in IPv6. */
function Room({ row: { lans, room, children }, frame }: { row: EntryRow; frame: Frame }) {
  const t = frame.t.addresses
  const number = (value: number) => formatNumber(value, frame.locale)
  if (lans === null || room === null) return null
  return (
    <>
      {children > 0 && `${t.lans(number(lans.used), number(lans.all))}; `}
      {children === 0 ? t.undivided(number(lans.all)) : t.left(number(room.left), `/${room.length}`)}
    </>
  )
}

function State({ row: { state, flaws, prefix }, frame }: { row: EntryRow; frame: Frame }) {
  const t = frame.t.addresses
  return (
    <>
      {state !== null && <DiffMark class_={state} frame={frame} />}
      {flaws.length > 0 && (
        <>
          {' '}
          <a href={`${prefixPath(prefix.code, frame)}#flaws`}>
            {t.flawCount(formatNumber(flaws.length, frame.locale))}
          </a>
        </>
      )}
    </>
  )
}

const dialectNames: Record<Dialect, string> = {
  ios: 'Cisco IOS',
  junos: 'Juniper Junos',
  routeros: 'MikroTik RouterOS 7',
  vrp: 'Huawei VRP',
  frr: 'FRR',
}

export function PrefixPage({
  frame,
  node,
  row,
  path,
  map,
  rowOf,
  differences,
}: {
  frame: Frame
  node: PlanNode
  row: EntryRow
  /** The entries around it, from the outside in. */
  path: EntryRow[]
  map: ReturnType<typeof mapOf>
  rowOf: RowOf
  differences: DiffRow[]
}) {
  const { t, locale } = frame
  const words = t.addresses
  const { prefix, lans, room, flaws } = row
  const number = (value: number) => formatNumber(value, locale)
  return (
    <Layout frame={frame} title={prefix.prefix} section="addresses">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/addresses', frame)}>{words.title}</a>
            {path.map((above) => (
              <>
                {' / '}
                <EntryLink row={above} frame={frame} />
              </>
            ))}
          </p>
          <h1 class="mono">{prefix.prefix}</h1>
        </div>
        <div class="actions no-print">
          <a href={`/prefixes/${encodeURIComponent(prefix.code)}.json`}>JSON</a>
        </div>
      </div>
      {flaws.length > 0 && (
        <section class="card loud" id="flaws">
          <h2 class="error">{words.flawsTitle}</h2>
          <ul class="list">
            {flaws.map(({ because, column }) => (
              <li>
                <Raw text={because[locale]} /> <span class="muted small">({words.column(column)})</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <section class="card">
        <dl class="facts">
          <dt>{words.columns.code}</dt>
          <dd>
            <Raw text={prefix.code} />
          </dd>
          <dt>{words.columns.kind}</dt>
          <dd>{words.roles[prefix.role]}</dd>
          <dt>{words.columns.unit}</dt>
          <dd>
            <a href={atMoment(`/units/${encodeURIComponent(prefix.unit)}`, frame)}>
              <Raw text={row.unitName} />
            </a>
          </dd>
          {prefix.source !== null && (
            <>
              <dt>{words.source}</dt>
              <dd>{words.sources[prefix.source]}</dd>
            </>
          )}
          {prefix.decisionNo !== '' && (
            <>
              <dt>{words.decision}</dt>
              <dd>
                <Raw text={prefix.decisionNo} />
                {prefix.decisionDate !== null && `, ${formatDay(prefix.decisionDate, locale)}`}
              </dd>
            </>
          )}
          {(prefix.site !== '' || prefix.vlan !== null || prefix.description !== '') && (
            <>
              <dt>{words.columns.what}</dt>
              <dd>
                <What row={row} frame={frame} />
              </dd>
            </>
          )}
          {lans !== null && (
            <>
              <dt>{words.lansTitle}</dt>
              <dd>{words.lans(number(lans.used), number(lans.all))}</dd>
            </>
          )}
          {room !== null && (
            <>
              <dt>{words.leftTitle}</dt>
              <dd>
                {words.left(number(room.left), `/${room.length}`)}
                {room.next !== null && (
                  <>
                    {'; '}
                    {words.next} <span class="mono">{room.next}</span>
                  </>
                )}
              </dd>
            </>
          )}
        </dl>
      </section>
      {map !== null && room !== null && (
        <section class="block" id="map">
          <h2>{words.mapTitle}</h2>
          <BlockMap map={map} frame={frame} />
        </section>
      )}
      {node.children.length > 0 && (
        <section class="block">
          <h2>{words.within}</h2>
          <Branches nodes={node.children} rowOf={rowOf} depth={1} most={3} frame={frame} />
        </section>
      )}
      {may(frame, 'engineer') && frame.asOf === null && (
        <section class="block no-print" id="files">
          <h2>{words.filesTitle}</h2>
          <ul class="chips">
            {dialects.map((dialect) => (
              <li>
                <a class="chip" href={`${prefixPath(prefix.code, frame)}/router?dialect=${dialect}`}>
                  {dialectNames[dialect]}
                </a>
              </li>
            ))}
            <li>
              <a class="chip" href={`${prefixPath(prefix.code, frame)}/reverse-zone`}>
                {words.reverseZone}
              </a>
            </li>
          </ul>
        </section>
      )}
      {differences.length > 0 && (
        <section class="block" id="seen">
          <h2>{words.seenTitle}</h2>
          <DiffTable rows={differences} frame={frame} />
        </section>
      )}
    </Layout>
  )
}
