import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { DocumentPage } from '../../../views/document.tsx'
import { DocumentFormPage } from '../../../views/document-form.tsx'
import { type DocumentRow, DocumentsPage } from '../../../views/documents.tsx'
import { compareNames } from '../../inventory/search.ts'
import { type DocumentKind, documentKinds, type UnitDocument } from '../../model/documents.ts'
import type { Unit } from '../../model/inventory.ts'
import { loadPlanAt } from '../../plan-file.ts'
import type { UnknownReason } from '../../readiness/criterion.ts'
import { documentState } from '../../readiness/document-state.ts'
import { dayOf } from '../../report/period.ts'
import {
  addDocument,
  findDocument,
  listDocuments,
  type NewDocument,
  readAttachment,
  withdrawDocument,
} from '../../store/documents.ts'
import { beat } from '../../store/heartbeats.ts'
import { findUnit, listAssets, listUnits } from '../../store/inventory.ts'
import { type CsvColumn, sendCsv, sendJson, sendList } from '../data.ts'
import { answersFlaw, type FieldProblem, isSubject, readDocument, type Sent } from '../document-form.ts'
import { judgeProvince } from '../province.ts'
import { choice, paging, readAsOf, readQuery, searchText, sliceOf, sorting } from '../query.ts'
import { unitOfDocument, withinReach } from '../reach.ts'
import { recorded } from '../recorded.ts'
import { refuse } from '../refuse.ts'
import { frameOf } from '../show.ts'
import type { Page, WebContext } from '../web.ts'

export const documentPages: Page[] = [
  { method: 'GET', path: '/documents', rule: 'own', formats: ['json', 'csv'], handle: showDocuments },
  { method: 'POST', path: '/documents', rule: 'engineer', handle: enterDocument },
  { method: 'GET', path: '/documents/new', rule: 'engineer', handle: showForm },
  {
    method: 'GET',
    path: '/documents/:document',
    rule: 'unit',
    unitsOf: unitOfDocument,
    formats: ['json'],
    handle: showDocument,
  },
  {
    method: 'GET',
    path: '/documents/:document/file',
    rule: 'unit',
    unitsOf: unitOfDocument,
    handle: sendFile,
  },
  { method: 'POST', path: '/documents/:document/withdraw', rule: 'engineer', handle: withdraw },
]

const query = {
  ...paging,
  kind: choice(documentKinds),
  unit: searchText,
  state: choice(['in_force', 'ends_soon', 'expired', 'withdrawn']),
  sort: sorting(['enteredAt']),
  asOf: z.string().optional(), // readAsOf reads it
}

async function showDocuments(c: WebContext) {
  const { deps } = c.var
  const { kind, unit, state, sort, ...asked } = readQuery(c, query)
  const asOf = readAsOf(c)
  const at = asOf ?? deps.now()
  const units = new Map(
    withinReach(c, await listUnits(deps.db), ({ code }) => code).map((one) => [one.code, one]),
  )
  const listed = await listDocuments(deps.db, { asOf: at, kind, units: unit ? [unit] : undefined })
  const documents = withinReach(c, listed, (document) => document.unit)
  const all = documents
    .map(
      (document): DocumentRow => ({
        document,
        unit: units.get(document.unit),
        state: documentState(document, at),
      }),
    )
    .filter((row) => state === undefined || row.state.name === state)
  if (sort?.descending === false) all.reverse()
  const slice = { ...sliceOf(c, asked), total: all.length }
  const rows = all.slice(slice.offset, slice.offset + slice.limit)
  if (c.var.format === 'json') return sendList(c, { items: rows.map(toItem), total: all.length, asOf: at })
  if (c.var.format === 'csv') return sendCsv(c, 'documents', columns, rows)
  return c.html(
    <DocumentsPage
      frame={await frameOf(c, { asOf })}
      rows={rows}
      units={[...units.values()].sort((a, b) => compareNames(a.name, b.name))}
      slice={slice}
      query={{ kind, unit, state }}
      unknown={await unknownReasons(c, at)}
    />,
  )
}

async function unknownReasons(c: WebContext, at: string) {
  const counts = new Map<UnknownReason, number>()
  const judged = withinReach(c, await judgeProvince(c.var.deps, at), ({ unit }) => unit.code)
  for (const { readiness } of judged)
    for (const { reason } of readiness.verdicts) if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
}

async function showForm(c: WebContext) {
  const { unit, kind, subject } = readQuery(c, {
    unit: searchText,
    kind: choice(documentKinds),
    subject: searchText,
  })
  const about = await readAbout(c, { unit, kind, subject })
  return sendForm(c, about, { texts: {}, file: null }, [])
}

async function enterDocument(c: WebContext) {
  const { deps, words, session } = c.var
  const sent = await readSent(c)
  const about = await readAbout(c, sent.texts)
  const assets = await listAssets(deps.db, { unit: about.unit.code })
  const read = readDocument(sent, { ...about, today: dayOf(deps.now()), assets }, words.t)
  if ('problems' in read) return sendForm(c, about, sent, read.problems)
  const flaw =
    about.kind === 'attestation' ? answersFlaw(about.subject, read.document.values, words.locale) : null
  if (flaw !== null) return sendForm(c, about, sent, [flaw])
  const id = randomUUID()
  const entered: NewDocument = {
    ...read.document,
    id,
    unit: about.unit.code,
    kind: about.kind,
    subject: about.subject,
    enteredAt: deps.now(),
    enteredBy: session?.account ?? '',
    file: read.file && { name: read.file.name, body: new Uint8Array(await read.file.arrayBuffer()) },
  }
  await recorded(c, async (db, tell) => {
    await addDocument(db, entered)
    if (movesChecks(about)) await beat(db, 'inventory', deps.now())
    const after = { ...entered, file: entered.file?.name ?? null }
    await tell({ action: 'document.enter', subject: id, after })
  })
  return c.redirect(`/documents/${id}?saved=yes`, 303)
}

/** Whether checks follow from it: then the scheduler makes them anew at its next tick. */
function movesChecks({ kind, subject }: Pick<UnitDocument, 'kind' | 'subject'>): boolean {
  return kind === 'attestation' && subject === 'SEC-01'
}

type About = { unit: Unit; kind: DocumentKind; subject: string }

/** What a form is about; a link of ours always names all three. */
async function readAbout(
  c: WebContext,
  of: { unit?: string | undefined; kind?: string | undefined; subject?: string | undefined },
): Promise<About> {
  const kind = documentKinds.find((known) => known === of.kind) ?? refuse('badRequest', ['kind'])
  const subject = of.subject ?? ''
  const { plan } = await loadPlanAt(c.var.deps.db, c.var.deps.now())
  if (!isSubject(kind, subject, plan)) refuse('badRequest', ['subject'])
  const unit = await findUnit(c.var.deps.db, of.unit ?? '')
  return { unit: unit ?? refuse('badRequest', ['unit']), kind, subject }
}

async function readSent(c: WebContext): Promise<Sent> {
  const body = await c.req.parseBody()
  const texts = Object.entries(body).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  )
  const { file } = body
  return { texts: Object.fromEntries(texts), file: file instanceof File && file.size > 0 ? file : null }
}

async function sendForm(c: WebContext, about: About, { texts }: Sent, problems: FieldProblem[]) {
  const assets = await listAssets(c.var.deps.db, { unit: about.unit.code })
  const page = (
    <DocumentFormPage frame={await frameOf(c)} {...about} assets={assets} texts={texts} problems={problems} />
  )
  return c.html(page, problems.length > 0 ? 422 : 200)
}

async function showDocument(c: WebContext) {
  const { deps } = c.var
  const { saved } = readQuery(c, { saved: choice(['yes']) })
  const document = await requireDocument(c)
  const state = documentState(document, deps.now())
  const unit = await findUnit(deps.db, document.unit)
  if (c.var.format === 'json') return sendJson(c, toItem({ document, unit, state }))
  const page = (
    <DocumentPage
      frame={await frameOf(c)}
      document={document}
      unit={unit}
      state={state}
      saved={saved === 'yes'}
    />
  )
  return c.html(page)
}

/** The file as it was sent, to be saved and never shown by the browser: it may be anything. */
async function sendFile(c: WebContext) {
  const { file } = await requireDocument(c)
  const body = file && (await readAttachment(c.var.deps.db, file.sha256))
  if (!file || !body) refuse('notFound')
  return c.body(Uint8Array.from(body), 200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${extended(file.name)}`,
  })
}

/** A file's name in a header (RFC 8187). */
function extended(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)
}

async function withdraw(c: WebContext) {
  const { deps, session } = c.var
  const document = await requireDocument(c)
  const { id } = document
  await recorded(c, async (db, tell) => {
    await withdrawDocument(db, id, { at: deps.now(), by: session?.account ?? '' })
    if (movesChecks(document)) await beat(db, 'inventory', deps.now())
    await tell({ action: 'document.withdraw', subject: id, before: document })
  })
  return c.redirect(`/documents/${id}`, 303)
}

async function requireDocument(c: WebContext) {
  const id = c.req.param('document') ?? ''
  return (await findDocument(c.var.deps.db, id)) ?? refuse('notFound', [id])
}

function toItem({ document, unit, state }: DocumentRow) {
  return { ...document, unitName: unit?.name ?? null, state: state.name, endsOn: state.endsOn }
}

const columns: CsvColumn<DocumentRow>[] = [
  ['id', ({ document }) => document.id],
  ['unit', ({ document }) => document.unit],
  ['unit_name', ({ unit }) => unit?.name ?? null],
  ['kind', ({ document }) => document.kind],
  ['subject', ({ document }) => document.subject],
  ['asset_kind', ({ document }) => document.asset?.kind ?? null],
  ['asset_code', ({ document }) => document.asset?.code ?? null],
  ['number', ({ document }) => document.number],
  ['date', ({ document }) => document.date],
  ['signer', ({ document }) => document.signer],
  ['owner', ({ document }) => document.owner],
  ['until', ({ document }) => document.until],
  ['ends_on', ({ state }) => state.endsOn],
  ['state', ({ state }) => state.name],
  ['file', ({ document }) => document.file?.name ?? null],
  ['file_sha256', ({ document }) => document.file?.sha256 ?? null],
  ['entered_at', ({ document }) => document.enteredAt],
  ['entered_by', ({ document }) => document.enteredBy],
  ['withdrawn_at', ({ document }) => document.withdrawnAt],
]
