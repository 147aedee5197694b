import { wifiMethod } from '../../operations/wifi-figures.ts'
import type { Verdict } from '../../readiness/criterion.ts'
import type { HotspotReport, MonthlyReport } from '../monthly-report.ts'
import { type Column, defineTable } from './table.ts'
import { namedUnits, shared } from './words.ts'

/** With the name of its unit, and whether it gives IPv6 (WIF-01). */
type Named = HotspotReport & { unitName: string; ipv6: Verdict | null }

function column(
  vi: string,
  en: string,
  cell: Column<Named>['cell'],
  looks: Partial<Column> = {},
): Column<Named> {
  return { header: { vi, en }, cell, ...looks }
}

export const hotspotTable = defineTable<Named>({
  title: { vi: 'Biểu 07. Wifi công cộng', en: 'Table 07. Public Wi-Fi' },
  rows: (report) =>
    namedUnits(report, report.hotspots ?? []).map((one) => ({ ...one, ipv6: ipv6Of(report, one) })),
  key: ({ code }) => code,
  columns: [
    column('Mã', 'Code', ({ code }) => code, { as: 'code', widthMm: 20 }),
    column('Điểm', 'Site', ({ name }) => name, { widthMm: 50 }),
    column('Đơn vị', 'Unit', ({ unitName }) => unitName, { widthMm: 45 }),
    column('Địa chỉ', 'Address', ({ address }) => address, { widthMm: 50 }),
    column('Nhà cung cấp', 'Provider', ({ provider }) => provider, { widthMm: 28 }),
    column('AP hợp đồng', 'APs of the contract', ({ apContracted }) => apContracted),
    column('AP hoạt động (% số phút)', 'APs up (% of minutes)', ({ figures }) => figures?.apPct ?? null),
    column('Sẵn sàng của điểm (%)', 'Site in service (%)', ({ figures }) => figures?.sitePct ?? null),
    column('Phút AP ngừng', 'AP minutes down', ({ figures }) => figures?.apMinutes.down ?? null),
    column('Phút AP không đo được', 'AP minutes not measured', ({ figures }) =>
      figures ? figures.apMinutes.void + figures.apMinutes.unmeasured : null,
    ),
    column('SSID', 'SSID', ({ ssid }) => ssid, { widthMm: 28 }),
    column('Băng thông về (Mb/s)', 'Bandwidth down (Mb/s)', ({ downMbps }) => downMbps),
    column('Băng thông đi (Mb/s)', 'Bandwidth up (Mb/s)', ({ upMbps }) => upMbps),
    column('p95 / hợp đồng', 'p95 / contract', ({ figures }) => figures?.p95OfContract ?? null),
    column('Đồng thời lớn nhất', 'Most at once', ({ figures }) => figures?.clientsMost ?? null),
    column('Ngày có số liệu', 'Days with client figures', ({ figures }) => figures?.daysTold ?? null),
    column('Dung lượng (GB)', 'Volume (GB)', ({ figures }) => figures?.volumeGb ?? null),
    column('IPv6 (WIF-01)', 'IPv6 (WIF-01)', ({ ipv6 }, locale) => ipv6 && shared[locale].verdict[ipv6]),
  ],
  notes: ({ hotspots }) => [
    hotspots === undefined || hotspots.length === 0
      ? {
          vi: 'Danh mục chưa có điểm wifi công cộng nào.',
          en: 'The inventory has no public Wi-Fi site.',
        }
      : {
          vi: `AP, điểm, băng thông và người dùng theo phút và ngày đo được (${wifiMethod.id}); ô trống là chưa đo được. Lượt truy cập không được đo.`,
          en: `Access points, sites, bandwidth and clients by what was measured (${wifiMethod.id}); an empty cell was not. Sessions are not measured.`,
        },
  ],
})

/** Of the site; in reports from before sites were judged, of its unit. */
function ipv6Of({ units }: MonthlyReport, { unit, code }: HotspotReport): Verdict | null {
  const ofUnit = units.find((one) => one.code === unit)?.verdicts.find(({ id }) => id === 'WIF-01')
  const own = ofUnit?.assets.find((asset) => asset.kind === 'hotspot' && asset.code === code)
  return own?.verdict ?? ofUnit?.verdict ?? null
}
