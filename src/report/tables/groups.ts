import type { GroupReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { comparisonTexts, shared } from './words.ts'

export const groupTable = defineTable<GroupReport>({
  title: { vi: 'Biểu 01. Tổng hợp theo khối', en: 'Table 01. Summary by group' },
  rows: ({ groups }) => groups,
  columns: [
    { header: { vi: 'Khối', en: 'Group' }, cell: ({ kind }, locale) => shared[locale].unitKind[kind] },
    { header: { vi: 'Số đơn vị', en: 'Units' }, cell: ({ units }) => units },
    ...[0, 1, 2, 3, 4, 5].map((level) => ({
      header: { vi: `Mức ${level}`, en: `Level ${level}` },
      cell: ({ levels }: GroupReport) => levels[level] ?? 0,
    })),
    { header: { vi: 'R trung bình', en: 'Mean R' }, cell: ({ score }) => score },
    { header: { vi: 'R tối đa có thể', en: 'Highest possible R' }, cell: ({ scoreMax }) => scoreMax },
    { header: { vi: 'Độ phủ', en: 'Coverage' }, cell: ({ coverage }) => coverage },
    {
      header: { vi: 'Số đơn vị so sánh', en: 'Units compared' },
      cell: ({ comparedUnits }) => comparedUnits,
    },
    {
      header: { vi: 'R kỳ trước của các đơn vị so sánh', en: 'Previous R of the units compared' },
      cell: ({ previousScore }) => previousScore,
    },
    { header: { vi: 'Tăng, giảm (điểm)', en: 'Change (points)' }, cell: ({ change }) => change },
    {
      header: { vi: 'Ghi chú', en: 'Note' },
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
