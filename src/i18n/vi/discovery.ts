import type { Meeting } from '../../readiness/strangers.ts'

/** Devices found beside those of the inventory. */
export const discovery = {
  title: 'Thiết bị phát hiện được',
  what: 'Thiết bị mà bộ định tuyến và bộ chuyển mạch biết nhưng danh mục chưa có: thấy qua LLDP, là chặng kế tiếp của một tuyến, hoặc có trong bảng láng giềng (ARP, ND) của những đường mạng không khai là mạng người dùng, Wi-Fi hay đường ra ngoài. Hệ thống không quét dải địa chỉ IPv6. Bỏ qua chỉ ẩn đề xuất; tiêu chí GOV-03 vẫn tính thiết bị là chưa kiểm kê. Nếu đó là máy của người dùng, hãy khai cổng ấy ở cột user_if của thiết bị.',
  states: 'Trạng thái đề xuất',
  open: 'Chờ quyết định',
  dismissed: 'Đã bỏ qua',
  none: 'Không có thiết bị nào.',
  columns: {
    device: 'Thiết bị',
    unit: 'Đơn vị',
    addresses: 'Địa chỉ quản trị',
    toldBy: 'Thấy ở, bằng chứng',
    decision: 'Quyết định',
  },
  sources: { lldp: 'LLDP', next_hop: 'chặng kế tiếp', neighbour: 'bảng láng giềng' } satisfies Record<
    Meeting,
    string
  >,
  proofOf: (name: string, source: string) => `Bằng chứng (${source}) về ${name}`,
  accept: 'Đưa vào danh mục',
  dismiss: 'Bỏ qua',
  reason: 'Lý do',
  restore: 'Xem xét lại',
}
