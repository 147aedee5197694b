import type { ProfileFlag, Unit } from '../../model/inventory.ts'
import type { Text } from '../../model.ts'

/** Over which time a criterion of operations counts. */
type OperationsPeriod = 'month' | 'now' | '30_days' | '180_days'

/** A question of index O, the operation of lines, public Wi-Fi, anti-malware and projects (domain rules 2.5). */
export type OperationsCriterion = {
  id: string
  name: Text
  /** What is measured, with its limits. */
  how: Text
  weight: number
  period: OperationsPeriod
  /** Whether it applies to a unit with these flags. */
  appliesTo(unit: Pick<Unit, 'kind'>, flags: ReadonlySet<ProfileFlag>): boolean
}

const hasLine: OperationsCriterion['appliesTo'] = (_unit, flags) => flags.has('has_tslcd')
const hasWifi: OperationsCriterion['appliesTo'] = (_unit, flags) => flags.has('has_public_wifi')
const always = () => true

/** The criteria of O, in the order in which they are shown. None of them raises or lowers R. */
export const operationsCriteria: readonly OperationsCriterion[] = [
  {
    id: 'OPS-TS-01',
    name: { vi: 'Độ sẵn sàng TSLCD', en: 'Leased-line availability' },
    how: {
      vi: 'Độ sẵn sàng trong tháng. Đạt khi không dưới mức hợp đồng; đạt một phần khi kém không quá 0,5 điểm.',
      en: 'Availability over the month. Passes at the contracted level; partial within 0.5 points of it.',
    },
    weight: 3,
    period: 'month',
    appliesTo: hasLine,
  },
  {
    id: 'OPS-TS-02',
    name: { vi: 'Mức sử dụng băng thông', en: 'Bandwidth use' },
    how: {
      vi: 'Phân vị 95 của chiều lớn hơn chia cho băng thông cam kết (CIR). Đạt khi không quá 80%; đạt một phần khi không quá 95%.',
      en: '95th percentile of the busier direction divided by the committed rate (CIR). Passes up to 80 %; partial up to 95 %.',
    },
    weight: 2,
    period: 'month',
    appliesTo: hasLine,
  },
  {
    id: 'OPS-TS-03',
    name: { vi: 'Tỷ lệ lỗi', en: 'Error rate' },
    how: {
      vi: 'Gói lỗi chiều vào chia cho tổng số gói vào. Đạt khi không quá 10⁻⁵; đạt một phần khi không quá 10⁻³.',
      en: 'Packets received in error divided by all received. Passes up to 10⁻⁵; partial up to 10⁻³.',
    },
    weight: 1,
    period: 'month',
    appliesTo: hasLine,
  },
  {
    id: 'OPS-TS-04',
    name: { vi: 'Độ trễ, mất gói', en: 'Delay and loss' },
    how: {
      vi: 'Độ trễ phân vị 95 và tỷ lệ mất gói (không tính lúc gián đoạn) so với hợp đồng. Đạt khi cả hai trong hạn mức; đạt một phần khi một trong hai.',
      en: 'p95 round-trip time and loss (outages left out) against the contract. Passes when both are within it; partial when one is.',
    },
    weight: 2,
    period: 'month',
    appliesTo: hasLine,
  },
  {
    id: 'OPS-TS-05',
    name: { vi: 'Thời gian khắc phục', en: 'Time to restore' },
    how: {
      vi: 'Tỷ lệ sự cố khắc phục trong thời hạn hợp đồng. Đạt khi 100% hoặc không có sự cố; đạt một phần từ 90%.',
      en: 'Share of incidents restored within the contracted time. Passes at 100 % or with none; partial from 90 %.',
    },
    weight: 2,
    period: 'month',
    appliesTo: hasLine,
  },
  {
    id: 'OPS-TS-06',
    name: { vi: 'Đơn vị đã có TSLCD', en: 'Unit has a leased line' },
    how: {
      vi: 'Đơn vị có đường truyền số liệu chuyên dùng đang hoạt động. Đạt một phần khi chỉ có đường dự phòng.',
      en: 'The unit has a leased line in service. Partial with a backup line only.',
    },
    weight: 2,
    period: 'now',
    appliesTo: hasLine,
  },
  {
    id: 'OPS-WF-01',
    name: { vi: 'AP hoạt động', en: 'Access points up' },
    how: {
      vi: 'Số phút AP hoạt động chia cho số phút AP theo hợp đồng. Đạt từ 98%; đạt một phần từ 95%.',
      en: 'Minutes of access points up divided by minutes contracted. Passes from 98 %; partial from 95 %.',
    },
    weight: 2,
    period: 'month',
    appliesTo: hasWifi,
  },
  {
    id: 'OPS-WF-02',
    name: { vi: 'Điểm phục vụ', en: 'Sites in service' },
    how: {
      vi: 'Số phút mỗi điểm có ít nhất một AP hoạt động. Đạt từ 99%; đạt một phần từ 97%.',
      en: 'Minutes in which a site has at least one access point up. Passes from 99 %; partial from 97 %.',
    },
    weight: 2,
    period: 'month',
    appliesTo: hasWifi,
  },
  {
    id: 'OPS-WF-03',
    name: { vi: 'Tải đường truyền Wi-Fi', en: 'Load of the Wi-Fi line' },
    how: {
      vi: 'Phân vị 95 chia cho băng thông hợp đồng. Đạt khi không quá 80%; đạt một phần khi không quá 95%.',
      en: '95th percentile divided by the contracted rate. Passes up to 80 %; partial up to 95 %.',
    },
    weight: 1,
    period: 'month',
    appliesTo: hasWifi,
  },
  {
    id: 'OPS-WF-04',
    name: { vi: 'Số liệu người dùng', en: 'User figures' },
    how: {
      vi: 'Tỷ lệ ngày có số liệu người dùng. Đạt từ 95%; đạt một phần từ 80%.',
      en: 'Share of days with client figures. Passes from 95 %; partial from 80 %.',
    },
    weight: 1,
    period: 'month',
    appliesTo: hasWifi,
  },
  {
    id: 'OPS-AM-01',
    name: { vi: 'Tỷ lệ máy cài phòng chống mã độc', en: 'Endpoints with anti-malware' },
    how: {
      vi: 'Số máy đã cài chia cho số máy đang dùng, lấy số máy thấy trên mạng khi lớn hơn số khai báo. Đạt khi 100%; đạt một phần từ 90%.',
      en: 'Agents divided by endpoints in use, counted on the network where that is more than declared. Passes at 100 %; partial from 90 %.',
    },
    weight: 3,
    period: '30_days',
    appliesTo: always,
  },
  {
    id: 'OPS-AM-02',
    name: { vi: 'Cập nhật, báo cáo tập trung', en: 'Updates and central reports' },
    how: {
      vi: 'Tỷ lệ máy có báo cáo trong 7 ngày với mẫu nhận diện không quá 7 ngày. Đạt từ 95%; đạt một phần từ 80%.',
      en: 'Share of endpoints seen within 7 days with signatures of at most 7 days. Passes from 95 %; partial from 80 %.',
    },
    weight: 2,
    period: '30_days',
    appliesTo: always,
  },
  {
    id: 'OPS-AM-03',
    name: { vi: 'Chia sẻ dữ liệu với hệ thống quốc gia', en: 'Data shared with the national system' },
    how: {
      vi: 'Văn bản kết nối và ngày chia sẻ gần nhất. Đạt khi đã kết nối; đạt một phần khi đang thực hiện.',
      en: 'Connection document and the date of the last exchange. Passes when connected; partial in progress.',
    },
    weight: 1,
    period: '180_days',
    appliesTo: always,
  },
  {
    id: 'OPS-PJ-01',
    name: { vi: 'Tiến độ DC/IOC/SOC', en: 'Progress of DC, IOC and SOC' },
    how: {
      vi: 'Các mốc của dự án đúng hạn. Đạt khi mọi mốc đúng hạn; đạt một phần khi chậm không quá 30 ngày.',
      en: 'Milestones of the projects on time. Passes when all are; partial when at most 30 days late.',
    },
    weight: 1,
    period: 'month',
    appliesTo: always,
  },
]
