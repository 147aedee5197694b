import type { ReportCriterion, UnitReport, VerdictReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { shared } from './words.ts'

type Unknown = { unit: UnitReport; verdict: VerdictReport; criterion: ReportCriterion | undefined }

export const unknownTable = defineTable<Unknown>({
  title: { vi: 'Biểu 10. Chưa xác định và miễn trừ', en: 'Table 10. Unknown and exempted' },
  rows: ({ units, catalogue }) =>
    units.flatMap((unit) =>
      unit.verdicts
        .filter(({ verdict }) => verdict === 'unknown')
        .map((verdict) => ({
          unit,
          verdict,
          criterion: catalogue.criteria.find(({ id }) => id === verdict.id),
        })),
    ),
  columns: [
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ unit }) => unit.code },
    { header: { vi: 'Đơn vị', en: 'Unit' }, cell: ({ unit }) => unit.name },
    { header: { vi: 'Tiêu chí', en: 'Criterion' }, cell: ({ verdict }) => verdict.id },
    {
      header: { vi: 'Tên tiêu chí', en: 'Name of the criterion' },
      cell: ({ criterion }, locale) => criterion?.name[locale] ?? null,
    },
    {
      header: { vi: 'Lý do', en: 'Reason' },
      cell: ({ verdict: { reason } }, locale) => (reason === null ? null : shared[locale].reason[reason]),
    },
    { header: { vi: 'Từ ngày', en: 'Since' }, cell: ({ verdict }) => verdict.unknownSince },
    // exemptions are documents, and this release takes none yet
    { header: { vi: 'Văn bản miễn trừ', en: 'Document of exemption' }, cell: () => null },
    { header: { vi: 'Hạn', en: 'Until' }, cell: () => null },
  ],
})
