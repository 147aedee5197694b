import type { Locale } from '../../model.ts'
import type { LineReport } from '../monthly-report.ts'
import { type Cell, type Column, defineTable } from './table.ts'
import { namedUnits } from './words.ts'

/** With the incidents that it fell in, by root cause; null where none are known of. */
type Named = LineReport & { unitName: string; fell: number | null }
type Measured = NonNullable<LineReport['figures']>

/** A column of what was measured: empty where nothing is kept. */
function measured(
  vi: string,
  en: string,
  cell: (figures: Measured, locale: Locale) => Cell,
  looks: Pick<Column, 'as' | 'widthMm' | 'short'> = {},
): Column<Named> {
  return {
    header: { vi, en },
    cell: ({ figures }, locale) => (figures ? cell(figures, locale) : null),
    ...looks,
  }
}

const marks = {
  exact: { vi: '', en: '' },
  estimate: { vi: 'ước lượng', en: 'estimate' },
  whole_device: { vi: 'toàn thiết bị', en: 'whole device' },
}
const filesOnly = { widthMm: 0 }

export const lineTable = defineTable<Named>({
  title: { vi: 'Biểu 06. Đường truyền số liệu chuyên dùng', en: 'Table 06. Leased lines' },
  rows: (report) =>
    namedUnits(report, report.lines ?? []).map((line) => ({
      ...line,
      fell: report.incidents?.filter(({ lines }) => lines.includes(line.code)).length ?? null,
    })),
  key: ({ code }) => code,
  columns: [
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ unit }) => unit, as: 'code', widthMm: 0 },
    { header: { vi: 'Đơn vị', en: 'Unit' }, cell: ({ unitName }) => unitName, widthMm: 34 },
    { header: { vi: 'Đường truyền', en: 'Line' }, cell: ({ code }) => code, widthMm: 22 },
    { header: { vi: 'Nhà cung cấp', en: 'Provider' }, cell: ({ provider }) => provider, widthMm: 18 },
    {
      header: { vi: 'CIR về (Mb/s)', en: 'CIR down (Mb/s)' },
      cell: ({ cirDownMbps }) => cirDownMbps,
      widthMm: 13,
    },
    { header: { vi: 'CIR đi (Mb/s)', en: 'CIR up (Mb/s)' }, cell: ({ cirUpMbps }) => cirUpMbps, widthMm: 0 },
    measured('p95 về (Mb/s)', 'p95 down (Mb/s)', ({ p95DownMbps }) => p95DownMbps, { widthMm: 13 }),
    measured('p95 đi (Mb/s)', 'p95 up (Mb/s)', ({ p95UpMbps }) => p95UpMbps, { widthMm: 13 }),
    measured('p95 / CIR', 'p95 / CIR', ({ p95OfCir }) => p95OfCir, { as: 'share', widthMm: 13 }),
    measured('Độ phủ lưu lượng', 'Coverage of traffic', ({ trafficCoverage }) => trafficCoverage, {
      as: 'share',
      widthMm: 0,
    }),
    measured('Sẵn sàng (%)', 'Availability (%)', ({ availabilityPct }) => availabilityPct, { widthMm: 14 }),
    {
      header: { vi: 'Cam kết theo hợp đồng (%)', en: 'Committed by the contract (%)' },
      short: { vi: 'SLA (%)', en: 'SLA (%)' },
      cell: ({ slaAvailabilityPct }) => slaAvailabilityPct,
      widthMm: 12,
    },
    measured('Cách tính', 'Accounting method', ({ method }) => method, filesOnly),
    measured('Gián đoạn (phút)', 'Down (minutes)', ({ minutes }) => minutes.down, { widthMm: 14 }),
    measured('Bảo trì (phút)', 'Maintenance (minutes)', ({ minutes }) => minutes.maintenance, filesOnly),
    measured(
      'Không đo được (phút)',
      'Not measured (minutes)',
      ({ minutes }) => minutes.void + minutes.unmeasured,
      { widthMm: 14 },
    ),
    measured('Mất IPv6 (phút)', 'Without IPv6 (minutes)', ({ minutes }) => minutes.degraded_v6, filesOnly),
    measured('Số lần gián đoạn', 'Outages', ({ incidents }) => incidents, { widthMm: 12 }),
    {
      header: { vi: 'Số sự cố (Biểu 06a)', en: 'Incidents (table 06a)' },
      short: { vi: 'Số sự cố', en: 'Incidents' },
      cell: ({ fell }) => fell,
      widthMm: 11,
    },
    measured('MTTR (phút)', 'MTTR (minutes)', ({ mttrMinutes }) => mttrMinutes, { widthMm: 14 }),
    measured('Trễ hạn', 'Late', ({ late }) => late, { widthMm: 10 }),
    measured('Mất gói IPv4', 'IPv4 loss', ({ ipv4 }) => ipv4?.loss ?? null, {
      as: 'small_share',
      widthMm: 16,
    }),
    measured('RTT p95 IPv4 (ms)', 'IPv4 p95 RTT (ms)', ({ ipv4 }) => ipv4?.rttP95Ms ?? null, { widthMm: 14 }),
    measured('Mất gói IPv6', 'IPv6 loss', ({ ipv6 }) => ipv6?.loss ?? null, {
      as: 'small_share',
      widthMm: 16,
    }),
    measured('RTT p95 IPv6 (ms)', 'IPv6 p95 RTT (ms)', ({ ipv6 }) => ipv6?.rttP95Ms ?? null, { widthMm: 14 }),
    measured('Tỷ lệ IPv6', 'IPv6 share', ({ ipv6Share }) => ipv6Share, { as: 'share', widthMm: 13 }),
    measured(
      'Cách đo IPv6',
      'How IPv6 is measured',
      ({ ipv6ShareMark }, locale) => (ipv6ShareMark === null ? null : marks[ipv6ShareMark][locale]),
      filesOnly,
    ),
  ],
  notes: ({ lines }) =>
    lines === undefined
      ? [
          {
            vi: 'Báo cáo này lập theo mẫu chưa có số liệu đường truyền.',
            en: 'This template has no lines yet.',
          },
        ]
      : lines.some(({ figures }) => figures === null)
        ? [
            {
              vi: 'Đường truyền có các ô ghi “–” chưa được đo trong kỳ; không coi là đạt hay không đạt.',
              en: 'Lines with “–” were not measured in the period; they count neither as met nor as missed.',
            },
          ]
        : [],
})
