import type { Text } from '../../model.ts'
import type { ServiceReport } from '../monthly-report.ts'
import { type Column, defineTable } from './table.ts'
import { shared } from './words.ts'

const answers: [key: 'aaaa' | 'access' | 'content' | 'dnssec', header: Text][] = [
  ['aaaa', { vi: 'AAAA', en: 'AAAA' }],
  ['access', { vi: 'Truy cập', en: 'Access' }],
  ['content', { vi: 'Nội dung', en: 'Content' }],
  ['dnssec', { vi: 'DNSSEC', en: 'DNSSEC' }],
]

export const serviceTable = defineTable<ServiceReport>({
  title: { vi: 'Biểu 04. Cổng và dịch vụ', en: 'Table 04. Portals and services' },
  rows: ({ services }) => services,
  columns: [
    { header: { vi: 'Tên miền', en: 'Host' }, cell: ({ host }) => host },
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ unit }) => unit },
    ...answers.map(
      ([key, header]): Column<ServiceReport> => ({
        header,
        cell: (service, locale) => shared[locale].verdict[service[key]],
      }),
    ),
    { header: { vi: 'Lỗi', en: 'Failure' }, cell: ({ failure }) => failure },
    { header: { vi: 'Số ngày đạt trong kỳ', en: 'Days passed' }, cell: ({ daysPassed }) => daysPassed },
    { header: { vi: 'Số ngày trong kỳ', en: 'Days in the period' }, cell: ({ days }) => days },
  ],
})
