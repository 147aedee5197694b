/** Devices found beside those of the inventory. */
export const discovery = {
  title: 'Thiết bị phát hiện được',
  what: 'Thiết bị mạng mà bộ định tuyến và bộ chuyển mạch thấy qua LLDP nhưng chưa có trong danh mục. Hệ thống không quét dải địa chỉ. Bỏ qua chỉ ẩn đề xuất; tiêu chí GOV-03 vẫn tính thiết bị là chưa kiểm kê.',
  states: 'Trạng thái đề xuất',
  open: 'Chờ quyết định',
  dismissed: 'Đã bỏ qua',
  none: 'Không có thiết bị nào.',
  columns: {
    device: 'Thiết bị',
    unit: 'Đơn vị',
    addresses: 'Địa chỉ quản trị',
    toldBy: 'Thấy ở',
    proof: 'Bằng chứng',
    decision: 'Quyết định',
  },
  proofOf: (name: string) => `Bằng chứng LLDP về ${name}`,
  accept: 'Đưa vào danh mục',
  dismiss: 'Bỏ qua',
  reason: 'Lý do',
  restore: 'Xem xét lại',
}
