import type { inventory as vi } from '../vi/inventory.ts'

export const inventory: typeof vi = {
  title: 'Inventory',
  what: 'Units and assets of the province. Checks follow from it by themselves; nobody writes a check by hand.',
  asThen: 'This is the inventory of that moment; that of today also keeps what has ended.',
  table: 'What the inventory holds',
  columns: { kind: 'Kind', count: 'Count', file: 'File' },
  importTitle: 'Import CSV or Excel files',
  importWhat:
    'One CSV file per kind (UTF-8, UTF-16 or Windows-1258; comma, semicolon or tab) or one .xlsx sheet, with the column names of the files above in its first line; devices, prefixes and circuits may be in the columns of NetBox. Before anything is written, the next page lists every mistake by file, row and column, or every change; it is written when you confirm, all or nothing.',
  files: 'CSV or .xlsx files',
  workbook: 'The whole inventory as one Excel file (.xlsx)',
  readAs: (file, encoding) =>
    `${file} was read as ${encoding}. See below whether its letters are right before you write it.`,
  preview: 'Try',
  previewTitle: 'Before importing',
  problems: (count) => `${count} ${count === '1' ? 'mistake' : 'mistakes'}, nothing was written`,
  problemsWhat: 'Correct the files and try again.',
  problemColumns: { file: 'File', row: 'Row', column: 'Column', message: 'Mistake' },
  noProblems: 'No mistakes',
  nothingChanges: 'The files say what the inventory already says; there is nothing to write.',
  summaryColumns: { kind: 'Kind', added: 'Added', changed: 'Changed', unchanged: 'Unchanged' },
  changesTitle: 'Cells that change',
  changeColumns: { code: 'Code', column: 'Column', before: 'Before', after: 'After' },
  endingTitle: 'What ends',
  ending: (code, day) => `${code} (from ${day})`,
  addedTitle: 'Codes added',
  more: (count) => `and ${count} more`,
  confirm: 'Write to the inventory',
  cancel: 'Go back, write nothing',
  noFiles: 'No file was chosen.',
  imported: (added, changed) =>
    `Written: ${added} added, ${changed} changed. New checks run within a minute.`,
  lastTitle: 'The last import',
  lastWhat: (added, changed) => `${added} added, ${changed} changed`,
  undo: 'Take this import back',
  undoWhat:
    'From now on what it changed is again what it was before; what it added is no longer in the inventory. Evidence that was recorded stays.',
  undone: 'Taken back.',
  undoRefused: {
    not_the_last: 'Not taken back: there has been another import since.',
    undone: 'This import has been taken back already.',
    unit_changes:
      'Not taken back: the import told of changes of units (merges, splits, renames). Withdraw each on the page Changes of units (/unit-changes).',
    changed_since: 'Not taken back, these have changed since:',
    documents: 'Not taken back, documents have been entered about these units that it added:',
  },
  readOnly: 'Importing needs the role of engineer.',
  none: 'Nothing here yet.',
}
