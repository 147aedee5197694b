import type { FigureKind, Figures } from '../model/figures.ts'
import type { Day } from '../model.ts'
import { type Flaw, flaw } from './problem.ts'

type Found = Flaw & { column: string }
/** A cell that could not be read is undefined, and no rule speaks about it. */
type RowRule<Row> = (row: Partial<Row>, today: Day) => (Found | false)[]

/** What is wrong with a row of figures whose cells are each right. */
export const figureRules: { [K in FigureKind]: RowRule<Figures[K]> } = {
  projects: ({ documentNumber, documentDate, ipv6FromUse, ipv6Document }, today) => [
    notAfter('document_date', documentDate, today),
    documentDate != null && documentNumber === '' && needsDocument('document_number'),
    ipv6FromUse === 'yes' && ipv6Document === '' && needsDocument('ipv6_document'),
  ],
  milestones: ({ planned, actual, documentNumber, documentDate }, today) => [
    planned === null &&
      actual === null && {
        column: 'planned',
        ...flaw('required', 'cần ngày kế hoạch hoặc ngày thực hiện', 'needs the day planned or the day done'),
      },
    notAfter('actual', actual, today),
    notAfter('document_date', documentDate, today),
    documentDate != null && documentNumber === '' && needsDocument('document_number'),
  ],
  antimalware: (row, today) => [
    notAfter('day', row.day, today),
    notMore('seen_7d', row.seen7d, 'agents', row.agents),
    notMore('updated_7d', row.updated7d, 'seen_7d', row.seen7d),
    row.national === 'yes' && row.nationalDocument === '' && needsDocument('connected_document'),
    row.national === 'yes' &&
      row.nationalDate === null && {
        column: 'connected_date',
        ...flaw(
          'required',
          'đã kết nối thì phải có ngày chia sẻ gần nhất',
          'connected, so the last exchange has a day',
        ),
      },
    row.day !== undefined && notAfter('connected_date', row.nationalDate, row.day),
  ],
  web_counts: ({ day, requests, botRequests }, today) => [
    notAfter('day', day, today),
    notMore('bot_requests', botRequests, 'requests', requests),
  ],
}

function notAfter(column: string, day: Day | null | undefined, last: Day): Found | false {
  return (
    day != null &&
    day > last && { column, ...flaw('future_day', `${day} sau ngày ${last}`, `${day} is after ${last}`) }
  )
}

function notMore(
  column: string,
  part: number | undefined,
  of: string,
  whole: number | undefined,
): Found | false {
  return (
    part !== undefined &&
    whole !== undefined &&
    part > whole && {
      column,
      ...flaw('more_than_whole', `${part} lớn hơn ${of} ${whole}`, `${part} is more than ${of} ${whole}`),
    }
  )
}

function needsDocument(column: string): Found {
  return {
    column,
    ...flaw(
      'document_missing',
      'phải có số văn bản chứng minh',
      'needs the number of the document that proves it',
    ),
  }
}
