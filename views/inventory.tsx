import { formatNumber } from '../src/i18n/format.ts'
import { type InventoryKind, inventoryKinds, kinds, type Rows } from '../src/inventory/kinds.ts'
import type { ImportRecord, UndoRefusal } from '../src/model/imports.ts'
import { atMoment, type Frame, may } from './frame.ts'
import { Layout } from './layout.tsx'
import { ColumnTable } from './parts/column-table.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

export function InventoryPage({
  frame,
  counts,
  imported,
  last,
  isUndone,
  refusal,
}: {
  frame: Frame
  counts: Record<InventoryKind, number>
  /** What was just written, after an import. */
  imported: { added: number; changed: number } | null
  last: ImportRecord | null
  /** The last import was just taken back, or cannot be. */
  isUndone: boolean
  refusal: UndoRefusal | null
}) {
  const t = frame.t.inventory
  const number = (value: number) => formatNumber(value, frame.locale)
  return (
    <Layout frame={frame} title={t.title} section="inventory">
      <h1>{t.title}</h1>
      <p class="muted">
        {t.what} {frame.asOf !== null && t.asThen}
      </p>
      {imported !== null && (
        <p class="card" role="status">
          {t.imported(number(imported.added), number(imported.changed))}
        </p>
      )}
      {isUndone && (
        <p class="card" role="status">
          {t.undone}
        </p>
      )}
      <TableBox label={t.table}>
        <thead>
          <tr>
            <th scope="col">{t.columns.kind}</th>
            <th scope="col" class="number">
              {t.columns.count}
            </th>
            <th scope="col">{t.columns.file}</th>
          </tr>
        </thead>
        <tbody>
          {inventoryKinds.map((kind) => (
            <tr>
              <th scope="row">
                <a href={atMoment(`/inventory/${kind}`, frame)}>{kinds[kind].name[frame.locale]}</a>
              </th>
              <td class="number">{number(counts[kind])}</td>
              <td>
                <a href={atMoment(`/inventory/${kind}.csv`, frame)} download>
                  {kind}.csv
                </a>{' '}
                <a href={atMoment(`/inventory/${kind}.xlsx`, frame)} download>
                  .xlsx
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </TableBox>
      <p class="actions">
        <a href={atMoment('/inventory.xlsx', frame)} download>
          {t.workbook}
        </a>
        <a href="/discovery">{frame.t.discovery.title}</a>
        <a href="/figures">{frame.t.figures.title}</a>
        {may(frame, 'reader') && <a href="/unit-changes">{frame.t.unitChanges.title}</a>}
      </p>
      {frame.asOf === null && (
        <section class="card" id="import">
          <h2>{t.importTitle}</h2>
          <p>{t.importWhat}</p>
          <UploadForm action="/inventory/preview" frame={frame} />
        </section>
      )}
      {frame.asOf === null && last !== null && may(frame, 'engineer') && (
        <LastImport {...{ frame, last, refusal }} />
      )}
    </Layout>
  )
}

/** What was imported last, and the way back. */
function LastImport({
  frame,
  last,
  refusal,
}: {
  frame: Frame
  last: ImportRecord
  refusal: UndoRefusal | null
}) {
  const t = frame.t.inventory
  const number = (value: number) => formatNumber(value, frame.locale)
  return (
    <section class="card" id="last-import">
      <h2>{t.lastTitle}</h2>
      <p>
        <Moment at={last.at} frame={frame} />, <Raw text={last.by} />: <Raw text={last.files.join(', ')} />
        {'; '}
        {t.lastWhat(number(last.added), number(last.changed))}
      </p>
      {last.undone !== null && (
        <p class="muted">
          {t.undone} <Moment at={last.undone.at} frame={frame} />, <Raw text={last.undone.by} />
        </p>
      )}
      {refusal !== null && (
        <p class="error" role="alert">
          {t.undoRefused[refusal.why]}
          {'codes' in refusal && (
            <>
              {' '}
              <Raw text={refusal.codes.slice(0, 20).join(', ')} />
              {refusal.codes.length > 20 && ` ${t.more(number(refusal.codes.length - 20))}`}
            </>
          )}
        </p>
      )}
      {last.undone === null && (
        <form method="post" action="/inventory/undo">
          <input type="hidden" name="number" value={last.number} />
          <p class="muted small">{t.undoWhat}</p>
          <button type="submit">{t.undo}</button>
        </form>
      )}
    </section>
  )
}

/** Chooses files to import; the next page says what they would do. */
export function UploadForm({ action, frame }: { action: string; frame: Frame }) {
  const t = frame.t.inventory
  if (!may(frame, 'engineer')) return <p class="muted">{t.readOnly}</p>
  return (
    <form class="stack" method="post" action={action} enctype="multipart/form-data">
      <label class="field">
        <span>{t.files}</span>
        <input type="file" name="files" multiple accept=".csv,.txt,.xlsx,text/csv" required />
      </label>
      <button class="primary" type="submit">
        {t.preview}
      </button>
    </form>
  )
}

/** Everything of one kind, in the columns of its file. */
export function InventoryKindPage<K extends InventoryKind>({
  frame,
  kind,
  rows,
  slice,
}: {
  frame: Frame
  kind: K
  rows: Rows[K][]
  slice: Slice
}) {
  const { t, locale } = frame
  const { name, columns } = kinds[kind]
  return (
    <Layout frame={frame} title={name[locale]} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href={atMoment('/inventory', frame)}>{t.inventory.title}</a>
          </p>
          <h1>{name[locale]}</h1>
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      {rows.length === 0 ? (
        <p class="muted">{t.inventory.none}</p>
      ) : (
        <ColumnTable
          label={name[locale]}
          columns={columns}
          rows={rows}
          linkOf={(field, text) => linkOf(kind, field, text, frame)}
          frame={frame}
        />
      )}
      <Paging slice={slice} frame={frame} />
    </Layout>
  )
}

/** Units and devices open their pages; everything else is text. */
function linkOf(kind: InventoryKind, field: string, text: string, frame: Frame) {
  const isUnit = field === 'unit' || (kind === 'units' && (field === 'code' || field === 'parent'))
  if (kind === 'devices' && field === 'code')
    return <a href={atMoment(`/devices/${encodeURIComponent(text)}`, frame)}>{text}</a>
  return isUnit && text !== '' ? (
    <a href={atMoment(`/units/${encodeURIComponent(text)}`, frame)}>{text}</a>
  ) : undefined
}
