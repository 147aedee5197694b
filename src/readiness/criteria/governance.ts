import type { Criterion } from '../criterion.ts'
import { inventoryProbes, inventoryTtlHours, judgeInventory } from '../judge-inventory.ts'
import { anyDevice } from './concerns.ts'

const always = () => true
const year = 365 * 24

export const governance: Criterion[] = [
  {
    id: 'GOV-01',
    name: { vi: 'Có kế hoạch chuyển đổi IPv6 được ban hành', en: 'IPv6 plan issued' },
    how: {
      vi: 'Văn bản có số, ngày, người ký và tệp đính kèm. Đạt khi đơn vị có kế hoạch riêng hoặc được nêu tên trong kế hoạch của tỉnh còn hiệu lực; đạt một phần khi dự thảo đã trình có số văn bản.',
      en: 'A document with number, date, signer and file. Passes when the unit has its own plan or is named in the provincial plan in force; partial for a draft submitted under a document number.',
    },
    layer: 'governance',
    weight: 3,
    ttlHours: year,
    phase: 1,
    level: 1,
    appliesTo: always,
    questions: [],
  },
  {
    id: 'GOV-02',
    name: { vi: 'Có đầu mối phụ trách IPv6', en: 'IPv6 focal point named' },
    how: {
      vi: 'Họ tên, chức vụ, điện thoại, thư điện tử của đầu mối, được đơn vị xác nhận. Đạt khi có một người chính và một người dự phòng; đạt một phần khi mới có một người.',
      en: 'Name, position, phone and mail of the contact, confirmed by the unit. Passes with a main person and a deputy; partial with one person.',
    },
    layer: 'governance',
    weight: 1,
    ttlHours: 180 * 24,
    phase: 1,
    level: 1,
    appliesTo: always,
    questions: [],
  },
  {
    id: 'GOV-03',
    name: { vi: 'Kiểm kê hạ tầng đầy đủ', en: 'Inventory complete' },
    how: {
      vi: 'Tỷ lệ thiết bị thấy trên mạng (LLDP, ARP, FDB) có trong kiểm kê với kiểu máy, số sê-ri, phiên bản phần mềm và khả năng IPv6. Đạt từ 95%, đạt một phần từ 70%.',
      en: 'Share of the devices seen on the network (LLDP, ARP, FDB) that the inventory holds with model, serial number, software version and IPv6 capability. Passes from 95 %, partial from 70 %.',
    },
    layer: 'governance',
    weight: 3,
    ttlHours: inventoryTtlHours,
    phase: 1,
    level: 1,
    appliesTo: always,
    shares: { pass: 0.95, partial: 0.7 },
    ofUnit: {
      wants: anyDevice.wants,
      judge: (state, context) => judgeInventory(state, context),
      ofLooks: inventoryProbes,
    },
    questions: [],
  },
  {
    id: 'GOV-04',
    name: { vi: 'Cán bộ CNTT đã tập huấn IPv6', en: 'Staff trained' },
    how: {
      vi: 'Số chứng nhận hoặc danh sách tập huấn. Đạt khi có ít nhất một người hoàn thành; đạt một phần khi đã đăng ký nhưng chưa hoàn thành.',
      en: 'Number of the certificate or of the attendance list. Passes with at least one person trained; partial when registered and not finished.',
    },
    layer: 'governance',
    weight: 1,
    ttlHours: 2 * year,
    phase: 1,
    level: null,
    appliesTo: always,
    questions: [],
  },
  {
    id: 'GOV-05',
    name: { vi: 'Yêu cầu IPv6 trong mua sắm, thuê dịch vụ', en: 'IPv6 clause in purchases' },
    how: {
      vi: 'Số hợp đồng hoặc quyết định có điều khoản IPv6. Đạt khi mọi hợp đồng trong 12 tháng gần nhất đều có; đạt một phần khi một số hợp đồng có.',
      en: 'Number of the contract or decision with the IPv6 clause. Passes when every contract of the last 12 months has it; partial when some have.',
    },
    layer: 'governance',
    weight: 2,
    ttlHours: year,
    phase: 1,
    level: null,
    appliesTo: always,
    questions: [],
  },
]
