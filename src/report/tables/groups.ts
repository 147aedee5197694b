import type { GroupReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { comparisonTexts, shared } from './words.ts'

export const groupTable = defineTable<GroupReport>({
  title: { vi: 'Biểu 01. Tổng hợp theo khối', en: 'Table 01. Summary by group' },
  rows: ({ groups }) => groups,
  key: ({ kind }) => kind,
  columns: [
    {
      header: { vi: 'Khối', en: 'Group' },
      cell: ({ kind }, locale) => shared[locale].unitKind[kind],
      widthMm: 34,
    },
    { header: { vi: 'Số đơn vị', en: 'Units' }, cell: ({ units }) => units, widthMm: 13 },
    ...[0, 1, 2, 3, 4, 5].map((level) => ({
      header: { vi: `Mức ${level}`, en: `Level ${level}` },
      cell: ({ levels }: GroupReport) => levels[level] ?? 0,
      widthMm: 11,
    })),
    { header: { vi: 'R trung bình', en: 'Mean R' }, cell: ({ score }) => score, as: 'score', widthMm: 16 },
    {
      header: { vi: 'R tối đa có thể', en: 'Highest possible R' },
      cell: ({ scoreMax }) => scoreMax,
      as: 'score',
      widthMm: 16,
    },
    { header: { vi: 'Độ phủ', en: 'Coverage' }, cell: ({ coverage }) => coverage, as: 'share', widthMm: 16 },
    {
      header: { vi: 'Số đơn vị so sánh', en: 'Units compared' },
      cell: ({ comparedUnits }) => comparedUnits,
      widthMm: 15,
    },
    {
      header: { vi: 'R kỳ trước của các đơn vị so sánh', en: 'Previous R of the units compared' },
      cell: ({ previousScore }) => previousScore,
      as: 'score',
      widthMm: 20,
    },
    {
      header: { vi: 'Tăng, giảm (điểm)', en: 'Change (points)' },
      cell: ({ change }) => change,
      as: 'change',
      widthMm: 16,
    },
    {
      header: { vi: 'Ghi chú', en: 'Note' },
      widthMm: 46,
      cell: ({ comparison, newUnits, changedUnits, endedUnits }, locale) =>
        [
          comparisonTexts[comparison][locale],
          named({ vi: 'đơn vị mới', en: 'new' }[locale], newUnits),
          named({ vi: 'thay đổi hồ sơ', en: 'profile changed' }[locale], changedUnits),
          named({ vi: 'không còn', en: 'ended' }[locale], endedUnits),
        ]
          .filter((part) => part !== '')
          .join('; '),
    },
  ],
})

function named(what: string, codes: string[]): string {
  return codes.length === 0 ? '' : `${what}: ${codes.join(' ')}`
}
