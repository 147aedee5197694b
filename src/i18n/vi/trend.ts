/** How figures went day by day; the four national indicators. */
export const trend = {
  title: 'Diễn biến',
  none: 'Chưa có lịch sử: số liệu từng ngày được lưu sau nửa đêm, bắt đầu từ ngày sau lần đo đầu tiên.',
  score: 'R',
  coverage: 'Độ phủ',
  level: 'Mức',
  levels: 'Số đơn vị theo mức',
  line: (name: string, first: string, from: string, last: string, to: string) =>
    `${name}: ${first} ngày ${from}, ${last} ngày ${to}`,
  change: (points: string) => `${points} điểm`,
  since: (day: string) => `từ ${day}`,
  table: 'Bảng số của biểu đồ',
  columns: {
    day: 'Ngày',
    score: 'R',
    scoreMax: 'R cao nhất',
    coverage: 'Độ phủ',
    level: 'Mức',
    broken: 'IPv6 hỏng',
  },
  rules: (rules: string) =>
    `Mỗi ngày được đánh giá một lần, sau nửa đêm, theo bộ tiêu chí khi đó: ${rules}. Sửa tiêu chí không sửa lịch sử này.`,
  rulesFrom: (catalogue: string, day: string) => `${catalogue} từ ${day}`,
  all: 'Toàn tỉnh',
  byKind: 'Diễn biến của từng khối',
  groupTitle: 'Diễn biến của đơn vị và các xã trực thuộc',
}

export const national = {
  title: 'Bốn chỉ số quốc gia',
  what: 'Bốn chỉ số mà Bộ Thông tin và Truyền thông công bố khi theo dõi chuyển đổi IPv6 của cơ quan nhà nước. Tách khỏi R và mức của phần mềm này, vốn chặt hơn.',
  columns: {
    indicator: 'Chỉ số',
    here: 'Tỉnh Hải Dương',
    proof: 'Minh chứng',
    target2022: 'Chỉ tiêu 2022',
    target2025: 'Chỉ tiêu 2025',
  },
  names: {
    plan: 'Đã ban hành kế hoạch chuyển đổi IPv6',
    portals: 'Cổng TTĐT, Cổng DVC hoạt động với IPv6',
    resources: 'Có địa chỉ IP độc lập và số hiệu mạng (ASN)',
    traffic: 'Tỷ lệ sử dụng IPv6',
  },
  values: { yes: 'Có', no: 'Chưa', unknown: 'Chưa xác định', some: 'Một phần' },
  portalsOf: (passed: string, total: string, unknown: string) =>
    `${passed}/${total} cổng đạt, ${unknown} chưa xác định`,
  noPortals: 'Danh mục chưa có cổng nào của nền tảng tỉnh.',
  noPlatform: 'Danh mục chưa có nền tảng tỉnh.',
  noTarget: 'không công bố',
  noFigure: 'không có số liệu',
  planTarget: (share: string) => `${share} bộ, tỉnh`,
  referenceTitle: 'Số liệu tham chiếu toàn quốc',
  referenceWhat: 'Số công bố của cả nước, để so sánh; không do phần mềm này đo.',
  referenceColumns: {
    date: 'Thời điểm',
    plans: 'Đã ban hành kế hoạch',
    portals: 'Cổng trên IPv6',
    resources: 'IP/ASN độc lập',
    rate: 'Tỷ lệ IPv6 quốc gia',
    source: 'Nguồn',
  },
  ownScore: 'R và mức của phần mềm này',
  toPlan: 'Kế hoạch của tỉnh',
}
