import type { Text } from '../../model.ts'
import type { Indicator, IndicatorId } from '../monthly-report.ts'
import { defineTable } from './table.ts'
import { shared } from './words.ts'

const names: Record<IndicatorId, Text> = {
  plan: { vi: 'Có kế hoạch chuyển đổi IPv6', en: 'Has an IPv6 plan' },
  portals: {
    vi: 'Cổng thông tin điện tử, Cổng dịch vụ công chạy IPv6',
    en: 'Portal and public-service portal on IPv6',
  },
  resources: { vi: 'Có địa chỉ IP và số hiệu mạng độc lập', en: 'Has its own addresses and AS number' },
  traffic: { vi: 'Tỷ lệ lưu lượng IPv6', en: 'Share of IPv6 traffic' },
}

export const indicatorTable = defineTable<Indicator>({
  title: { vi: 'Biểu 02. Bốn chỉ số quốc gia', en: 'Table 02. The four national indicators' },
  rows: ({ indicators }) => indicators,
  key: ({ id }) => id,
  columns: [
    { header: { vi: 'Chỉ số', en: 'Indicator' }, cell: ({ id }, locale) => names[id][locale], widthMm: 70 },
    {
      header: { vi: 'Giá trị (0 đến 1)', en: 'Value (0 to 1)' },
      short: { vi: 'Giá trị', en: 'Value' },
      cell: ({ value }) => value,
      as: 'share',
    },
    { header: { vi: 'Số đạt', en: 'Passed' }, cell: ({ passed }) => passed },
    { header: { vi: 'Tổng số', en: 'Of' }, cell: ({ total }) => total },
    { header: { vi: 'Số chưa xác định', en: 'Unknown' }, cell: ({ unknown }) => unknown },
    {
      header: { vi: 'Kỳ trước', en: 'Previous period' },
      cell: ({ previousValue }) => previousValue,
      as: 'share',
    },
    { header: { vi: 'Chỉ tiêu 2022', en: 'Target 2022' }, cell: ({ target2022 }) => target2022, as: 'share' },
    { header: { vi: 'Chỉ tiêu 2025', en: 'Target 2025' }, cell: ({ target2025 }) => target2025, as: 'share' },
    {
      header: { vi: 'Ghi chú', en: 'Note' },
      widthMm: 30,
      cell: ({ value }, locale) => (value === null ? shared[locale].verdict.unknown : ''),
    },
  ],
})
