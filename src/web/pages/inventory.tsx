import { z } from 'zod'
import { ImportPreviewPage } from '../../../views/import-preview.tsx'
import { InventoryKindPage, InventoryPage } from '../../../views/inventory.tsx'
import { type InventoryKind, inventoryKinds, type Rows } from '../../inventory/kinds.ts'
import { type ImportResult, readInventory } from '../../inventory/read.ts'
import type { InventoryFile } from '../../inventory/read-file.ts'
import { toRowLists } from '../../inventory/rows.ts'
import { writeCsv, writeInventoryWorkbook } from '../../inventory/write.ts'
import type { UndoRefusal } from '../../model/imports.ts'
import type { Inventory } from '../../model/inventory.ts'
import type { Instant } from '../../model.ts'
import { findLastImport } from '../../store/imports.ts'
import { loadInventory } from '../../store/inventory.ts'
import { sendCsvText, sendList, sendWorkbook } from '../data.ts'
import { sayInvalid } from '../programs.ts'
import { ofMoment, paging, readAsOf, readQuery, sliceOf } from '../query.ts'
import { withinReach } from '../reach.ts'
import { readForm } from '../read-form.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import { filesForm, sentFiles, uploadedFiles } from '../uploads.ts'
import type { Page, WebContext } from '../web.ts'

export const inventoryPages: Page[] = [
  { method: 'GET', path: '/inventory', rule: 'own', formats: ['xlsx'], handle: (c) => showInventory(c) },
  {
    method: 'GET',
    path: '/inventory/:kind',
    choices: { kind: inventoryKinds },
    rule: 'own',
    formats: ['json', 'csv', 'xlsx'],
    handle: showKind,
  },
  { method: 'POST', path: '/inventory/preview', rule: 'engineer', isPreview: true, handle: previewImport },
  { method: 'POST', path: '/inventory/import', rule: 'engineer', form: filesForm, handle: doImport },
  { method: 'POST', path: '/inventory/undo', rule: 'engineer', handle: undo },
]

/** readAsOf reads it. */
const count = z.coerce.number().int().min(0).optional()

async function showInventory(c: WebContext, refusal: UndoRefusal | null = null) {
  const { added, changed, undone } = readQuery(c, {
    added: count,
    changed: count,
    undone: count,
    ...ofMoment,
  })
  const asOf = readAsOf(c)
  const inventory = await loadWithin(c, asOf)
  // every kind on a sheet of its own, as an import reads it
  if (c.var.format === 'xlsx') return sendWorkbook(c, 'inventory', await writeInventoryWorkbook(inventory))
  const rows = toRowLists(inventory)
  const counts = Object.fromEntries(inventoryKinds.map((kind) => [kind, rows[kind].length]))
  const imported = added === undefined || changed === undefined ? null : { added, changed }
  return c.html(
    <InventoryPage
      frame={await frameOf(c, { asOf })}
      counts={counts as Record<InventoryKind, number>}
      imported={imported}
      last={(await findLastImport(c.var.deps.db)) ?? null}
      isUndone={undone !== undefined}
      refusal={refusal}
    />,
    refusal === null ? 200 : 409,
  )
}

async function showKind(c: WebContext) {
  const name = c.req.param('kind') ?? ''
  const kind = inventoryKinds.find((known) => known === name) ?? refuse('notFound', [name])
  return sendKind(c, kind)
}

async function sendKind<K extends InventoryKind>(c: WebContext, kind: K) {
  const asked = readQuery(c, { ...paging, ...ofMoment })
  const asOf = readAsOf(c)
  const inventory = await loadWithin(c, asOf)
  const all: Rows[K][] = toRowLists(inventory)[kind]
  // the file that an import reads: whole, whatever page was shown
  if (c.var.format === 'csv') return sendCsvText(c, kind, writeCsv(kind, all, { bom: true }))
  if (c.var.format === 'xlsx') return sendWorkbook(c, kind, await writeInventoryWorkbook(inventory, [kind]))
  const slice = { ...sliceOf(c, asked), total: all.length }
  const rows = all.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'json')
    return sendList(c, { items: rows, total: all.length, asOf: asOf ?? c.var.deps.now() })
  return c.html(
    <InventoryKindPage frame={await frameOf(c, { asOf })} kind={kind} rows={rows} slice={slice} />,
  )
}

/** Says what the files would do. Nothing is kept: the confirmation sends them again. */
async function previewImport(c: WebContext) {
  return previewFiles(c, await uploadedFiles(c))
}

/** The same for files that were made here. */
export async function previewFiles(c: WebContext, files: InventoryFile[]) {
  return showPreview(c, files, await tryImport(c, files))
}

async function doImport(c: WebContext) {
  const files = await sentFiles(c)
  const result = await tryImport(c, files)
  if (c.var.format === 'json' && result.problems.length > 0) return sayInvalid(c, result.problems)
  // the inventory may have changed since the preview, so that what was good then is not now
  if (result.problems.length > 0 || files.length === 0) return showPreview(c, files, result)
  const names = files.map(({ name }) => name)
  const by = c.var.session?.account ?? ''
  await recorded(c, async (db, tell) => {
    await c.var.deps.importInventory(result.changes, db, { by, files: names })
    await tell({ action: 'inventory.import', subject: names.join(' '), after: result.summary })
  })
  const sum = (of: 'added' | 'changed') =>
    inventoryKinds.reduce((total, kind) => total + result.summary[kind][of].length, 0)
  c.set('answer', { added: sum('added'), changed: sum('changed') })
  return c.redirect(`/inventory?added=${sum('added')}&changed=${sum('changed')}`, 303)
}

/** Takes back the import that the page showed as the last one. */
async function undo(c: WebContext) {
  const { number: [given = ''] = [] } = await readForm(c)
  const number = /^\d{1,9}$/.test(given) ? Number(given) : refuse('badRequest', ['number'])
  const refusal = await recorded(c, async (db, tell) => {
    const why = await c.var.deps.undoImport(number, db, c.var.session?.account ?? '')
    if (why === null) await tell({ action: 'inventory.undo', subject: given })
    return why
  })
  return refusal === null ? c.redirect('/inventory?undone=1', 303) : showInventory(c, refusal)
}

async function tryImport(c: WebContext, files: InventoryFile[]): Promise<ImportResult> {
  return readInventory(files, await loadInventory(c.var.deps.db))
}

async function showPreview(
  c: WebContext,
  files: InventoryFile[],
  { problems, summary, encodings }: ImportResult,
) {
  const carried = files.map(({ name, bytes }) => ({ name, content: Buffer.from(bytes).toString('base64') }))
  const page = (
    <ImportPreviewPage frame={await frameOf(c)} {...{ problems, summary, encodings }} files={carried} />
  )
  return c.html(page, problems.length > 0 || files.length === 0 ? 422 : 200)
}

/** What there was at a moment; now, everything that an import may speak of, ended or not. */
async function loadWithin(c: WebContext, asOf: Instant | null): Promise<Inventory> {
  const all = await loadInventory(c.var.deps.db, { asOf: asOf ?? undefined })
  const { reach } = c.var
  if (reach === null) return all
  const { units, assets, unitChanges = [] } = all
  return {
    unitChanges: unitChanges.filter(({ from, to }) => [...from, ...to].every((code) => reach.has(code))),
    units: withinReach(c, units, ({ code }) => code),
    assets: withinReach(c, assets, ({ unit }) => unit),
  }
}
