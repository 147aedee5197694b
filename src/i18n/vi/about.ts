/** The help page. */
export const about = {
  title: 'Trợ giúp',
  what: 'v6gov theo dõi việc chuyển đổi IPv6 và hạ tầng mạng của các cơ quan nhà nước trong tỉnh. Mỗi tỷ lệ phần trăm mở ra được danh sách đơn vị, tiêu chí, phép đo và cuối cùng là bản ghi trao đổi đã chứng minh nó. Điều chưa đo được không bao giờ tính là sẵn sàng.',
  verdictsTitle: 'Năm kết quả đánh giá',
  verdicts: {
    pass: 'Đo được và đáp ứng tiêu chí. Tính 1.',
    partial: 'Đo được, mới đáp ứng một phần. Tính 0,5.',
    fail: 'Đo được và không đáp ứng. Tính 0.',
    unknown:
      'Chưa có minh chứng, minh chứng quá hạn, hoặc điểm đo không đo được. Tính 0 và vẫn nằm trong mẫu số.',
    na: 'Hồ sơ đơn vị khai không có đối tượng này. Không nằm trong mẫu số.',
  },
  looksTitle: 'Trạng thái của một phép đo',
  looks: {
    looked: 'Lần đo gần nhất thực hiện được; điều thấy có thể tốt hoặc xấu.',
    void: 'Lần đo gần nhất không thực hiện được: lỗi ở phía điểm đo hoặc thiết bị không trả lời. Không kết luận gì về đối tượng.',
    never: 'Chưa có lần đo nào.',
  },
  scoreTitle: 'Điểm R, khoảng và độ phủ',
  score:
    'R = 100 × tổng (trọng số × kết quả) chia tổng trọng số các tiêu chí áp dụng. Cận trên của khoảng là điểm nếu mọi tiêu chí chưa xác định đều đạt. Độ phủ là phần trọng số đã có kết luận. Khi độ phủ dưới 80%, mức hiển thị không quá 1 và ghi “Chưa đủ số liệu”.',
  levelsTitle: 'Các mức',
  levels: 'Mức là cổng cứng: mọi tiêu chí của mức đó và các mức dưới phải đạt hoặc không áp dụng.',
  confirmTitle: 'Xác nhận trước khi đổi kết quả',
  confirm:
    'Chuyển sang “không đạt” cần 3 lần liên tiếp trong ít nhất 10 phút, chuyển sang “đạt” cần 2 lần liên tiếp. Trong khi chờ, trang hiện số lần đã thấy, ví dụ “2 trong 3”.',
  brokenTitle: 'IPv6 hỏng',
  broken:
    'Đã công bố AAAA hợp lệ nhưng địa chỉ đó không trả lời trong khi IPv4 trả lời. Tệ hơn là chưa có: người dùng phải chờ đến hết thời gian kết nối. Vì vậy danh sách này luôn đứng đầu.',
  keysTitle: 'Bàn phím',
  keys: {
    '/': 'tới ô tìm kiếm',
    'j k': 'dòng sau, dòng trước trong bảng',
    f: 'tới bộ lọc',
    e: 'tới minh chứng',
    p: 'tới nút “Đo ngay”',
    Enter: 'mở dòng đang chọn',
    'g o, g u, g l, g t, g c, g p, g r, g i':
      'tới Tổng quan, Đơn vị, Đường truyền, Tiêu chí, Phép đo, Kế hoạch, Báo cáo, Danh mục',
    '?': 'trang này',
  },
  keysSwitch: 'Dùng phím tắt một chữ cái',
  dataTitle: 'Lấy số liệu ra',
  data: 'Thêm .json hoặc .csv vào địa chỉ của mọi danh sách, giữ nguyên bộ lọc. Thêm asOf=2022-06-30 để xem trạng thái cuối ngày đó. Ví dụ:',
  healthTitle: 'Giám sát phần mềm này',
  health:
    '/healthz cho biết tiến trình còn chạy, /readyz cho biết cơ sở dữ liệu, bộ lập lịch và từng họ địa chỉ của điểm đo.',
}
