import type { Text } from '../../model.ts'
import type { AddressReport } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { namedUnits, shared } from './words.ts'

type Named = AddressReport & { unitName: string }

const sources: Record<string, Text> = {
  vnnic: { vi: 'VNNIC (độc lập)', en: 'VNNIC (provider-independent)' },
  province: { vi: 'phân bổ từ vùng của tỉnh', en: "from the province's block" },
  isp: { vi: 'nhà cung cấp (phụ thuộc)', en: 'provider (provider-assigned)' },
}

export const addressTable = defineTable<Named>({
  title: { vi: 'Biểu 05. Địa chỉ và kết nối Internet', en: 'Table 05. Addresses and Internet lines' },
  rows: (report) => namedUnits(report, report.addresses ?? []),
  key: ({ unit, prefix, line }) => [unit, prefix, line].join(' '),
  columns: [
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ unit }) => unit, as: 'code', widthMm: 0 },
    { header: { vi: 'Đơn vị', en: 'Unit' }, cell: ({ unitName }) => unitName, widthMm: 52 },
    { header: { vi: 'Vùng địa chỉ', en: 'Address block' }, cell: ({ prefix }) => prefix, widthMm: 42 },
    {
      header: { vi: 'Nguồn', en: 'Source' },
      cell: ({ source }, locale) => (source === null ? null : (sources[source]?.[locale] ?? source)),
      widthMm: 38,
    },
    { header: { vi: 'ASN', en: 'ASN' }, cell: ({ asn }) => asn, widthMm: 20 },
    { header: { vi: 'BGP', en: 'BGP' }, cell: ({ bgp }, locale) => shared[locale].verdict[bgp], widthMm: 24 },
    {
      header: { vi: 'Tuyến mặc định ::/0', en: 'Default route ::/0' },
      cell: ({ defaultRoute }, locale) => shared[locale].verdict[defaultRoute],
      widthMm: 26,
    },
    { header: { vi: 'Đường Internet', en: 'Internet line' }, cell: ({ line }) => line, widthMm: 26 },
    { header: { vi: 'Nhà cung cấp', en: 'Provider' }, cell: ({ provider }) => provider, widthMm: 26 },
  ],
  notes: ({ addresses }) =>
    addresses === undefined || addresses.length === 0
      ? [
          {
            vi: 'Chưa có đơn vị nào khai báo vùng địa chỉ IPv6 kèm văn bản còn hiệu lực hoặc đường Internet riêng.',
            en: 'No unit has stated an IPv6 block with a document in force, or an Internet line of its own.',
          },
        ]
      : [],
})
