import type { unitChanges as vi } from '../vi/unit-changes.ts'

export const unitChanges: typeof vi = {
  title: 'Changes of units',
  what: 'Merges, splits, renames and ends of units by their documents, imported as unit_changes.csv. A change entered by mistake is withdrawn with a reason and stays on record here.',
  none: 'No changes yet.',
  columns: { change: 'Change', units: 'Units', document: 'Document', state: 'State' },
  kinds: { merge: 'Merge', split: 'Split', rename: 'Rename', end: 'End' },
  noMore: 'no more',
  code: 'Code',
  note: 'Note',
  inForce: 'In force',
  withdrawn: 'Withdrawn',
  why: 'Reason for withdrawing',
  withdrawTitle: 'Withdraw a mistaken change',
  withdrawWhat:
    'The units become, on every day, as if this change had not been entered. Frozen reports and days judged already stay as they are. To enter the right change, import it with another code.',
  revived: (name) => `${name}: goes on, without a day on which it ends`,
  renamed: (name, day) => `Goes by the name ${name} again from ${day} on`,
  noEffect: 'No unit changes: the inventory no longer follows this change.',
  never: (name) => `${name} never was (clear this if the unit is real)`,
  hindered: 'Not withdrawn, and nothing was written. First put right:',
  hindrances: {
    later_rename: (name) => `${name} was renamed again after it; withdraw that rename first:`,
    assets: (name) => `Assets that belong to ${name}; import them with the right unit:`,
    members: (name) => `Units under ${name}:`,
    documents: (name) => `Documents were entered about ${name}, so it cannot be taken for never having been.`,
    other_changes: (name) => `Other changes that name ${name}:`,
  },
  withdraw: 'Withdraw this change',
}
