import type { Verdict } from '../../readiness/criterion.ts'
import type { UnitReport } from '../monthly-report.ts'
import { type Column, defineTable } from './table.ts'
import { comparisonTexts, shared } from './words.ts'

const verdicts: Verdict[] = ['pass', 'partial', 'fail', 'unknown', 'na']

export const unitTable = defineTable<UnitReport>({
  title: { vi: 'Biểu 03. Chi tiết đơn vị', en: 'Table 03. Units in detail' },
  rows: ({ units }) => units,
  key: ({ code }) => code,
  columns: [
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ code }) => code, as: 'code', widthMm: 14 },
    { header: { vi: 'Đơn vị', en: 'Unit' }, cell: ({ name }) => name, widthMm: 44 },
    {
      header: { vi: 'Khối', en: 'Group' },
      cell: ({ kind }, locale) => shared[locale].unitKind[kind],
      widthMm: 0,
    },
    { header: { vi: 'Trực thuộc', en: 'Parent' }, cell: ({ parent }) => parent, as: 'code', widthMm: 0 },
    { header: { vi: 'Mức', en: 'Level' }, cell: ({ level }) => level, widthMm: 10 },
    {
      header: { vi: 'Cấp áp dụng', en: 'Highest level that applies' },
      cell: ({ levelReachable }) => levelReachable,
      short: { vi: 'Cấp áp dụng', en: 'Highest level' },
      widthMm: 12,
    },
    { header: { vi: 'R', en: 'R' }, cell: ({ score }) => score, as: 'score', widthMm: 13 },
    {
      header: { vi: 'R tối đa có thể', en: 'Highest possible R' },
      cell: ({ scoreMax }) => scoreMax,
      as: 'score',
      widthMm: 15,
    },
    { header: { vi: 'Độ phủ', en: 'Coverage' }, cell: ({ coverage }) => coverage, as: 'share', widthMm: 15 },
    ...verdicts.map(
      (verdict): Column<UnitReport> => ({
        header: { vi: shared.vi.verdict[verdict], en: shared.en.verdict[verdict] },
        cell: ({ counts }) => counts[verdict],
        widthMm: 13,
      }),
    ),
    {
      header: { vi: 'R kỳ trước', en: 'Previous R' },
      cell: ({ previousScore }) => previousScore,
      as: 'score',
      widthMm: 14,
    },
    {
      header: { vi: 'Thay đổi (điểm)', en: 'Change (points)' },
      cell: ({ change }) => change,
      as: 'change',
      widthMm: 14,
    },
    {
      header: { vi: 'Ghi chú', en: 'Note' },
      widthMm: 52,
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
