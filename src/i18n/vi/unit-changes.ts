import type { UnitChangeKind } from '../../model/inventory.ts'

const kinds: Record<UnitChangeKind, string> = {
  merge: 'Sáp nhập',
  split: 'Chia tách',
  rename: 'Đổi tên',
  end: 'Kết thúc hoạt động',
}

/** The register of changes of units. */
export const unitChanges = {
  title: 'Thay đổi đơn vị',
  what: 'Sáp nhập, chia tách, đổi tên và kết thúc hoạt động của đơn vị theo văn bản, nạp bằng tệp unit_changes.csv. Thay đổi nhập nhầm được hủy kèm lý do và vẫn còn ghi ở đây.',
  none: 'Chưa có thay đổi nào.',
  columns: { change: 'Thay đổi', units: 'Đơn vị', document: 'Văn bản', state: 'Trạng thái' },
  kinds,
  noMore: 'không còn',
  code: 'Mã',
  note: 'Ghi chú',
  inForce: 'Có hiệu lực',
  withdrawn: 'Đã hủy',
  why: 'Lý do hủy',
  withdrawTitle: 'Hủy thay đổi nhập nhầm',
  withdrawWhat:
    'Các đơn vị trở lại như chưa từng có thay đổi này, ở mọi ngày. Báo cáo đã chốt và những ngày đã chấm giữ nguyên. Muốn ghi thay đổi đúng, hãy nạp lại với mã khác.',
  revived: (name: string) => `${name}: còn hoạt động, bỏ ngày hết hiệu lực`,
  renamed: (name: string, day: string) => `Từ ${day} lại mang tên ${name}`,
  noEffect: 'Không đơn vị nào thay đổi: danh mục hiện nay không còn theo thay đổi này.',
  never: (name: string) => `${name} chưa từng có (bỏ chọn nếu đơn vị có thật)`,
  hindered: 'Chưa hủy được và chưa ghi gì. Hãy xử lý trước:',
  hindrances: {
    later_rename: (name: string) => `${name} đã đổi tên tiếp sau đó, hãy hủy lần đổi tên ấy trước:`,
    assets: (name: string) => `Tài sản đang thuộc ${name}, hãy nạp lại với đơn vị đúng:`,
    members: (name: string) => `Đơn vị trực thuộc ${name}:`,
    documents: (name: string) => `Đã có văn bản nhập cho ${name}, nên không thể coi là chưa từng có.`,
    other_changes: (name: string) => `Thay đổi khác có ${name}:`,
  },
  withdraw: 'Hủy thay đổi này',
}
