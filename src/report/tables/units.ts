import type { Verdict } from '../../readiness/criterion.ts'
import type { UnitReport } from '../monthly-report.ts'
import { type Column, defineTable } from './table.ts'
import { comparisonTexts, shared } from './words.ts'

const verdicts: Verdict[] = ['pass', 'partial', 'fail', 'unknown', 'na']

export const unitTable = defineTable<UnitReport>({
  title: { vi: 'Biểu 03. Chi tiết đơn vị', en: 'Table 03. Units in detail' },
  rows: ({ units }) => units,
  columns: [
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ code }) => code },
    { header: { vi: 'Đơn vị', en: 'Unit' }, cell: ({ name }) => name },
    { header: { vi: 'Khối', en: 'Group' }, cell: ({ kind }, locale) => shared[locale].unitKind[kind] },
    { header: { vi: 'Trực thuộc', en: 'Parent' }, cell: ({ parent }) => parent },
    { header: { vi: 'Mức', en: 'Level' }, cell: ({ level }) => level },
    {
      header: { vi: 'Cấp áp dụng', en: 'Highest level that applies' },
      cell: ({ levelReachable }) => levelReachable,
    },
    { header: { vi: 'R', en: 'R' }, cell: ({ score }) => score },
    { header: { vi: 'R tối đa có thể', en: 'Highest possible R' }, cell: ({ scoreMax }) => scoreMax },
    { header: { vi: 'Độ phủ', en: 'Coverage' }, cell: ({ coverage }) => coverage },
    ...verdicts.map(
      (verdict): Column<UnitReport> => ({
        header: { vi: shared.vi.verdict[verdict], en: shared.en.verdict[verdict] },
        cell: ({ counts }) => counts[verdict],
      }),
    ),
    { header: { vi: 'R kỳ trước', en: 'Previous R' }, cell: ({ previousScore }) => previousScore },
    { header: { vi: 'Thay đổi (điểm)', en: 'Change (points)' }, cell: ({ change }) => change },
    {
      header: { vi: 'Ghi chú', en: 'Note' },
      cell: ({ enoughData, comparison, broken }, locale) =>
        [
          enoughData ? '' : shared[locale].level.notEnoughData,
          comparisonTexts[comparison][locale],
          broken.length === 0 ? '' : `${{ vi: 'IPv6 hỏng', en: 'broken IPv6' }[locale]}: ${broken.join(' ')}`,
        ]
          .filter((part) => part !== '')
          .join('; '),
    },
  ],
})
