import type { TaskReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { dueText, taskTexts } from './words.ts'

export const taskTable = defineTable<TaskReport>({
  title: { vi: 'Biểu 09. Tiến độ nhiệm vụ', en: 'Table 09. Progress of tasks' },
  rows: ({ tasks }) => tasks,
  key: ({ code }) => code,
  columns: [
    { header: { vi: 'Mã', en: 'Code' }, cell: ({ code }) => code, as: 'code', widthMm: 12 },
    { header: { vi: 'Nhiệm vụ', en: 'Task' }, cell: ({ name }, locale) => name[locale], widthMm: 56 },
    { header: { vi: 'Chủ trì', en: 'Lead' }, cell: ({ lead }, locale) => lead[locale], widthMm: 28 },
    { header: { vi: 'Hạn', en: 'Due' }, cell: ({ due }) => due, as: 'day' },
    {
      header: { vi: 'Sản phẩm', en: 'Deliverable' },
      cell: ({ deliverable }, locale) => deliverable[locale],
      widthMm: 28,
    },
    { header: { vi: 'Số đơn vị đạt', en: 'Units done' }, cell: ({ done }) => done },
    { header: { vi: 'Số đơn vị chưa xác định', en: 'Units unknown' }, cell: ({ unknown }) => unknown },
    { header: { vi: 'Số đơn vị áp dụng', en: 'Units concerned' }, cell: ({ units }) => units },
    { header: { vi: 'Tiến độ', en: 'Progress' }, cell: ({ share }) => share, as: 'share' },
    {
      header: { vi: 'Trạng thái', en: 'State' },
      widthMm: 28,
      cell: ({ state, daysPastDue }, locale) => taskTexts[state][locale] + dueText(daysPastDue, locale),
    },
    {
      header: { vi: 'Văn bản', en: 'Document' },
      widthMm: 30,
      cell: ({ documents }) => documents?.join('; ') ?? '',
    },
  ],
})
