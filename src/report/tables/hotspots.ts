import type { HotspotReport } from '../monthly-report.ts'
import { type Cell, type Column, defineTable } from './table.ts'
import { namedUnits } from './words.ts'

type Named = HotspotReport & { unitName: string }

function column(
  vi: string,
  en: string,
  cell: (hotspot: Named) => Cell,
  looks: Partial<Column> = {},
): Column<Named> {
  return { header: { vi, en }, cell, ...looks }
}

export const hotspotTable = defineTable<Named>({
  title: { vi: 'Biểu 07. Wifi công cộng', en: 'Table 07. Public Wi-Fi' },
  rows: (report) => namedUnits(report, report.hotspots ?? []),
  columns: [
    column('Mã', 'Code', ({ code }) => code, { as: 'code', widthMm: 20 }),
    column('Điểm', 'Site', ({ name }) => name, { widthMm: 50 }),
    column('Đơn vị', 'Unit', ({ unitName }) => unitName, { widthMm: 45 }),
    column('Địa chỉ', 'Address', ({ address }) => address, { widthMm: 50 }),
    column('Nhà cung cấp', 'Provider', ({ provider }) => provider, { widthMm: 28 }),
    column('AP hợp đồng', 'APs of the contract', ({ apContracted }) => apContracted),
    column('SSID', 'SSID', ({ ssid }) => ssid, { widthMm: 28 }),
    column('Băng thông về (Mb/s)', 'Bandwidth down (Mb/s)', ({ downMbps }) => downMbps),
    column('Băng thông đi (Mb/s)', 'Bandwidth up (Mb/s)', ({ upMbps }) => upMbps),
  ],
  notes: ({ hotspots }) => [
    hotspots === undefined || hotspots.length === 0
      ? {
          vi: 'Danh mục chưa có điểm wifi công cộng nào.',
          en: 'The inventory has no public Wi-Fi site.',
        }
      : {
          vi: 'Số liệu theo hợp đồng. Trạng thái AP, lượt truy cập, dung lượng và IPv6 của người dùng chưa được đo trong kỳ.',
          en: 'From the contracts. APs online, sessions, traffic and IPv6 of clients were not measured in the period.',
        },
  ],
})
