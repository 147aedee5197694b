/** The list of vantages: from where somebody looks. */
export const vantages = {
  title: 'Điểm đo',
  what: 'Mỗi điểm đo tự kiểm tra trước khi đánh giá người khác. Khi không ai đo từ một điểm, số liệu của điểm đó cũ dần rồi thành “chưa xác định”, không bao giờ thành “không đạt”.',
  link: 'Các điểm đo',
  count: (count: number, down: number) =>
    down === 0 ? `${count} điểm đo` : `${count} điểm đo, ${down} mất liên lạc`,
  none: 'Chưa có điểm đo nào.',
  noneWhat: 'Điểm đo xuất hiện khi có phép đo trong danh mục và có tiến trình đo đang chạy.',
  columns: {
    name: 'Điểm đo',
    state: 'Tình trạng',
    looksAt: 'Đo gì',
    test: 'Tự kiểm tra gần nhất',
    processes: 'Tiến trình',
    queue: 'Hàng đợi',
  },
  state: { up: 'Đang đo', degraded: 'Suy giảm', down: 'Mất liên lạc', void: 'Chưa có ai đo' },
  states: {
    up: 'có tiến trình đang đo, tự kiểm tra đạt',
    degraded: 'tự kiểm tra chưa đạt',
    down: 'không tiến trình nào báo về trong 15 giây qua',
    void: 'chưa từng có tiến trình nào đo từ đây',
  },
  places: { inside: 'trong mạng TSLCD, trung tâm dữ liệu', outside: 'phía Internet' },
  unknownUnit: 'không có đơn vị nào mang mã này',
  checks: (count: string) => `${count} phép đo`,
  noTest: 'chưa tự kiểm tra',
  noAnchors: 'không khai điểm đối chứng',
  anchors: (answered: number, asked: number) => `${answered}/${asked} điểm đối chứng trả lời`,
  name: (resolves: boolean): string =>
    resolves ? 'phân giải được AAAA của' : 'không phân giải được AAAA của',
  clock: (right: boolean): string => (right ? 'đồng hồ đúng giờ' : 'đồng hồ lệch từ 2 giây trở lên'),
  noProcess: 'không có tiến trình nào',
  heard: 'báo về',
  roles: { web: 'phục vụ trang', scheduler: 'lập lịch', worker: 'đo' } as Record<string, string>,
  waiting: (count: string) => `${count} phép đo đến hạn đang chờ`,
}
