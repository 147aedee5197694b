import type { Instant } from '../model.ts'

/** Who imported which files. */
export type Importer = { by: string; files: string[] }

/** One import: how many it added and changed, and whether it was taken back. */
export type ImportRecord = Importer & {
  number: number
  at: Instant
  added: number
  changed: number
  undone: { at: Instant; by: string } | null
}

/** Why an import is not taken back; `codes` are those that are no longer as it left them. */
export type UndoRefusal =
  | { why: 'not_the_last' | 'undone' | 'unit_changes' }
  | { why: 'changed_since' | 'documents'; codes: string[] }
