import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { DocumentKind, UnitDocument } from '../model/documents.ts'
import type { AssetKind } from '../model/inventory.ts'
import type { Instant } from '../model.ts'
import type { Database } from './database.ts'
import { inTransaction } from './in-transaction.ts'
import { everyUnit, revise } from './revisions.ts'
import type { Schema } from './schema.ts'

/** A document as it is entered; `file` comes with its bytes. */
export type NewDocument = Omit<UnitDocument, 'file' | 'withdrawnAt' | 'withdrawnBy'> & {
  file: { name: string; body: Uint8Array } | null
}

/** Enters a document with its file in one transaction. Nothing that was entered is ever changed or deleted. */
export async function addDocument(db: Database, { file, ...document }: NewDocument): Promise<void> {
  const sha256 = file && createHash('sha256').update(file.body).digest('hex')
  await inTransaction(db, async (transaction) => {
    if (file && sha256)
      await transaction
        .insertInto('attachment')
        .values({ sha256, size: file.body.length, body: file.body })
        .onConflict((conflict) => conflict.column('sha256').doNothing())
        .execute()
    await transaction
      .insertInto('document')
      .values({
        id: document.id,
        unit: document.unit,
        kind: document.kind,
        subject: document.subject,
        asset_kind: document.asset?.kind ?? null,
        asset_code: document.asset?.code ?? null,
        number: document.number,
        date: document.date,
        signer: document.signer,
        owner: document.owner,
        answers: JSON.stringify(document.values),
        note: document.note,
        until: document.until,
        file_name: file?.name ?? null,
        file_sha256: sha256,
        entered_at: document.enteredAt,
        entered_by: document.enteredBy,
        withdrawn_at: null,
        withdrawn_by: null,
      })
      .execute()
    await reviseWith(transaction, document.unit)
  })
}

/** Ends a document's effect from a moment on; what it proved before stays proven. False when that was done already. */
export async function withdrawDocument(
  db: Database,
  id: string,
  { at, by }: { at: Instant; by: string },
): Promise<boolean> {
  const withdrawn = await db
    .updateTable('document')
    .set({ withdrawn_at: at, withdrawn_by: by })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .returning('unit')
    .executeTakeFirst()
  if (withdrawn) await reviseWith(db, withdrawn.unit)
  return withdrawn !== undefined
}

/** All units inherit from the province's platform. */
async function reviseWith(db: Database, code: string): Promise<void> {
  const versions = await db.selectFrom('unit').select('kind').where('code', '=', code).execute()
  await revise(db, [versions.some(({ kind }) => kind === 'platform') ? everyUnit : code])
}

/** Documents entered by a moment, newest first; of these units or of one kind, or of all. */
export async function listDocuments(
  db: Database,
  { asOf, units, kind }: { asOf: Instant; units?: string[] | undefined; kind?: DocumentKind | undefined },
): Promise<UnitDocument[]> {
  const rows = await withSize(db)
    .where('entered_at', '<=', asOf)
    .$if(units !== undefined, (query) => query.where('unit', 'in', units ?? []))
    .$if(kind !== undefined, (query) => query.where('kind', '=', kind as string))
    .orderBy('entered_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return rows.map(toDocument)
}

export async function findDocument(db: Database, id: string): Promise<UnitDocument | undefined> {
  const row = await withSize(db).where('id', '=', id).executeTakeFirst()
  return row && toDocument(row)
}

/** The bytes of a file. Throws when they are no longer those that the hash was made of. */
export async function readAttachment(db: Database, sha256: string): Promise<Uint8Array | undefined> {
  const row = await db.selectFrom('attachment').select('body').where('sha256', '=', sha256).executeTakeFirst()
  if (row === undefined) return undefined
  if (createHash('sha256').update(row.body).digest('hex') !== sha256)
    throw new Error(`the file ${sha256} is damaged: its bytes have another hash`)
  return row.body
}

function withSize(db: Database) {
  return db
    .selectFrom('document')
    .leftJoin('attachment', 'attachment.sha256', 'document.file_sha256')
    .selectAll('document')
    .select('attachment.size')
}

function toDocument(row: Selectable<Schema['document']> & { size: number | null }): UnitDocument {
  const { file_name: name, file_sha256: sha256, asset_kind: kind, asset_code: code } = row
  return {
    id: row.id,
    unit: row.unit,
    kind: row.kind as DocumentKind,
    subject: row.subject,
    asset: kind === null || code === null ? null : { kind: kind as AssetKind, code },
    number: row.number,
    date: row.date,
    signer: row.signer,
    owner: row.owner,
    values: JSON.parse(row.answers),
    note: row.note,
    until: row.until,
    file: name === null || sha256 === null ? null : { name, sha256, bytes: row.size ?? 0 },
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
    withdrawnAt: row.withdrawn_at,
    withdrawnBy: row.withdrawn_by,
  }
}
