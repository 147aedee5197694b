import type { Day } from '../model.ts'

/** What people add to a report before it is signed. It is kept apart from the frozen figures and never moves them. */
export type Office = {
  superior: string
  /** A line end stands where it is to be broken. */
  issuer: string
  /** What follows the number: "BC-STTTT". */
  symbol: string
  place: string
  /** Given by the clerical office; empty until then. */
  number: string
  date: Day | null
  addressees: string[]
  /** "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC". */
  authority: string[]
  signer: string
  recipients: string[]
  /** Sections I and V, a paragraph a line. */
  direction: string
  proposals: string
  /** The day on which it was sent, and which version. */
  sentOn: Day | null
  sentVersion: number | null
}

/** Before anybody has entered anything; whoever enters first changes what is not theirs. */
export const defaultOffice: Office = {
  superior: 'UBND TỈNH HẢI DƯƠNG',
  issuer: 'SỞ THÔNG TIN\nVÀ TRUYỀN THÔNG',
  symbol: 'BC-STTTT',
  place: 'Hải Dương',
  number: '',
  date: null,
  addressees: ['Ủy ban nhân dân tỉnh', 'Ban Chỉ đạo Chuyển đổi số tỉnh'],
  authority: ['GIÁM ĐỐC'],
  signer: '',
  recipients: ['Như trên', 'Lãnh đạo Sở', 'Lưu: VT, CNTT'],
  direction: '',
  proposals: '',
  sentOn: null,
  sentVersion: null,
}

/** What a new report takes over from the one before: who writes to whom, and never what it says, its number or its day. */
export function inherited(before: Office | null): Office {
  if (before === null) return defaultOffice
  return { ...before, number: '', date: null, direction: '', proposals: '', sentOn: null, sentVersion: null }
}

export type Missing = 'number' | 'date' | 'signer' | 'direction' | 'proposals'

/** What must be entered before the report can be sent. */
export function missingOf({ number, date, signer, direction, proposals }: Office): Missing[] {
  const entered = {
    number: number !== '',
    date: date !== null,
    signer: signer !== '',
    direction: direction.trim() !== '',
    proposals: proposals.trim() !== '',
  }
  return (Object.keys(entered) as Missing[]).filter((key) => !entered[key])
}
