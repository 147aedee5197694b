import type { Day, Instant } from '../model.ts'
import type { AssetKind } from './inventory.ts'

/**
 * - `attestation`: answers to what a criterion asks of people; it never stands in for a measurement
 * - `not_applicable`: a flag of the profile that the unit does not have, though units of its kind do
 * - `exception`: what cannot be made to pass yet, with an owner and the day by which it is retired
 * - `task`: that a task of the plan is done which no criterion proves
 */
export const documentKinds = ['attestation', 'not_applicable', 'exception', 'task'] as const
export type DocumentKind = (typeof documentKinds)[number]

export type UnitDocument = {
  id: string
  unit: string
  kind: DocumentKind
  /** Id of the criterion; of `not_applicable` the flag, of `task` the code of the task. */
  subject: string
  /** The asset that an exception is about; null for all that the criterion concerns. */
  asset: { kind: AssetKind; code: string } | null
  /** Number and symbol, as "12/KH-UBND". */
  number: string
  date: Day
  signer: string
  /** Who answers for an exception. */
  owner: string
  /** What was answered to the criterion's questions, by the names of its fields. */
  values: Record<string, string>
  note: string
  /** Last day on which it holds; null where only the age of the statement ends it. */
  until: Day | null
  file: { name: string; sha256: string; bytes: number } | null
  enteredAt: Instant
  enteredBy: string
  withdrawnAt: Instant | null
  withdrawnBy: string | null
}
