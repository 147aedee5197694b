/** How the minutes of lines are counted, rule by rule. */
export const accounting = {
  title: 'Phương pháp tính độ sẵn sàng',
  what: 'Mọi số liệu SLA ghi tên và phiên bản của phương pháp đã tính ra nó. Phương pháp không bao giờ được sửa: thay đổi nào cũng là một phiên bản mới.',
  standard: 'dùng khi hợp đồng không nêu phương pháp nào',
  version: 'Tên và phiên bản',
  down: 'Gián đoạn là khi',
  downIs: {
    all_silent:
      'mọi địa chỉ của đầu cuối đơn vị im lặng, cả IPv4 và IPv6; chỉ mất IPv6 là trạng thái riêng, không tính là gián đoạn',
    ipv4_silent: 'địa chỉ IPv4 im lặng; đường chỉ có IPv6 thì xét IPv6',
    any_silent: 'địa chỉ IPv4 hoặc địa chỉ IPv6 im lặng',
  },
  looks: 'Số lần đo để kết luận',
  looksAre: (count: string) =>
    `${count} lần đo im lặng liên tiếp (mỗi 20 giây một lần, mỗi lần 3 gói tin); ít hơn thì giữ trạng thái trước và sau đó`,
  neighbour: 'Đầu nhà mạng',
  neighbourIs:
    'nơi được phép đọc thiết bị nhà mạng: khi giao diện ở đó hoạt động và thấy đầu cuối đơn vị, im lặng không phải là gián đoạn mà là không đo được',
  minute: 'Phút có nhiều trạng thái',
  minuteIs: {
    longest: 'tính theo trạng thái kéo dài nhất trong phút; bằng nhau thì tính trạng thái nặng hơn',
    any_down: 'có gián đoạn là tính trọn phút gián đoạn',
  },
  maintenance: 'Bảo trì',
  maintenanceIs: {
    apart: 'phút trong lịch bảo trì được duyệt trước khi bắt đầu được để riêng, không tính vào độ sẵn sàng',
    counted: 'không loại trừ: tính theo trạng thái thật của đường',
  },
  unseen: 'Không đo được (hệ thống đo mất mạng, hoặc không có lần đo)',
  unseenIs: {
    apart: 'để riêng, không tính là hoạt động cũng không tính là gián đoạn',
    up: 'coi là hoạt động; v6gov vẫn không kết luận giữ cam kết khi quá 5% số phút không đo được',
  },
  leastSeen: 'Độ phủ tối thiểu',
  leastSeenIs: (share: string) => `từ ${share} số phút, không kể bảo trì; ít hơn thì chưa xác định`,
  noLeast: 'không đặt',
  merge: 'Gộp sự cố',
  mergeIs: (minutes: string) => `các lần gián đoạn cách nhau dưới ${minutes} phút là một sự cố`,
  formula: 'Công thức',
  formulaIs: 'A = (hoạt động + chỉ mất IPv6) / (hoạt động + chỉ mất IPv6 + gián đoạn)',
  rounding: 'Làm tròn',
  roundingIs: {
    down: (digits: string) => `${digits} chữ số thập phân, làm tròn xuống`,
    nearest: (digits: string) => `${digits} chữ số thập phân, làm tròn đến gần nhất`,
  },
  zone: 'Múi giờ của ngày và tháng',
  zoneIs: (zone: string) => `giờ Việt Nam, UTC+7 (${zone})`,
}
