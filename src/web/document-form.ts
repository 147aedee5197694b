import { isIPv6 } from 'node:net'
import { Address6 } from 'ip-address'
import type { Messages } from '../i18n/messages.ts'
import type { DocumentKind, UnitDocument } from '../model/documents.ts'
import { type Asset, profileFlags } from '../model/inventory.ts'
import type { Day } from '../model.ts'
import type { AttestedField } from '../readiness/attested/attested.ts'
import { attested } from '../readiness/attested/index.ts'
import { criteria } from '../readiness/catalogue.ts'
import type { Plan } from '../readiness/plan.ts'

/** Larger than any scanned decision. */
const maxFileBytes = 8 * 1024 * 1024
const maxText = 500
const maxCount = 1_000_000

/** What the form sent: texts by field name, and the file. */
export type Sent = { texts: Record<string, string>; file: File | null }
export type FieldProblem = { field: string; message: string }

export type ReadDocument = {
  document: Omit<
    UnitDocument,
    'id' | 'unit' | 'kind' | 'subject' | 'file' | 'enteredAt' | 'enteredBy' | 'withdrawnAt' | 'withdrawnBy'
  >
  file: File | null
}

/**
 * What a document can be about: criteria that people answer, flags, tasks of the plan that no criterion proves, or any
 * criterion for an exception.
 */
export function isSubject(kind: DocumentKind, subject: string, plan: Plan): boolean {
  if (kind === 'task')
    return plan.tasks.some(({ code, criteria }) => code === subject && criteria.length === 0)
  if (kind === 'attestation') return Object.hasOwn(attested, subject)
  if (kind === 'not_applicable') return profileFlags.some((flag) => flag === subject)
  return criteria.some(({ id }) => id === subject)
}

/** Reads the whole form; every mistake comes back at once. The names of fields are those of the form. */
export function readDocument(
  { texts, file }: Sent,
  about: { kind: DocumentKind; subject: string; today: Day; assets: Asset[] },
  { documents: t }: Pick<Messages, 'documents'>,
): { problems: FieldProblem[] } | ReadDocument {
  const problems: FieldProblem[] = []
  const wrong = (field: string, message: string) => void problems.push({ field, message })
  const text = (field: string, { required = false } = {}): string => {
    const value = (texts[field] ?? '').normalize('NFC').trim()
    if (required && value === '') wrong(field, t.required)
    if (value.length > maxText) wrong(field, t.tooLong)
    if (/\p{Cc}/u.test(value.replaceAll(/[\r\n\t]/g, ' '))) wrong(field, t.control)
    return value
  }
  const day = (field: string, { required = false } = {}): Day | null => {
    const value = text(field, { required })
    if (value === '') return null
    if (isDay(value)) return value
    wrong(field, t.badDay)
    return null
  }
  const isException = about.kind === 'exception'
  const number = text('number', { required: true })
  const date = day('date', { required: true })
  if (date !== null && date > about.today) wrong('date', t.future)
  const signer = text('signer', { required: true })
  const owner = text('owner', { required: isException })
  const until = day('until', { required: isException })
  if (until !== null && date !== null && until < date) wrong('until', t.beforeDate)
  const asks = about.kind === 'attestation' ? attested[about.subject] : undefined
  const values = Object.fromEntries(
    (asks?.fields ?? []).map((field) => {
      const value = text(`answer.${field.name}`, { required: field.required ?? true })
      const problem = value === '' ? null : answerProblem(field, value, t)
      if (problem !== null) wrong(`answer.${field.name}`, problem)
      return [field.name, field.kind === 'prefix' && problem === null ? canonical(value) : value]
    }),
  )
  const note = text('note')
  const asset = text('asset')
  const found = about.assets.find(({ kind, code }) => `${kind}~${code}` === asset)
  if (asset !== '' && found === undefined) wrong('asset', t.unknownAsset)
  if (file === null && (about.kind === 'attestation' || about.kind === 'task')) wrong('file', t.required)
  if (file !== null && file.size > maxFileBytes) wrong('file', t.tooLarge)
  if (problems.length > 0 || date === null) return { problems }
  return {
    document: {
      number,
      date,
      signer,
      owner,
      until,
      values,
      note,
      asset: found === undefined ? null : { kind: found.kind, code: found.code },
    },
    file,
  }
}

/** The mistake of answers that only show together, in the language of the reader. */
export function answersFlaw(
  subject: string,
  values: UnitDocument['values'],
  locale: 'vi' | 'en',
): FieldProblem | null {
  const flaw = attested[subject]?.flaw?.(values)
  return flaw ? { field: `answer.${flaw.field}`, message: flaw.message[locale] } : null
}

function answerProblem(field: AttestedField, value: string, t: Messages['documents']): string | null {
  if (field.kind === 'choice')
    return field.options.some((option) => option.value === value) ? null : t.badChoice
  if (field.kind === 'count') return /^\d{1,7}$/.test(value) && Number(value) <= maxCount ? null : t.badNumber
  if (field.kind === 'prefix') return isBlock(value) ? null : t.badPrefix
  return null
}

function isBlock(value: string): boolean {
  const [address = '', length = '', ...rest] = value.split('/')
  if (rest.length > 0 || !isIPv6(address) || address.includes('%') || !/^\d{1,3}$/.test(length)) return false
  if (Number(length) > 128) return false
  const block = new Address6(value)
  return block.startAddress().correctForm() === block.correctForm()
}

function canonical(prefix: string): string {
  const block = new Address6(prefix)
  return `${block.correctForm()}/${block.subnetMask}`
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const at = new Date(`${text}T00:00:00.000Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text && text > '1990-01-01'
}
