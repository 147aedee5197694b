import type { TaskName } from '../../model/tasks.ts'

const every: [number, string][] = [
  [86_400, 'ngày'],
  [3600, 'giờ'],
  [60, 'phút'],
  [1, 'giây'],
]

/** The page for those who keep the product running. */
export const system = {
  title: 'Tình trạng hệ thống',
  what: 'Đĩa chứa dữ liệu, các công việc định kỳ và các bản sao lưu đã được kiểm chứng.',
  standby: 'Tiến trình này chỉ hiển thị trang; một tiến trình v6gov khác đang lập lịch và đo.',
  works: 'Tiến trình này lập lịch và đo.',
  disk: (free: string, log: string) => `Đĩa còn trống ${free}; tệp nhật ký ghi (WAL) ${log}.`,
  tasksTitle: 'Công việc định kỳ',
  columns: {
    name: 'Công việc',
    every: 'Chu kỳ',
    state: 'Trạng thái',
    ok: 'Thành công gần nhất',
    failed: 'Lỗi gần nhất',
  },
  every: (seconds: number) => {
    const [size = 1, name = ''] = every.find(([size]) => seconds >= size) ?? []
    return seconds === size ? `mỗi ${name}` : `mỗi ${Math.round(seconds / size)} ${name}`
  },
  overdue: 'Quá hạn',
  notYet: 'Chưa chạy',
  onTime: 'Đúng hạn',
  tasks: {
    'the schedule of checks': 'Lập lịch các phép đo',
    'the turns that lie too far ahead': 'Kéo lại lượt đo bị xếp quá xa',
    'the reports': 'Chốt báo cáo',
    'the files of reports': 'Tạo tệp báo cáo',
    'the end of old sessions': 'Xoá phiên đăng nhập đã hết hạn',
    'the end of old days': 'Xoá số liệu ngày đã hết thời hạn lưu',
    'the end of old exchanges': 'Xoá bản tin cũ không được báo cáo nào viện dẫn',
    'the end of old messages': 'Xoá thông báo và diễn biến cũ của sự cố đã đóng',
    'the standings of days': 'Đánh giá từng ngày',
    'the days of lines': 'Tính ngày của đường truyền',
    'the incidents': 'Theo dõi sự cố',
    'the incidents of verdicts': 'Theo dõi sự cố về tiêu chí',
    'the incidents of sites and channels': 'Theo dõi sự cố về điểm Wi-Fi và kênh thông báo',
    'the messages to people': 'Gửi thông báo',
    'the channels of messages': 'Cập nhật kênh thông báo',
    'the days of public Wi-Fi': 'Tính ngày của Wi-Fi công cộng',
    'the folding of numbers into days': 'Gộp số liệu theo ngày',
    'the end of processes long gone': 'Xoá tiến trình đã dừng từ lâu',
    'the backup': 'Sao lưu và kiểm chứng',
  } satisfies Record<TaskName, string>,
  backupsTitle: 'Bản sao lưu tốt',
  backupsWhat:
    'Mỗi bản đã được khôi phục thử, kiểm tra toàn vẹn, đếm số dòng và tính lại mã băm của báo cáo. Khôi phục bằng lệnh “v6gov restore TỆP”.',
  noBackups: 'Chưa có bản sao lưu nào.',
  backup: {
    name: 'Tệp',
    madeAt: 'Thời điểm',
    size: 'Dung lượng',
    rows: 'Số dòng',
    reports: 'Báo cáo đã chốt',
  },
}
