import type { Locale } from '../../model.ts'
import type { ExceptionReport, MonthlyReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { shared } from './words.ts'

/** Criteria of one unit that are unknown for one reason since one day, or one document that exempts it from something. */
type Unknown = {
  unit: { code: string; name: string }
  subjects: { id: string; name: { vi: string; en: string } | null }[]
  reason: string | null
  since: string | null
  document: ExceptionReport | null
}

export const unknownTable = defineTable<Unknown>({
  title: { vi: 'Biểu 10. Chưa xác định và miễn trừ', en: 'Table 10. Unknown and exempted' },
  rows: unknowns,
  paperRows: (report) => together(unknowns(report)),
  key: ({ unit, subjects, document }) =>
    [unit.code, ...subjects.map(({ id }) => id), document?.number].join(' '),
  columns: [
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ unit }) => unit.code, as: 'code', widthMm: 14 },
    { header: { vi: 'Đơn vị', en: 'Unit' }, cell: ({ unit }) => unit.name, widthMm: 48 },
    {
      header: { vi: 'Tiêu chí', en: 'Criterion' },
      cell: ({ subjects }) => subjects.map(({ id }) => id).join(', '),
      widthMm: 72,
    },
    {
      header: { vi: 'Tên tiêu chí', en: 'Name of the criterion' },
      cell: ({ subjects }, locale) => subjects[0]?.name?.[locale] ?? null,
      widthMm: 0,
    },
    {
      header: { vi: 'Lý do', en: 'Reason' },
      cell: ({ reason, document }, locale) =>
        document ? kinds[document.kind][locale] : reasonText(reason, locale),
      widthMm: 42,
    },
    { header: { vi: 'Từ ngày', en: 'Since' }, cell: ({ since }) => since, as: 'day' },
    {
      header: { vi: 'Văn bản miễn trừ', en: 'Document of exemption' },
      cell: ({ document }) => document?.number ?? null,
      widthMm: 32,
    },
    { header: { vi: 'Hạn', en: 'Until' }, cell: ({ document }) => document?.until ?? null, as: 'day' },
  ],
})

const kinds: Record<ExceptionReport['kind'], { vi: string; en: string }> = {
  exception: { vi: 'ngoại lệ có thời hạn', en: 'exception until a day' },
  not_applicable: { vi: 'không áp dụng theo văn bản', en: 'does not apply, by a document' },
}

function reasonText(reason: string | null, locale: Locale): string | null {
  const texts: Record<string, string> = shared[locale].reason
  return reason === null ? null : (texts[reason] ?? reason)
}

function unknowns({ units, catalogue, exceptions = [] }: MonthlyReport): Unknown[] {
  const names = new Map(catalogue.criteria.map(({ id, name }) => [id, name]))
  const subject = (id: string) => ({ id, name: names.get(id) ?? null })
  return units.flatMap((unit) => [
    ...unit.verdicts
      .filter(({ verdict }) => verdict === 'unknown')
      .map(({ id, reason, unknownSince }) => ({
        unit,
        subjects: [subject(id)],
        reason,
        since: unknownSince,
        document: null,
      })),
    ...exceptions
      .filter((one) => one.unit === unit.code)
      .map((document) => ({
        unit,
        subjects: [subject(document.subject)],
        reason: null,
        since: document.date,
        document,
      })),
  ])
}

/** One row where units, reason and day agree, so that paper does not repeat a line for each criterion. */
function together(rows: Unknown[]): Unknown[] {
  const merged = new Map<string, Unknown>()
  for (const row of rows) {
    const { unit, reason, since, document } = row
    const key = JSON.stringify([unit.code, reason, since, document?.number, document?.until, document?.kind])
    const same = merged.get(key)
    merged.set(key, same ? { ...same, subjects: [...same.subjects, ...row.subjects] } : row)
  }
  return [...merged.values()]
}
