import type { Locale } from '../../model.ts'
import type { LineReport } from '../monthly-report.ts'
import { type Cell, type Column, defineTable } from './table.ts'

type Measured = NonNullable<LineReport['figures']>

/** A column of what was measured: empty where nothing is kept. */
function measured(
  vi: string,
  en: string,
  cell: (figures: Measured, locale: Locale) => Cell,
): Column<LineReport> {
  return { header: { vi, en }, cell: ({ figures }, locale) => (figures ? cell(figures, locale) : null) }
}

const marks = {
  exact: { vi: '', en: '' },
  estimate: { vi: 'ước lượng', en: 'estimate' },
  whole_device: { vi: 'toàn thiết bị', en: 'whole device' },
}

export const lineTable = defineTable<LineReport>({
  title: { vi: 'Biểu 06. Đường truyền số liệu chuyên dùng', en: 'Table 06. Leased lines' },
  rows: ({ lines }) => lines ?? [],
  columns: [
    { header: { vi: 'Mã đơn vị', en: 'Unit code' }, cell: ({ unit }) => unit },
    { header: { vi: 'Đường truyền', en: 'Line' }, cell: ({ code }) => code },
    { header: { vi: 'Nhà cung cấp', en: 'Provider' }, cell: ({ provider }) => provider },
    { header: { vi: 'CIR về (Mb/s)', en: 'CIR down (Mb/s)' }, cell: ({ cirDownMbps }) => cirDownMbps },
    { header: { vi: 'CIR đi (Mb/s)', en: 'CIR up (Mb/s)' }, cell: ({ cirUpMbps }) => cirUpMbps },
    measured('p95 về (Mb/s)', 'p95 down (Mb/s)', ({ p95DownMbps }) => p95DownMbps),
    measured('p95 đi (Mb/s)', 'p95 up (Mb/s)', ({ p95UpMbps }) => p95UpMbps),
    measured('p95 / CIR', 'p95 / CIR', ({ p95OfCir }) => p95OfCir),
    measured('Độ phủ lưu lượng', 'Coverage of traffic', ({ trafficCoverage }) => trafficCoverage),
    measured('Sẵn sàng (%)', 'Availability (%)', ({ availabilityPct }) => availabilityPct),
    {
      header: { vi: 'Cam kết theo hợp đồng (%)', en: 'Committed by the contract (%)' },
      cell: ({ slaAvailabilityPct }) => slaAvailabilityPct,
    },
    measured('Cách tính', 'Accounting method', ({ method }) => method),
    measured('Gián đoạn (phút)', 'Down (minutes)', ({ minutes }) => minutes.down),
    measured('Bảo trì (phút)', 'Maintenance (minutes)', ({ minutes }) => minutes.maintenance),
    measured(
      'Không đo được (phút)',
      'Not measured (minutes)',
      ({ minutes }) => minutes.void + minutes.unmeasured,
    ),
    measured('Mất IPv6 (phút)', 'Without IPv6 (minutes)', ({ minutes }) => minutes.degraded_v6),
    measured('Số sự cố', 'Incidents', ({ incidents }) => incidents),
    measured('MTTR (phút)', 'MTTR (minutes)', ({ mttrMinutes }) => mttrMinutes),
    measured('Trễ hạn', 'Late', ({ late }) => late),
    measured('Mất gói IPv4', 'IPv4 loss', ({ ipv4 }) => ipv4?.loss ?? null),
    measured('RTT p95 IPv4 (ms)', 'IPv4 p95 RTT (ms)', ({ ipv4 }) => ipv4?.rttP95Ms ?? null),
    measured('Mất gói IPv6', 'IPv6 loss', ({ ipv6 }) => ipv6?.loss ?? null),
    measured('RTT p95 IPv6 (ms)', 'IPv6 p95 RTT (ms)', ({ ipv6 }) => ipv6?.rttP95Ms ?? null),
    measured('Tỷ lệ IPv6', 'IPv6 share', ({ ipv6Share }) => ipv6Share),
    measured('Cách đo IPv6', 'How IPv6 is measured', ({ ipv6ShareMark }, locale) =>
      ipv6ShareMark === null ? null : marks[ipv6ShareMark][locale],
    ),
  ],
})
