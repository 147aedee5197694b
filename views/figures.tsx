import { formatNumber } from '../src/i18n/format.ts'
import { figureFiles, figureKinds } from '../src/inventory/figure-kinds.ts'
import type { Column } from '../src/inventory/kinds.ts'
import type { FigureImport } from '../src/inventory/read-figures.ts'
import type { InventoryFile } from '../src/inventory/read-file.ts'
import type { FigureKind, Figures, Handed } from '../src/model/figures.ts'
import type { Frame } from './frame.ts'
import { Confirm, Problems, SummaryTable } from './import-preview.tsx'
import { UploadForm } from './inventory.tsx'
import { Layout } from './layout.tsx'
import { ColumnTable } from './parts/column-table.tsx'
import { Downloads, Paging, type Slice } from './parts/paging.tsx'
import { Raw } from './parts/raw.tsx'
import { TableBox } from './parts/table.tsx'
import { Moment } from './parts/time.tsx'

/** An import in a list. */
type ImportLine = {
  id: string
  importedAt: string
  importedBy: string
  rows: number
  files: { name: string }[]
}

/** What others count and hand in: its kinds, the form that takes files, and the imports so far. */
export function FiguresPage({ frame, imports }: { frame: Frame; imports: ImportLine[] }) {
  const { t, locale } = frame
  return (
    <Layout frame={frame} title={t.figures.title} section="inventory">
      <p class="crumbs">
        <a href="/inventory">{t.inventory.title}</a>
      </p>
      <h1>{t.figures.title}</h1>
      <p class="muted">{t.figures.what}</p>
      <TableBox label={t.figures.title}>
        <thead>
          <tr>
            <th scope="col">{t.inventory.columns.kind}</th>
            <th scope="col">{t.inventory.columns.file}</th>
            <th scope="col">{t.figures.columns}</th>
          </tr>
        </thead>
        <tbody>
          {figureKinds.map((kind) => (
            <tr>
              <th scope="row">
                <a href={`/figures/${kind}`}>{figureFiles[kind].name[locale]}</a>
              </th>
              <td>
                <a href={`/figures/${kind}.csv`} download>
                  {kind}.csv
                </a>
              </td>
              <td class="small muted">{figureFiles[kind].columns.map(({ name }) => name).join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </TableBox>
      <section class="card" id="import">
        <h2>{t.inventory.importTitle}</h2>
        <p>{t.inventory.importWhat}</p>
        <UploadForm action="/figures/preview" frame={frame} />
      </section>
      <section class="block">
        <h2>{t.figures.importsTitle}</h2>
        {imports.length === 0 ? (
          <p class="muted">{t.figures.noImports}</p>
        ) : (
          <ImportTable imports={imports} frame={frame} />
        )}
      </section>
    </Layout>
  )
}

function ImportTable({ imports, frame }: { imports: ImportLine[]; frame: Frame }) {
  const { t, locale } = frame
  return (
    <TableBox label={t.figures.importsTitle}>
      <thead>
        <tr>
          <th scope="col">{t.figures.importedAt}</th>
          <th scope="col">{t.figures.importedBy}</th>
          <th scope="col">{t.inventory.columns.file}</th>
          <th scope="col" class="number">
            {t.figures.rows}
          </th>
        </tr>
      </thead>
      <tbody>
        {imports.map(({ id, importedAt, importedBy, rows, files }) => (
          <tr>
            <th scope="row">
              <a href={`/figure-imports/${id}`}>
                <Moment at={importedAt} frame={frame} />
              </a>
            </th>
            <td>
              <Raw text={importedBy} />
            </td>
            <td>
              <Raw text={files.map(({ name }) => name).join(', ')} />
            </td>
            <td class="number">{formatNumber(rows, locale)}</td>
          </tr>
        ))}
      </tbody>
    </TableBox>
  )
}

/** Everything of one kind that counts, each row with the import that brought it. */
export function FigureListPage<K extends FigureKind>({
  frame,
  kind,
  rows,
  of,
  slice,
}: {
  frame: Frame
  kind: K
  rows: Handed<Figures[K]>[]
  /** The unit, host or project whose rows these are; all when undefined. */
  of: string | undefined
  slice: Slice
}) {
  const { t, locale } = frame
  const { name, columns } = figureFiles[kind]
  return (
    <Layout frame={frame} title={name[locale]} section="inventory">
      <div class="page-head">
        <div>
          <p class="crumbs">
            <a href="/figures">{t.figures.title}</a>
          </p>
          <h1>{name[locale]}</h1>
          {of !== undefined && (
            <p class="muted">
              <Raw text={of} /> · <a href={`/figures/${kind}`}>{t.clear}</a>
            </p>
          )}
        </div>
        <Downloads slice={slice} frame={frame} />
      </div>
      {rows.length === 0 ? (
        <p class="muted">{t.inventory.none}</p>
      ) : (
        <ColumnTable
          label={name[locale]}
          columns={columns as unknown as Column<Handed<Figures[K]>>[]}
          rows={rows}
          linkOf={(field, text) =>
            field === 'unit' ? <a href={`/units/${encodeURIComponent(text)}`}>{text}</a> : undefined
          }
          last={{
            title: t.figures.importedAt,
            cell: ({ importId, importedAt }) => (
              <a href={`/figure-imports/${importId}`}>
                <Moment at={importedAt} frame={frame} />
              </a>
            ),
          }}
          frame={frame}
        />
      )}
      <Paging slice={slice} frame={frame} />
    </Layout>
  )
}

/** What an import of figures would do, or every reason why it cannot. Nothing has been written yet. */
export function FigurePreviewPage({
  frame,
  result: { problems, summary },
  files,
}: {
  frame: Frame
  result: FigureImport
  files: InventoryFile[]
}) {
  const t = frame.t.inventory
  const changes = figureKinds.some((kind) => summary[kind].added + summary[kind].changed > 0)
  const carried = files.map(({ name, bytes }) => ({ name, content: Buffer.from(bytes).toString('base64') }))
  return (
    <Layout frame={frame} title={t.previewTitle} section="inventory">
      <p class="crumbs">
        <a href="/figures">{frame.t.figures.title}</a>
      </p>
      <h1>{t.previewTitle}</h1>
      {problems.length > 0 && <Problems frame={frame} problems={problems} />}
      {files.length === 0 && <p class="error">{t.noFiles}</p>}
      {problems.length === 0 && files.length > 0 && (
        <>
          <h2>{t.noProblems}</h2>
          <SummaryTable
            rows={figureKinds.map((kind) => ({
              name: figureFiles[kind].name[frame.locale],
              ...summary[kind],
            }))}
            frame={frame}
          />
          {changes ? (
            <Confirm frame={frame} files={carried} action="/figures/import" />
          ) : (
            <p>{t.nothingChanges}</p>
          )}
        </>
      )}
      <p>
        <a href="/figures">{t.cancel}</a>
      </p>
    </Layout>
  )
}
