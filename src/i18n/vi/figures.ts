/** Figures that others count and hand in as files, and index O that rests on them. */
export const figures = {
  title: 'Số liệu nhập từ tệp',
  what: 'Những gì hệ thống khác đếm được: bảng quản trị phòng chống mã độc, nhật ký máy chủ web, tiến độ dự án. Tệp gốc được giữ cùng mã băm; nhập lại cùng một tệp không đổi gì, dòng sửa là phiên bản mới.',
  columns: 'Các cột',
  importsTitle: 'Các lần nhập gần đây',
  noImports: 'Chưa nhập tệp nào.',
  importTitle: 'Một lần nhập',
  importedAt: 'Nhập lúc',
  importedBy: 'Người nhập',
  importCount: (count: number) => `${count} lần nhập`,
  rows: 'Số dòng',
  rowsOf: (count: string) => `${count} dòng được ghi`,
  key: 'Dòng',
  bytes: (count: string) => `${count} byte`,
}

export const operations = {
  title: 'Tuân thủ vận hành (O)',
  what: 'Đường truyền, wifi công cộng, phòng chống mã độc và dự án. Chỉ số này đứng riêng: đường truyền chậm không làm giảm mức sẵn sàng IPv6 (R), và ngược lại.',
  meaning: 'Điểm vận hành O',
  average: 'Trung bình các đơn vị',
  all: 'Xem O của mọi đơn vị',
  columns: { unit: 'Đơn vị', score: 'O', counts: 'Kết quả' },
  opens: {
    lines: 'Đường truyền của đơn vị',
    wifi: 'Điểm Wi-Fi của đơn vị',
    antimalware: 'Số liệu đã nhập',
    projects: 'Các mốc dự án',
    webCounts: (host: string) => `Lượt truy cập đã nhập: ${host}`,
  },
}

export const antimalware = {
  title: 'Phòng, chống phần mềm độc hại',
  what: 'Theo Chỉ thị 14/CT-TTg (25/5/2018). Mẫu số là số máy khai báo hoặc số máy thấy trên mạng của đơn vị, lấy số lớn hơn. Máy trên mạng được đếm bằng địa chỉ MAC đã băm, theo từng tuần; lấy tuần nhiều nhất trong 4 tuần.',
  none: 'Chưa có số liệu. Nhập tệp CSV của máy chủ quản trị ở trang số liệu nhập từ tệp.',
  columns: {
    unit: 'Đơn vị',
    day: 'Ngày',
    declared: 'Khai báo',
    seen: 'Thấy trên mạng',
    agents: 'Đã cài',
    seen7d: 'Báo cáo 7 ngày',
    updated7d: 'Mẫu mới',
    infections: 'Lây nhiễm / đã xử lý',
    national: 'Kết nối quốc gia',
    verdicts: 'Kết quả',
  },
  national: { yes: 'đã kết nối', in_progress: 'đang thực hiện', no: 'chưa' },
  notCounted: 'chưa đếm được',
  history: 'Mọi ngày',
}

export const projects = {
  title: 'Dự án DC, IOC, SOC',
  what: 'Mỗi mốc có ngày kế hoạch, ngày thực hiện và văn bản chứng minh. Mốc ghi đã xong mà chưa có số văn bản thì chưa được tính.',
  none: 'Chưa nhập dự án nào.',
  kind: { dc: 'Trung tâm dữ liệu', ioc: 'IOC', soc: 'SOC', other: 'Dự án khác' },
  columns: {
    milestone: 'Mốc',
    planned: 'Kế hoạch',
    actual: 'Thực hiện',
    state: 'Tiến độ',
    document: 'Văn bản',
  },
  late: (days: string) => `chậm ${days} ngày`,
  onTime: 'đúng hạn',
  notDue: 'chưa đến hạn',
  noPlan: 'không có ngày kế hoạch',
  noDocument: 'chưa có số văn bản',
  documentOf: (number: string, day: string) => `${number}, ngày ${day}`,
  ipv6: 'IPv6 từ khi đưa vào sử dụng',
  ipv6State: { yes: 'có', no: 'không' },
  inCharge: 'Chủ trì',
}
