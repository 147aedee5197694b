import { formatDay } from '../i18n/format.ts'
import type { UnitDocument } from '../model/documents.ts'
import type { Instant, Text } from '../model.ts'
import { dayOf } from '../report/period.ts'
import type { DocumentRef } from './assessment.ts'
import { joined } from './wording.ts'

const hourMs = 3_600_000

/** How long a statement on ADR-01 counts. */
export const blockTtlHours = 365 * 24

/** Whether a document still speaks at a moment: not past its last day, and not older than the criterion allows. */
export function isInForce(
  { until, enteredAt }: UnitDocument,
  ttlHours: number | null,
  asOf: Instant,
): boolean {
  if (until !== null && dayOf(asOf) > until) return false
  return ttlHours === null || Date.parse(asOf) - Date.parse(enteredAt) <= ttlHours * hourMs
}

/** "Văn bản số 12/KH-UBND ngày 05/01/2022, Nguyễn Văn A ký, đến hết 31/12/2023". */
export function citation({ number, date, signer, until }: UnitDocument): Text {
  const said = {
    vi: `văn bản số ${number} ngày ${formatDay(date, 'vi')}, ${signer} ký`,
    en: `document ${number} of ${formatDay(date, 'en')}, signed by ${signer}`,
  }
  if (until === null) return said
  return joined(said, {
    vi: `, có giá trị đến hết ${formatDay(until, 'vi')}`,
    en: `, valid until ${formatDay(until, 'en')}`,
  })
}

export function refOf({ id, number, date }: UnitDocument): DocumentRef {
  return { id, number, date }
}

/** The newest statement on a criterion. */
export function statementOn(subject: string, documents: UnitDocument[]): UnitDocument | undefined {
  return documents.find((one) => one.kind === 'attestation' && one.subject === subject)
}

/** The blocks that statements on ADR-01 give, as far as they are in force. */
export function blocksOf(documents: UnitDocument[], asOf: Instant): string[] {
  const one = statementOn('ADR-01', documents)
  return one && isInForce(one, blockTtlHours, asOf) ? [one.values.prefix ?? []].flat() : []
}
