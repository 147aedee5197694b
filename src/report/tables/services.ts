import type { Text } from '../../model.ts'
import type { ServiceReport } from '../monthly-report.ts'
import { type Column, defineTable } from './table.ts'
import { failureText, namedUnits, shared } from './words.ts'

type Named = ServiceReport & { unitName: string }

const answers: [key: 'aaaa' | 'access' | 'content' | 'dnssec', header: Text][] = [
  ['aaaa', { vi: 'AAAA', en: 'AAAA' }],
  ['access', { vi: 'Truy cập', en: 'Access' }],
  ['content', { vi: 'Nội dung', en: 'Content' }],
  ['dnssec', { vi: 'DNSSEC', en: 'DNSSEC' }],
]

export const serviceTable = defineTable<Named>({
  title: { vi: 'Biểu 04. Cổng và dịch vụ', en: 'Table 04. Portals and services' },
  rows: (report) => namedUnits(report, report.services),
  key: ({ code }) => code,
  columns: [
    { header: { vi: 'Tên miền', en: 'Host' }, cell: ({ host }) => host, widthMm: 60 },
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ unit }) => unit, as: 'code', widthMm: 0 },
    { header: { vi: 'Đơn vị', en: 'Unit' }, cell: ({ unitName }) => unitName, widthMm: 50 },
    ...answers.map(
      ([key, header]): Column<Named> => ({
        header,
        cell: (service, locale) => shared[locale].verdict[service[key]],
        widthMm: 22,
      }),
    ),
    {
      header: { vi: 'Lỗi', en: 'Failure' },
      cell: ({ failure }, locale) => failureText(failure, locale),
      widthMm: 40,
    },
    { header: { vi: 'Số ngày đạt trong kỳ', en: 'Days passed' }, cell: ({ daysPassed }) => daysPassed },
    { header: { vi: 'Số ngày trong kỳ', en: 'Days in the period' }, cell: ({ days }) => days },
  ],
})
