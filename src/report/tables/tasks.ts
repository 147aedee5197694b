import type { TaskReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { dueText, taskTexts } from './words.ts'

export const taskTable = defineTable<TaskReport>({
  title: { vi: 'Biểu 09. Tiến độ nhiệm vụ', en: 'Table 09. Progress of tasks' },
  rows: ({ tasks }) => tasks,
  columns: [
    { header: { vi: 'Mã', en: 'Code' }, cell: ({ code }) => code },
    { header: { vi: 'Nhiệm vụ', en: 'Task' }, cell: ({ name }, locale) => name[locale] },
    { header: { vi: 'Chủ trì', en: 'Lead' }, cell: ({ lead }, locale) => lead[locale] },
    { header: { vi: 'Hạn', en: 'Due' }, cell: ({ due }) => due },
    { header: { vi: 'Sản phẩm', en: 'Deliverable' }, cell: ({ deliverable }, locale) => deliverable[locale] },
    { header: { vi: 'Số đơn vị đạt', en: 'Units done' }, cell: ({ done }) => done },
    { header: { vi: 'Số đơn vị chưa xác định', en: 'Units unknown' }, cell: ({ unknown }) => unknown },
    { header: { vi: 'Số đơn vị áp dụng', en: 'Units concerned' }, cell: ({ units }) => units },
    { header: { vi: 'Tiến độ', en: 'Progress' }, cell: ({ share }) => share },
    {
      header: { vi: 'Trạng thái', en: 'State' },
      cell: ({ state, daysPastDue }, locale) => taskTexts[state][locale] + dueText(daysPastDue, locale),
    },
    // this release records no documents about tasks yet
    { header: { vi: 'Văn bản', en: 'Document' }, cell: () => null },
  ],
})
