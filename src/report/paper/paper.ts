import type { Day, Instant } from '../../model.ts'

/**
 * An administrative document as Nghị định 30/2020/NĐ-CP lays it out (domain rules 6.2), before it is written as DOCX or
 * HTML. All texts are finished Vietnamese; nothing is formatted later.
 */
export type Paper = {
  /** The bodies at the top left: the superior one, null where there is none, and the one that issues. */
  superior: string | null
  issuer: string
  /** "Số: 05/BC-STTTT"; without a number its place is left open. */
  number: string
  /** "Hải Dương, ngày 17 tháng 01 năm 2022"; without a date the day is left open. */
  placeAndDate: string
  /** "BÁO CÁO", and what it is about. */
  kind: string
  subject: string
  /** A line under the subject, as of a report that replaces another; null for none. */
  remark: string | null
  addressees: string[]
  body: Block[]
  /** "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC": a line each; and the name. */
  authority: string[]
  signer: string
  recipients: string[]
  appendices: Appendix[]
  /** Size of the body in points, 13 or 14 by the decree. */
  points: 13 | 14
  /** Said on top of every page of what must not be signed; null for what may. */
  warning: string | null
  /** The moment that files name as their making: of the data, never of the run. */
  madeAt: Instant
}

export type Block =
  | { kind: 'heading'; level: 1 | 2; text: string }
  | { kind: 'paragraph'; text: string }
  /** One of several, after a dash. */
  | { kind: 'item'; text: string }

export type Appendix = {
  /** "Phụ lục I". */
  name: string
  title: string
  /** "(Kèm theo Báo cáo số …)". */
  attachedTo: string
  tables: PaperTable[]
}

export type PaperTable = {
  title: string
  columns: { header: string; widthMm: number; align: 'left' | 'center' | 'right' }[]
  rows: string[][]
  /** What a reader must know of it; stands in its place when it has no rows. */
  notes: string[]
}

/** Page in millimetres, within the limits of Phụ lục I of the decree. */
export const page = { width: 210, height: 297, top: 20, bottom: 20, left: 30, right: 20 } as const

/** "ngày 17 tháng 01 năm 2022": days below 10 and the months 1 and 2 get a leading zero; parts not known stay open. */
export function longDate(day: Day | null): string {
  if (day === null) return 'ngày      tháng      năm        '
  const [year = '', month = '', date = ''] = day.split('-')
  return `ngày ${date} tháng ${Number(month) <= 2 ? month : Number(month)} năm ${year}`
}

/** "05/BC-STTTT": a number below 10 gets a leading zero; none yet leaves room for it. */
export function fullNumber(number: string, symbol: string): string {
  const digits = /^\d$/.test(number) ? `0${number}` : number
  return `${digits === '' ? '      ' : digits}/${symbol}`
}
