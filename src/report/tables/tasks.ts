import type { TaskReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { lateText, statusTexts } from './words.ts'

export const taskTable = defineTable<TaskReport>({
  title: { vi: 'Biểu 09. Tiến độ nhiệm vụ', en: 'Table 09. Progress of tasks' },
  rows: ({ tasks }) => tasks,
  columns: [
    { header: { vi: 'Mã', en: 'Code' }, cell: ({ code }) => code },
    { header: { vi: 'Nhiệm vụ', en: 'Task' }, cell: ({ name }, locale) => name[locale] },
    { header: { vi: 'Chủ trì', en: 'Lead' }, cell: ({ lead }, locale) => lead[locale] },
    { header: { vi: 'Hạn', en: 'Due' }, cell: ({ dueOn }) => dueOn },
    { header: { vi: 'Sản phẩm', en: 'Deliverable' }, cell: ({ deliverable }, locale) => deliverable[locale] },
    {
      header: { vi: 'Số đơn vị đạt', en: 'Units that pass' },
      cell: ({ progress }) => progress?.passed ?? null,
    },
    {
      header: { vi: 'Số đơn vị chưa xác định', en: 'Units unknown' },
      cell: ({ progress }) => progress?.unknown ?? null,
    },
    {
      header: { vi: 'Số đơn vị áp dụng', en: 'Units concerned' },
      cell: ({ progress }) => progress?.total ?? null,
    },
    {
      header: { vi: 'Trạng thái', en: 'Status' },
      cell: ({ status, daysLate }, locale) =>
        daysLate === null
          ? statusTexts[status][locale]
          : `${statusTexts[status][locale]} ${lateText(daysLate, locale)}`,
    },
    { header: { vi: 'Văn bản', en: 'Document' }, cell: ({ document }) => document },
  ],
})
