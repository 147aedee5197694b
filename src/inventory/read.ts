import type { Inventory } from '../model/inventory.ts'
import type { TextEncoding } from './decode-text.ts'
import { type FieldChange, fieldChanges } from './field-changes.ts'
import { type InventoryKind, inventoryKinds, type Rows } from './kinds.ts'
import { prefixProblems } from './prefix-problems.ts'
import type { Problem } from './problem.ts'
import { type InventoryFile, type ReadRow, readFile } from './read-file.ts'
import { codeProblems, parentProblems, referenceProblems } from './references.ts'
import { type RowLists, toInventory, toRowLists } from './rows.ts'
import { applyUnitChanges, withdrawnProblems } from './unit-changes.ts'

type KindSummary = {
  added: string[]
  changed: { code: string; fields: FieldChange[] }[]
  unchanged: number
}

export type ImportResult = {
  /** Every mistake, in the order of files and rows. With any of them, nothing is to be saved. */
  problems: Problem[]
  /** What saving would do; all empty when there are problems. */
  summary: Record<InventoryKind, KindSummary>
  /** The units and assets to save: those added and those changed. */
  changes: Inventory
  /** Files that are not UTF-8, and how they were read: for a person to see whether that is right. */
  encodings: { file: string; encoding: TextEncoding }[]
}

/**
 * What importing the files into `existing` would do. Rows add or replace by their code; what no file speaks of stays as
 * it is, rows and columns, so nothing is deleted by leaving it out. Pure: nothing is saved.
 */
export function readInventory(files: InventoryFile[], existing: Inventory): ImportResult {
  const before = toRowLists(existing)
  const read = files.flatMap((file) => readFile(file, before))
  const given = read.flatMap((file) => file.rows)
  const { rows, problems: changeProblems } = applyUnitChanges(given, before)
  const lost = new Set(read.flatMap((file) => file.lost))
  const order = new Map(read.map(({ name }, i) => [name, i]))
  const problems = [
    ...read.flatMap((file) => file.problems),
    ...codeProblems(given, before),
    ...referenceProblems(given, before, lost),
    ...parentProblems(given, before),
    ...prefixProblems(given, before),
    ...changeProblems,
    ...withdrawnProblems(given, existing),
  ].sort((a, b) => (order.get(a.file) ?? 0) - (order.get(b.file) ?? 0) || (a.row ?? 0) - (b.row ?? 0))
  // people look for a column by the name that it has in their file
  const nameOf = new Map(read.map((one) => [one.name, one.nameOf]))
  for (const one of problems) one.column = nameOf.get(one.file)?.get(one.column ?? '') ?? one.column
  const after = emptyLists()
  const summary = Object.fromEntries(
    inventoryKinds.map((kind) => [
      kind,
      problems.length > 0 ? noChange() : compare(kind, rows, before, after),
    ]),
  ) as ImportResult['summary']
  const encodings = read.flatMap(({ name, encoding }) => (encoding ? [{ file: name, encoding }] : []))
  return { problems, summary, changes: toInventory(after), encodings }
}

function emptyLists(): RowLists {
  return { units: [], devices: [], services: [], lines: [], hotspots: [], prefixes: [], unit_changes: [] }
}

function noChange(): KindSummary {
  return { added: [], changed: [], unchanged: 0 }
}

/** Puts the rows to save into `after` and says what they are. Rows are equal when all their cells are. */
function compare<K extends InventoryKind>(
  kind: K,
  rows: ReadRow[],
  before: RowLists,
  after: RowLists,
): KindSummary {
  const known = new Map<string, Rows[K]>(before[kind].map((row) => [row.code, row]))
  const summary = noChange()
  for (const row of rows) {
    if (row.kind !== kind) continue
    const now = row.values as Rows[K] // complete: without problems every row is
    const was = known.get(now.code)
    const fields = fieldChanges(kind, was, now)
    if (!was) summary.added.push(now.code)
    else if (fields.length > 0) summary.changed.push({ code: now.code, fields })
    else summary.unchanged++
    if (!was || fields.length > 0) after[kind].push(now)
  }
  return summary
}
