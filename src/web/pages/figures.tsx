import { randomUUID } from 'node:crypto'
import { FigureImportPage } from '../../../views/figure-import.tsx'
import { FigureListPage, FigurePreviewPage, FiguresPage } from '../../../views/figures.tsx'
import { figureKinds } from '../../inventory/figure-kinds.ts'
import { type FigureImport, readFigures } from '../../inventory/read-figures.ts'
import type { InventoryFile } from '../../inventory/read-file.ts'
import { writeFigures } from '../../inventory/write-figures.ts'
import type { FigureKind } from '../../model/figures.ts'
import { dayOf } from '../../report/period.ts'
import { readAttachment } from '../../store/documents.ts'
import {
  addFigures,
  findFigureImport,
  knownFigures,
  listFigureImports,
  listFigures,
  rowsOfImport,
} from '../../store/figures.ts'
import { loadInventory } from '../../store/inventory.ts'
import { sendCsvText, sendJson, sendList } from '../data.ts'
import { sayInvalid } from '../programs.ts'
import { paging, readQuery, searchText, sliceOf } from '../query.ts'
import { nothingWritten, recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import { filesForm, sentFiles, uploadedFiles } from '../uploads.ts'
import type { Page, WebContext } from '../web.ts'

export const figurePages: Page[] = [
  { method: 'GET', path: '/figures', rule: 'reader', handle: showFigures },
  {
    method: 'GET',
    path: '/figures/:kind',
    choices: { kind: figureKinds },
    rule: 'reader',
    formats: ['json', 'csv'],
    handle: showKind,
  },
  { method: 'POST', path: '/figures/preview', rule: 'engineer', isPreview: true, handle: previewImport },
  { method: 'POST', path: '/figures/import', rule: 'engineer', form: filesForm, handle: doImport },
  { method: 'GET', path: '/figure-imports/:id', rule: 'reader', formats: ['json'], handle: showImport },
  { method: 'GET', path: '/figure-imports/:id/:sha256', rule: 'reader', handle: sendFile },
]

const importsShown = 20

async function showFigures(c: WebContext) {
  const imports = await listFigureImports(c.var.deps.db, { limit: importsShown })
  return c.html(<FiguresPage frame={await frameOf(c)} imports={imports} />)
}

async function showKind(c: WebContext) {
  const name = c.req.param('kind') ?? ''
  const kind = figureKinds.find((known) => known === name) ?? refuse('notFound', [name])
  return sendKind(c, kind)
}

async function sendKind<K extends FigureKind>(c: WebContext, kind: K) {
  const { of, ...asked } = readQuery(c, { ...paging, of: searchText })
  const page = sliceOf(c, asked)
  const { items, total } = await listFigures(c.var.deps.db, kind, { subject: of, ...page })
  // the file that an import reads
  if (c.var.format === 'csv') return sendCsvText(c, kind, writeFigures(kind, items))
  if (c.var.format === 'json') return sendList(c, { items, total, asOf: c.var.deps.now() })
  const slice = { ...page, total }
  return c.html(<FigureListPage frame={await frameOf(c)} kind={kind} rows={items} of={of} slice={slice} />)
}

/** Says what the files would do. Nothing is kept: the confirmation sends them again. */
async function previewImport(c: WebContext) {
  const files = await uploadedFiles(c)
  return showPreview(c, files, await tryImport(c, files))
}

async function doImport(c: WebContext) {
  const { deps, session } = c.var
  const files = await sentFiles(c)
  const result = await tryImport(c, files)
  if (c.var.format === 'json' && result.problems.length > 0) return sayInvalid(c, result.problems)
  // what was good at the preview may not be good now
  if (result.problems.length > 0 || result.changes.length === 0) {
    nothingWritten(c)
    c.set('answer', { rows: 0 })
    if (c.var.format === 'json') return c.redirect('/figures', 303)
    return showPreview(c, files, result)
  }
  const id = randomUUID()
  await recorded(c, async (db, tell) => {
    await addFigures(db, result.changes, { id, at: deps.now(), by: session?.account ?? '', files })
    const after = { rows: result.changes.length, files: files.map(({ name }) => name) }
    await tell({ action: 'figures.import', subject: id, after })
  })
  c.set('answer', { rows: result.changes.length })
  return c.redirect(`/figure-imports/${id}`, 303)
}

async function tryImport(c: WebContext, files: InventoryFile[]): Promise<FigureImport> {
  const { db, now } = c.var.deps
  const known = await knownFigures(db)
  return readFigures(files, { ...(await loadInventory(db)), known, today: dayOf(now()) })
}

async function showPreview(c: WebContext, files: InventoryFile[], result: FigureImport) {
  const page = <FigurePreviewPage frame={await frameOf(c)} result={result} files={files} />
  return c.html(page, result.problems.length > 0 || files.length === 0 ? 422 : 200)
}

async function showImport(c: WebContext) {
  const { db } = c.var.deps
  const record = await requireImport(c)
  const rows = await rowsOfImport(db, record.id)
  if (c.var.format === 'json') return sendJson(c, { ...record, items: rows })
  return c.html(<FigureImportPage frame={await frameOf(c)} record={record} rows={rows} />)
}

/** The file as it was sent, to be saved and never shown by the browser: it may be anything. */
async function sendFile(c: WebContext) {
  const { files } = await requireImport(c)
  const file = files.find(({ sha256 }) => sha256 === c.req.param('sha256')) ?? refuse('notFound')
  const body = (await readAttachment(c.var.deps.db, file.sha256)) ?? refuse('notFound')
  return c.body(Uint8Array.from(body), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${file.sha256.slice(0, 12)}.csv"`,
  })
}

async function requireImport(c: WebContext) {
  const id = c.req.param('id') ?? ''
  return (await findFigureImport(c.var.deps.db, id)) ?? refuse('notFound', [id])
}
