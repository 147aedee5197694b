import type { TargetReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { dueText, targetTexts } from './words.ts'

export const targetTable = defineTable<TargetReport>({
  title: { vi: 'Biểu 01a. Chỉ tiêu kế hoạch', en: 'Table 01a. Targets of the plan' },
  rows: ({ targets }) => targets,
  key: ({ id }) => id,
  columns: [
    { header: { vi: 'Chỉ tiêu', en: 'Target' }, cell: ({ name }, locale) => name[locale], widthMm: 82 },
    { header: { vi: 'Hạn', en: 'By' }, cell: ({ date }) => date, as: 'day' },
    { header: { vi: 'Tỷ lệ cần đạt', en: 'Share wanted' }, cell: ({ wanted }) => wanted, as: 'share' },
    { header: { vi: 'Tỷ lệ đã đạt', en: 'Share reached' }, cell: ({ share }) => share, as: 'share' },
    {
      header: { vi: 'Chênh lệch (điểm phần trăm)', en: 'Gap (points)' },
      cell: ({ gapPoints }) => gapPoints,
      as: 'change',
    },
    { header: { vi: 'Số đơn vị đạt', en: 'Units done' }, cell: ({ done }) => done },
    { header: { vi: 'Số đơn vị chưa xác định', en: 'Units unknown' }, cell: ({ unknown }) => unknown },
    { header: { vi: 'Số đơn vị áp dụng', en: 'Units concerned' }, cell: ({ units }) => units },
    {
      header: { vi: 'Trạng thái', en: 'State' },
      widthMm: 34,
      cell: ({ state, daysPastDue }, locale) => targetTexts[state][locale] + dueText(daysPastDue, locale),
    },
  ],
})
